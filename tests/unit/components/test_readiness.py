"""Ready for traffic: every instance healthy, and as many as desired."""

from components.readiness import MISSING, FleetHealth


def test_all_healthy_and_enough_is_ready() -> None:
    """The plain case."""
    assert FleetHealth("f", 2, {"a": "healthy", "b": "healthy"}).ready


def test_none_unhealthy_proves_nothing() -> None:
    """A fleet that is booting, or has no instance yet, is not ready."""
    assert not FleetHealth("f", 2, {}).ready
    assert not FleetHealth("f", 2, {"a": "healthy"}).ready
    assert not FleetHealth("f", 2, {"a": "healthy", "b": "initial (Elb.RegistrationInProgress)"}).ready
    assert not FleetHealth("f", 1, {"a": "healthy", "b": MISSING}).ready


def test_a_parked_fleet_has_nothing_to_prove() -> None:
    """No instance desired, none there."""
    assert FleetHealth("f", 0, {}).ready


def test_the_description_counts_each_reason() -> None:
    """Whoever reads it learns how many stand where, and why."""
    health = FleetHealth("f", 4, {"a": "healthy", "b": "unhealthy (Target.Timeout)", "c": "unhealthy (Target.Timeout)"})
    assert health.describe() == "1 of 4 healthy; 1 not launched; 2 unhealthy (Target.Timeout)"

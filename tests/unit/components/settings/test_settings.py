"""Settings: what is valid is read, and everything else is refused, all of it at once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.settings import EnvironmentSettings, RouterSettings, SettingsError, load
from components.settings.fields import FIELDS

ROUTER = {"active_color": "blue"}
BLUE = {"color": "blue", "release": "1.0.0"}


def _load(stack: str, **texts: str) -> RouterSettings | EnvironmentSettings:
    return load(stack, {f"bluegreen:{key}": text for key, text in texts.items()})


def _refused(stack: str, **texts: str) -> dict[str, str]:
    """Problems by key."""
    with pytest.raises(SettingsError) as raised:
        _load(stack, **texts)
    return {problem.key: str(problem) for problem in raised.value.problems}


def test_active_color_makes_a_router() -> None:
    """The role comes from the settings, not from the stack's name."""
    settings = _load("blue", **ROUTER, canary="green@10", environments='{"blue": "one", "green": "two"}')
    assert isinstance(settings, RouterSettings)
    assert (settings.active_color, settings.canary) == (Color.BLUE, (Color.GREEN, 10))


def test_color_makes_an_environment() -> None:
    """Everything but color and release has a default."""
    settings = _load("staging-blue", **BLUE)
    assert isinstance(settings, EnvironmentSettings)
    assert settings.router == "staging-router"


@pytest.mark.parametrize("texts", [{}, {**ROUTER, **BLUE}])
def test_both_roles_or_neither_is_one_clear_error(texts: dict[str, str]) -> None:
    """A stack is a router or an environment."""
    assert "either a router (active_color) or an environment (color)" in _refused("x", **texts)["active_color"]


BAD_ROUTER = [
    ("active_color", "purple"),
    ("canary", "green"),
    ("canary", "green@51"),
    ("canary", "green@-1"),
    ("canary", "green@ten"),
    ("vpc_cidr", "10.0.0.0/8"),
    ("vpc_cidr", "10.0.0.1/16"),
    ("nat", "some"),
    ("http_port", "0"),
    ("http_port", "65536"),
    ("http_port", "http"),
    ("deregistration_delay", "3601"),
    ("health_check_path", "health"),
    ("health_check_interval", "4"),
    ("health_check_timeout", "10"),
    ("healthy_threshold", "1"),
    ("unhealthy_threshold", "11"),
    ("app_port", "-1"),
    ("service", "Shop"),
]

BAD_ENVIRONMENT = [
    ("color", "red"),
    ("release", ""),
    ("release", " 1.0"),
    ("release", 'x"; rm'),
    ("release", "x" * 129),
    ("parked", "maybe"),
    ("capacity", '{"min": 3, "max": 2}'),
    ("capacity", '{"min": 1, "max": 2, "desired": 3}'),
    ("capacity", '{"minimum": 1}'),
    ("capacity", '{"min": -1}'),
    ("capacity", '{"min": true}'),
    ("capacity", "2"),
    ("app_env", '{"A B": "x"}'),
    ("app_env", '{"A": "two\\nlines"}'),
    ("app_env", '["A"]'),
    ("app_secrets", '{"TOKEN": "hunter2"}'),
    ("image", "al2023"),
    ("instance_type", "large"),
    ("release_timeout", "0"),
    ("log_retention", "31"),
]


@pytest.mark.parametrize(("key", "text"), BAD_ROUTER)
def test_a_bad_router_setting_is_refused(key: str, text: str) -> None:
    """The message names key, value, what is allowed, and a command."""
    problems = _refused("router", **{**ROUTER, key: text})
    assert repr(text) in problems[key]
    assert "Try: pulumi config set" in problems[key]
    assert "--stack router" in problems[key]


@pytest.mark.parametrize(("key", "text"), BAD_ENVIRONMENT)
def test_a_bad_environment_setting_is_refused(key: str, text: str) -> None:
    """As for the router."""
    assert "Try: pulumi config set" in _refused("blue", **{**BLUE, key: text})[key]


def test_every_problem_is_reported_at_once() -> None:
    """Nobody mends settings one error at a time."""
    problems = _refused("blue", color="red", relase="1", capacity="{", parked="no")
    assert set(problems) == {"color", "release", "relase", "capacity", "parked"}


def test_an_unknown_key_names_the_nearest() -> None:
    """A misspelt key is never silently without effect."""
    assert "the nearest is release" in _refused("blue", **BLUE, relase="1")["relase"]


def test_a_setting_of_the_other_role_is_refused() -> None:
    """`canary` in a color's file, or `release` in the router's, would do nothing and look as if it did."""
    assert "belongs to the router" in _refused("blue", **BLUE, canary="green@10")["canary"]
    assert "belongs to the environment" in _refused("router", **ROUTER, release="1")["release"]


def test_an_encrypted_setting_is_refused_and_not_shown() -> None:
    """What is encrypted in the file must not end in user data in clear."""
    with pytest.raises(SettingsError) as raised:
        load(
            "blue",
            {f"bluegreen:{k}": v for k, v in {**BLUE, "app_env": '{"T": "hunter2"}'}.items()},
            ["bluegreen:app_env"],
        )
    assert "app_secrets" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_stack_whose_name_does_not_say_its_router_must_name_it() -> None:
    """The default is the stack's own name with the color replaced; without the color in it there is none."""
    assert "router" in _refused("first", **BLUE)
    settings = _load("first", **BLUE, router="edge")
    assert isinstance(settings, EnvironmentSettings)
    assert settings.router == "edge"


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_capacity_is_read_exactly_when_it_is_in_order(minimum: int, maximum: int, desired: int) -> None:
    """In order: min <= desired <= max, and at least one instance at most."""
    text = json.dumps({"min": minimum, "max": maximum, "desired": desired})
    if minimum <= desired <= maximum and maximum >= 1:
        settings = _load("blue", **BLUE, capacity=text)
        assert isinstance(settings, EnvironmentSettings)
        capacity = settings.capacity
        assert (capacity.minimum, capacity.maximum, capacity.desired) == (minimum, maximum, desired)
    else:
        assert set(_refused("blue", **BLUE, capacity=text)) == {"capacity"}


@given(st.dictionaries(st.sampled_from([field.key for field in FIELDS]), st.text(max_size=20), max_size=8))
def test_no_text_escapes_the_one_error(texts: dict[str, str]) -> None:
    """Whatever stands in the file, the outcome is settings or a SettingsError."""
    try:
        _load("blue", **texts)
    except SettingsError as error:
        assert error.problems  # noqa: PT017  both outcomes are right


def test_the_color_files_hold_nothing_else(request: pytest.FixtureRequest) -> None:
    """What blue and green have in common is written once, in Pulumi.yaml."""
    for color in Color:
        lines = (request.config.rootpath / f"Pulumi.{color.value}.yaml").read_text().splitlines()
        keys = {line.strip().split(":")[1] for line in lines if line.startswith("  ")}
        assert keys <= {"color", "release", "parked"}


def test_the_projects_name_is_the_namespace_of_its_settings() -> None:
    """As `pulumi config set` writes them in a service's repository."""
    settings = load("blue", {f"shop:{key}": text for key, text in BLUE.items()}, (), "shop")
    assert isinstance(settings, EnvironmentSettings)


def test_settings_of_the_project_that_it_was_made_from_are_refused() -> None:
    """A line that nobody reads would look as if it declared something."""
    both = {f"shop:{key}": text for key, text in BLUE.items()} | {"bluegreen:release": "1.2.0"}
    with pytest.raises(SettingsError, match=r"bluegreen:release: '1.2.0' is not allowed(.|\n)*bluegreen init shop"):
        load("blue", both, (), "shop")

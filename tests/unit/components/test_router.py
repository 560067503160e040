"""The router's graph: one listener, both target groups in it, and nothing that hides a change."""

import json

from components.color import Color
from tests.unit.components.harness import deploy, inputs
from tests.unit.components.programs import router

LISTENER = "aws:lb/listener:Listener"
GROUP = "aws:lb/targetGroup:TargetGroup"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
PARAMETER = "aws:ssm/parameter:Parameter"


def _forward(**changes: object) -> dict[str, object]:
    (listener,) = deploy(router(**changes), "router").of(LISTENER).values()
    (action,) = listener["defaultActions"]
    assert action["type"] == "forward"
    assert "targetGroupArn" not in action
    return action["forward"]


def _shares(**changes: object) -> dict[str, int]:
    groups = _forward(**changes)["targetGroups"]
    return {group["arn"].rsplit(":", 1)[1]: group["weight"] for group in groups}  # type: ignore[union-attr]


def test_one_forward_holds_both_groups() -> None:
    """The idle color stands in the listener too, at weight 0, or it would never be health-checked."""
    assert _shares() == {"blue": 100, "green": 0}
    assert _shares(active_color=Color.GREEN) == {"blue": 0, "green": 100}


def test_canary_takes_its_share() -> None:
    """A canary of the idle color gets its percent; one of the active color is inert."""
    assert _shares(canary={"color": Color.GREEN, "percent": 10}) == {"blue": 90, "green": 10}
    assert _shares(canary={"color": Color.BLUE, "percent": 10}) == {"blue": 100, "green": 0}


def test_stickiness_is_written_out() -> None:
    """Omitted stickiness comes back as a change after a refresh."""
    assert _forward()["stickiness"] == {"enabled": False, "duration": 3600}


def test_no_change_is_ever_ignored() -> None:
    """The program is the only writer of the weights, so nothing of the router is muted."""
    for request in deploy(router(), "router").requests.values():
        assert list(request.ignoreChanges) == []


def test_what_traffic_passes_through_is_protected() -> None:
    """Everything refuses to be deleted: a destroy that stops half-way would have cut clients off."""
    graph = deploy(router(), "router")
    unprotected = {token for (token, _), request in graph.requests.items() if not request.protect}
    assert unprotected == {"pulumi:pulumi:Stack"}


def test_names_are_left_to_pulumi() -> None:
    """A fixed name turns a replacement into delete-before-create."""
    graph = deploy(router(), "router")
    for token in (LISTENER, GROUP, BALANCER):
        assert all("name" not in properties for properties in graph.of(token).values())


def test_logical_names_fit_the_limit() -> None:
    """Pulumi's suffix of 8 characters and our names fit into the 32 that ELB allows."""
    graph = deploy(router(), "router")
    assert all(len(name) + 8 <= 32 for token in (GROUP, BALANCER) for name in graph.of(token))


def test_the_parameter_follows_the_listener() -> None:
    """The active-color parameter is written after the listener, in clear, under the service and the stack."""
    graph = deploy(router(), "staging-router")
    ((name, request),) = [(name, r) for (token, name), r in graph.requests.items() if token == PARAMETER]
    assert name == "router-active"
    assert any(LISTENER in urn for urn in request.dependencies)
    properties = inputs(request)
    assert properties["name"] == "/bluegreen/shop/staging-router/active"
    assert "value" not in properties
    assert json.loads(properties["insecureValue"])["color"] == "blue"


def test_the_load_balancer_is_hardened() -> None:
    """Invalid headers are dropped and requests that could be desynchronised are handled defensively."""
    (balancer,) = deploy(router(), "router").of(BALANCER).values()
    assert balancer["dropInvalidHeaderFields"] is True
    assert balancer["desyncMitigationMode"] == "defensive"

"""The router's graph: one listener, both target groups in it, and nothing that hides a change."""

import json

import pytest

from components.color import Color
from components.router import OUTPUTS
from tests.unit.components.harness import deploy, inputs
from tests.unit.components.programs import router

LISTENER = "aws:lb/listener:Listener"
GROUP = "aws:lb/targetGroup:TargetGroup"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
RULE = "aws:lb/listenerRule:ListenerRule"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
STREAM = "aws:cloudwatch/logStream:LogStream"
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


def _conditions(rule: dict[str, object]) -> tuple[object, list[str]]:
    header, source = rule["conditions"]  # type: ignore[misc]
    return header["httpHeader"], source["sourceIp"]["values"]


def test_the_preview_route_leads_to_each_color_whatever_the_weights() -> None:
    """Two rules that no switch changes: a header that names the color, from networks that are let in."""
    rules = deploy(router(), "router").of(RULE)
    assert rules == deploy(router(active_color=Color.GREEN), "router").of(RULE)
    assert set(rules) == {"router-preview-blue", "router-preview-green"}
    assert len({rule["priority"] for rule in rules.values()}) == 2
    for color in Color:
        rule = rules[f"router-preview-{color.value}"]
        (action,) = rule["actions"]
        assert (action["type"], action["targetGroupArn"]) == ("forward", f"arn:{GROUP}:{color.value}")
        assert _conditions(rule)[0] == {"httpHeaderName": "x-bluegreen", "values": [color.value]}


@pytest.mark.parametrize("sources", [None, ["203.0.113.0/24"]])
def test_the_preview_route_is_closed_to_the_internet(sources: list[str] | None) -> None:
    """Private networks unless named; with the header no more than the 5 values that a rule takes."""
    route = {"header": "x-shop", "sources": sources} if sources else {"header": "x-shop"}
    for rule in deploy(router(preview_route=route), "router").of(RULE).values():
        header, networks = _conditions(rule)
        assert header["httpHeaderName"] == "x-shop"  # type: ignore[index]
        assert networks == sources or not any(network.endswith("/0") for network in networks)
        assert 1 <= len(networks) <= 4


def test_stickiness_is_bounded_by_what_was_asked_for() -> None:
    """On the listener by color, on the target groups only with a duration of its own."""
    assert _forward(stickiness=600)["stickiness"] == {"enabled": True, "duration": 600}
    plain, sticky = deploy(router(stickiness=600), "r"), deploy(router(stickiness=600, target_stickiness=60), "r")
    assert all("stickiness" not in group for group in plain.of(GROUP).values())
    for group in sticky.of(GROUP).values():
        assert group["stickiness"] == {"type": "lb_cookie", "enabled": True, "cookieDuration": 60}


def test_the_switch_log_outlives_the_colors() -> None:
    """A log group of the router's own, named by service and stack and made unique, with its one stream."""
    graph = deploy(router(), "staging-router")
    (group,), (stream,) = graph.of(LOGS).values(), graph.of(STREAM).values()
    assert group["name"] == "/bluegreen/shop/staging-router/switches-0a1b2c3d"
    assert group["retentionInDays"] == 365
    assert (stream["name"], stream["logGroupName"]) == ("switches", group["name"])
    assert graph.outputs["router"]["switch_log"] == group["name"]


@pytest.mark.parametrize(
    ("given", "seconds"),
    [({}, 30), ({"deregistration_delay": 5, "stickiness": 60}, 65), ({"client_keep_alive": 3600}, 3600)],
)
def test_it_offers_what_an_update_decides(given: dict[str, int], seconds: int) -> None:
    """Every output, and among them how long an old color is still needed."""
    outputs = deploy(router(**given), "router").outputs["router"]
    assert set(outputs) == set(OUTPUTS)
    assert outputs["drain_seconds"] == seconds
    assert (outputs["active_color"], outputs["weights"]) == ("blue", {"blue": 100, "green": 0})
    assert outputs["url"] == "http://router.example"


def test_the_router_asks_for_the_records_of_the_stacks_beside_it() -> None:
    """By their names, unless the arguments say otherwise."""
    (beside,) = deploy(router(), "staging-router").looked_up
    assert beside.active == "/bluegreen/shop/staging-router/active"
    assert beside.releases[Color.GREEN] == "/bluegreen/shop/staging-green/release"
    assert beside.intents[Color.BLUE] == "/bluegreen/shop/staging-blue/intent"
    (given,) = deploy(router(release_parameters={"blue": "/b", "green": "/g"}), "lone").looked_up
    assert (given.releases, given.intents) == ({Color.BLUE: "/b", Color.GREEN: "/g"}, {})

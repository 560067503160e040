"""Settings of a switch and of what it protects: their defaults, their messages, and what must fit together."""

import json
from typing import Any

import pytest

from components.color import Color
from components.settings import EnvironmentSettings, RouterSettings, SettingsError, load
from components.settings.field import Field
from components.settings.fields import FIELDS
from components.settings.router_fields import ENVIRONMENTS

ROUTER = {"active_color": "blue"}
BLUE = {"color": "blue", "release": "1.0.0"}


def _router(stack: str = "router", **texts: str) -> RouterSettings:
    settings = load(stack, {f"bluegreen:{key}": text for key, text in {**ROUTER, **texts}.items()})
    assert isinstance(settings, RouterSettings)
    return settings


def _environment(**texts: str) -> EnvironmentSettings:
    settings = load("blue", {f"bluegreen:{key}": text for key, text in {**BLUE, **texts}.items()})
    assert isinstance(settings, EnvironmentSettings)
    return settings


def _problems(stack: str, texts: dict[str, str]) -> dict[str, str]:
    """Problems by key, each of them once."""
    with pytest.raises(SettingsError) as raised:
        load(stack, {f"bluegreen:{key}": text for key, text in texts.items()})
    problems = raised.value.problems
    assert len({problem.key for problem in problems}) == len(problems)
    return {problem.key: str(problem) for problem in problems}


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if "--path" not in field.command], ids=lambda field: field.key
)
def test_what_a_message_says_to_try_is_allowed(field: Field[Any]) -> None:
    """The command leads out of the error."""
    key, text = field.example.split(" ", 1)
    assert key == field.key
    field.read(text.strip("'"))


def test_what_nobody_sets_is_safe() -> None:
    """Smoke and soak on, stickiness off, the preview for private networks, and no override."""
    settings = _router()
    assert settings.gate.smoke_paths == ("/ready",)
    assert settings.soak == _environment().soak == 24 * 3600
    assert (settings.stickiness, settings.target_stickiness, settings.client_keep_alive) == (0, 0, None)
    assert settings.preview.sources == ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
    assert set(vars(settings.overrides).values()) == {None}
    assert _environment().allow_live_change is None


def test_settings_of_a_switch_are_read() -> None:
    """Each lands where the switch looks for it."""
    settings = _router(
        gate_timeout="5m",
        smoke_paths="[]",
        gate_command="./check.sh --fast",
        verify="off",
        verify_path="/?from=switch",
        verify_header="x-color",
        preview_header="x-preview",
        preview_sources='["2001:db8::/32"]',
        client_keep_alive="10m",
        allow_unready="green@1.1.0",
        allow_repair="50/50",
    )
    assert (settings.gate.timeout, settings.gate.smoke_paths, settings.gate.command) == (300, (), "./check.sh --fast")
    assert (settings.verify.mode, settings.verify.path, settings.verify.header) == ("off", "/?from=switch", "x-color")
    assert (settings.preview.header, settings.preview.sources) == ("x-preview", ("2001:db8::/32",))
    assert settings.client_keep_alive == 600
    assert (settings.overrides.allow_unready, settings.overrides.allow_repair) == ("green@1.1.0", "50/50")


def test_shared_settings_reach_both_roles() -> None:
    """What a color needs before a switch is the same on both sides of it."""
    shared = {"soak": "7d", "min_targets": "3", "capacity_ratio": "0.5"}
    for settings in (_router(**shared), _environment(**shared)):
        assert (settings.soak, settings.min_targets, settings.capacity_ratio) == (7 * 86400, 3, 0.5)


def test_who_is_notified_may_stand_in_the_project() -> None:
    """Refusals happen in the colors' stacks too; each role takes it."""
    topic = "arn:aws:sns:us-east-1:123456789012:switches"
    assert _router(notify=topic).notify == _environment(notify=topic).notify == topic
    assert _router().notify is _environment().notify is None


BAD_ROUTER = [
    ("gate_timeout", "3601", "0 to 3600 seconds"),
    ("gate_timeout", "soon", "such as 10s or 5m"),
    ("smoke_paths", '["ready"]', "a JSON list of paths that begin with /"),
    ("gate_command", "", "a command of one line"),
    ("gate_command", "  ", "a command of one line"),
    ("gate_command", "one\ntwo", "a command of one line"),
    ("gate_command_timeout", "0", "1 to 3600 seconds"),
    ("verify", "sometimes", "auto, require or off"),
    ("verify_path", "health", "a path that begins with /"),
    ("verify_header", "x color", "a header's name, at most 40 characters"),
    ("release_header", "", "a header's name, at most 40 characters"),
    ("verify_timeout", "2h", "1 to 3600 seconds"),
    ("preview_header", "x:y", "a header's name, at most 40 characters"),
    ("preview_sources", "[]", "1 to 4 different networks"),
    ("stickiness", "2d", "up to 86400 seconds"),
    ("target_stickiness", "2d", "up to 86400 seconds"),
    ("client_keep_alive", "59", "60 to 604800 seconds"),
    ("notify", "https://hooks.example.com/x", "the ARN of an SNS topic that is not FIFO, or a command of one line"),
    ("allow_unready", "green", "COLOR@RELEASE, such as green@1.1.0"),
    ("skip_smoke", "red@1.0", "COLOR@RELEASE, such as green@1.1.0"),
    ("allow_repair", "50", "BLUE/GREEN, two weights from 0 to 999"),
    ("soak", "31d", "0 to 30 days, such as 90s, 15m, 24h or 7d"),
    ("min_targets", "0", "1 to 1000"),
    ("capacity_ratio", "11", "a decimal number, 0 to 10"),
    ("environments", '{"blue": "shop-blue"}', "both environments.blue and environments.green"),
]

BAD_ENVIRONMENT = [
    ("allow_live_change", "yes", "COLOR@RELEASE, such as green@1.1.0"),
    ("soak", "-1", "0 to 30 days"),
    ("min_targets", "1001", "1 to 1000"),
    ("capacity_ratio", "half", "a decimal number, 0 to 10"),
]


@pytest.mark.parametrize(
    ("stack", "texts", "bad"),
    [("router", ROUTER, bad) for bad in BAD_ROUTER] + [("blue", BLUE, bad) for bad in BAD_ENVIRONMENT],
)
def test_a_bad_setting_is_refused_once(stack: str, texts: dict[str, str], bad: tuple[str, str, str]) -> None:
    """The message names the value, what is allowed, and a command; nothing else is wrong."""
    key, text, allowed = bad
    problems = _problems(stack, {**texts, key: text})
    assert set(problems) == {key}
    assert problems[key].startswith(f"{key}: {text!r} is not allowed; ")
    assert allowed in problems[key]
    assert "Try: pulumi config set" in problems[key]
    assert problems[key].endswith(f"--stack {stack}")


@pytest.mark.parametrize("key", ["allow_unready", "skip_smoke", "allow_repair"])
def test_an_override_in_a_colors_file_is_refused(key: str) -> None:
    """It would do nothing there and look as if it did."""
    assert "belongs to the router" in _problems("blue", {**BLUE, key: "green@1.1.0"})[key]


def test_a_live_change_is_accepted_in_the_colors_file_alone() -> None:
    """The router replaces no fleet."""
    assert _environment(allow_live_change="blue@1.0.0").allow_live_change == "blue@1.0.0"
    texts = {**ROUTER, "allow_live_change": "blue@1.0.0"}
    assert "belongs to the environment" in _problems("router", texts)["allow_live_change"]


def test_the_colors_stacks_stand_beside_the_router() -> None:
    """A prefix makes another set."""
    assert _router("staging-router").environments == {Color.BLUE: "staging-blue", Color.GREEN: "staging-green"}


def test_a_router_by_another_name_must_name_the_colors_stacks() -> None:
    """The message says why, and how."""
    problem = _problems("edge", ROUTER)["environments"]
    assert problem.startswith("environments: is missing; this stack's name has no word router")
    assert problem.endswith("Try: pulumi config set --path environments.blue NAME --stack edge")
    named = json.dumps({"blue": "one", "green": "two"})
    assert _router("edge", environments=named).environments == {Color.BLUE: "one", Color.GREEN: "two"}


@pytest.mark.parametrize("names", [("one", "one"), ("router", "two"), ("one", "router")])
def test_three_stacks_have_three_names(names: tuple[str, str]) -> None:
    """No color shares its stack, neither with the other nor with the router."""
    text = json.dumps(dict(zip(("blue", "green"), names, strict=True)))
    assert ENVIRONMENTS.allowed in _problems("router", {**ROUTER, "environments": text})["environments"]


def test_target_stickiness_needs_stickiness() -> None:
    """AWS refuses the one without the other."""
    problem = _problems("router", {**ROUTER, "target_stickiness": "1h"})["target_stickiness"]
    assert "needs stickiness: AWS refuses one without the other" in problem
    assert "pulumi config set stickiness 1h" in problem
    assert _router(stickiness="1h", target_stickiness="60").target_stickiness == 60


def test_nothing_is_said_of_two_settings_of_which_one_is_bad() -> None:
    """Whether they fit together is asked once both are right."""
    texts = {**ROUTER, "stickiness": "long", "target_stickiness": "1h", "environments": "router", "soak": "x"}
    assert set(_problems("router", texts)) == {"stickiness", "environments", "soak"}


def test_a_router_that_is_gone_can_be_named() -> None:
    """`router: gone` is a way out when the router's stack is no more."""
    assert _environment(router="gone").router == "gone"

"""One look at everything that decides whether traffic may move, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from components.color import Color, describe, gains, gains_most, moved
from components.records.records import Records, read_records
from components.switch.color_health import ColorHealth, Fleet, look_at_color, look_at_fleets
from components.switch.concurrency import Before, Weights, conflict
from components.switch.ready_for_traffic import shortfalls, shortfalls_in_need
from components.switch.switching import Switching
from components.traffic import listener_weights


@dataclass(frozen=True)
class Verdict:
    """What one look found.

    `shortfalls` are reasons that time may cure, `conflicts` reasons that it can't; `notes` were accepted by an
    override, or are worth knowing. `health` holds the colors that were looked at.
    """

    weights: Weights
    records: Records
    health: Mapping[Color, ColorHealth] = field(default_factory=dict[Color, ColorHealth])
    shortfalls: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the traffic may move now."""
        return not self.shortfalls and not self.conflicts

    @property
    def moves(self) -> int:
        """Percent of the live traffic that the update moves."""
        return moved(self.weights.live, self.weights.declared)

    @property
    def target(self) -> Color:
        """The color that gains the most."""
        return gains_most(self.weights.live or self.weights.expected or {}, self.weights.declared)

    def describe(self) -> str:
        """What the update would do: share, colors, releases, weights, healthy of registered."""
        weights, target = self.weights, self.target
        health = "; ".join(f"{color.value} has {seen.describe()}" for color, seen in self.health.items())
        return (
            f"moves {self.moves} % of traffic from {self.records.named(target.other)} to {self.records.named(target)}:"
            f" live {describe(weights.live)}; declared {describe(weights.declared)}" + (f"; {health}" if health else "")
        )


def judge(
    switching: Switching,
    listener: str | None,
    before: Before,
    gaining: tuple[Color, ...],
    records: Records | None = None,
) -> Verdict:
    """Look once at all that matters to a move of traffic toward GAINING; the weights come last.

    LISTENER is its ARN, None where it is made; RECORDS, where they were read a moment ago, save a call. Where live
    differs from the state BEFORE, a color that gains by live is looked at as well. Raises one of `cloud.UNREACHABLE`
    when AWS can't be asked, DamagedRecordError, or MissingListenerError when the listener was deleted by hand.
    """
    records = records or read_records(switching.names, strict=False)
    fleets = look_at_fleets(records)
    health = {color: look_at_color(color, switching.target_groups[color], records, fleets) for color in gaining}
    live = dict.fromkeys(Color, 0) if listener is None else listener_weights(listener, switching.target_groups)
    weights = Weights(live, before.expected, switching.declared, before.held)
    named = records.active.color if records.active else None
    clash = conflict(
        weights,
        named,
        ours=lambda: switching.log.last().get("weights") == {color.value: live[color] for color in Color},
        allowed=switching.overrides.allow_repair,
        router=switching.router,
    )
    if weights.finished and listener is not None:
        lost = weights.expected is not None and dict(weights.expected) != dict(live)
        note = ("live is as declared already: this ends a switch whose end was lost",) if lost else ()
        return Verdict(weights, records, health, notes=note)
    # Who gains by the state but not by what is live is no matter of this move.
    health = {color: seen for color, seen in health.items() if gains(live, weights.declared, color)}
    for color in Color:
        if color not in health and gains(live, weights.declared, color):
            health[color] = look_at_color(color, switching.target_groups[color], records, fleets)
    lacking, notes = _readiness(switching, weights, records, health, fleets)
    marked, accepted = _marked_bad(switching, records, health)
    if clash is None and weights.expected is not None and dict(live) != dict(weights.expected):
        notes.append(f"allow_repair: live weights {describe(live)} were accepted as they are")
    clashes = (*([clash] if clash else []), *marked)
    return Verdict(weights, records, health, tuple(lacking), clashes, (*notes, *accepted))


def _readiness(
    switching: Switching,
    weights: Weights,
    records: Records,
    health: Mapping[Color, ColorHealth],
    fleets: Mapping[Color, Fleet],
) -> tuple[list[str], list[str]]:
    lacking: list[str] = []
    notes: list[str] = []
    for color, seen in health.items():
        found = _shortfalls(switching, weights, records, seen, fleets)
        if found and switching.overrides.accepts_unready(color, seen.release):
            accepted = switching.overrides.allow_unready
            notes.append(f"allow_unready: {accepted} was accepted although {'; '.join(found)}")
        elif found:
            lacking += [f"{color.value}: {reason}" for reason in found]
    return lacking, notes


def _marked_bad(
    switching: Switching, records: Records, health: Mapping[Color, ColorHealth]
) -> tuple[list[str], list[str]]:
    """What stands against a release that was rolled back once, and what an override accepts of it."""
    refused: list[str] = []
    accepted: list[str] = []
    for color in health:
        release = records.release(color)
        if records.active is None or not records.active.marks_bad(color, release):
            continue
        name = color.at(release)
        if switching.overrides.accepts_unready(color, release):
            accepted.append(f"allow_unready: {name} was accepted although it was rolled back and marked bad")
        elif not returns(switching, records, color):
            refused.append(
                f"{name} was rolled back and marked bad. Release another to {color.value}, or accept it as it is:"
                f" pulumi config set allow_unready {name} --stack {switching.router}"
            )
    return refused, accepted


def _shortfalls(
    switching: Switching, weights: Weights, records: Records, seen: ColorHealth, fleets: Mapping[Color, Fleet]
) -> list[str]:
    source = weights.source(seen.color)
    busy = under_way(records, seen.color)
    live_fleet = fleets.get(source) if source else None
    way_back = returns(switching, records, seen.color)
    # A listener that stands has both target groups in it: there, a target that is not checked is not ready.
    checked = weights.expected is not None
    # Without a record of the live color its targets tell how much there is to take over.
    live = _live(switching, source, records, fleets) if live_fleet is None else None
    in_service = live_fleet.in_service if live_fleet else live.healthy if live else 0
    strict = shortfalls(seen, in_service, switching.need, checked=checked)
    if not strict or busy:
        return busy + strict
    live = live or _live(switching, source, records, fleets)
    if live is None or way_back or not live.all_healthy or live.healthy < switching.need.min_targets:
        return shortfalls_in_need(seen, live.healthy if live else 0, switching.need, checked=checked)
    return strict


def under_way(records: Records, color: Color) -> list[str]:
    """The one reason that RECORDS hold against a move to COLOR: a deployment or teardown that has begun."""
    intent = records.open_intent(color)
    return [f"{intent.describe()} is under way"] if intent else []


def _live(
    switching: Switching, source: Color | None, records: Records, fleets: Mapping[Color, Fleet]
) -> ColorHealth | None:
    return look_at_color(source, switching.target_groups[source], records, fleets) if source else None


def returns(switching: Switching, records: Records, color: Color) -> bool:
    """Whether traffic to COLOR is a rollback, also of a switch that was not finished, or a canary's end.

    Back to a color that somebody rescued the traffic from, which `allow_repair` lets pass, is neither.
    """
    active = records.active
    if active is None:
        return False
    named = active.color is color and switching.overrides.allow_repair is None
    return named or active.is_way_back(color, records.release(color))


def look_is_bootstrap(switching: Switching) -> bool:
    """Whether neither color has a target yet: the router's very first update.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    return not any(
        look_at_color(color, target_group, Records(), {}).registered
        for color, target_group in switching.target_groups.items()
    )

"""A picture of a set as a table and a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from components.color import Color
from ops.durations import moment, span

if TYPE_CHECKING:
    from ops.picture import Capacity, ColorPicture, Lock, Picture, Rollback

COLUMNS = ("color", "role", "release", "healthy", "in service", "live", "declared", "since")
STYLES = {Color.BLUE: "blue", Color.GREEN: "green"}
GOOD, BAD = "green", "bold red"


def render(picture: Picture) -> Group:
    """PICTURE for a terminal."""
    table = Table(title=f"{picture.router}  {picture.url}", title_justify="left")
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for color, each in picture.colors.items():
        table.add_row(*_cells(picture, each), style=STYLES[color])
    return Group(table, *lines(picture))


def lines(picture: Picture) -> list[Text]:
    """What stands below the table, one line each."""
    told = [_soak(picture), _rollback(picture.rollback), _locks(picture.locks)]
    told += [Text(f"under way: {each.under_way}") for each in picture.colors.values() if each.under_way]
    told += [Text(f"no stack: {each.stack} does not exist", BAD) for each in picture.colors.values() if not each.exists]
    if picture.bad_releases:
        told.append(Text(f"marked bad: {', '.join(picture.bad_releases)}", BAD))
    told += [Text(f"drift: {each}", BAD) for each in picture.drift]
    return told


def _cells(picture: Picture, each: ColorPicture) -> list[str]:
    # How long ago, so that the table fits into 80 columns; `--json` has the moment.
    since = f"{span((picture.taken - each.since).total_seconds())} ago" if each.since else "never"
    return [
        each.color.value,
        each.role,
        _release(each),
        _health(each),
        _capacity(each.capacity, parked=each.parked),
        str(each.live),
        str(each.declared),
        since,
    ]


def _release(each: ColorPicture) -> str:
    runs = each.release or "none"
    if each.declared_release is None or each.declared_release == each.release:
        return runs
    return f"{runs} (declared {each.declared_release})"


def _health(each: ColorPicture) -> str:
    others = "; ".join(f"{count} {state}" for state, count in sorted(each.not_healthy.items()))
    return f"{each.healthy} of {each.registered}" + (f": {others}" if others else "")


def _capacity(capacity: Capacity, *, parked: bool) -> str:
    if parked:
        return "parked"
    limits = "" if capacity.minimum is None else f", {capacity.minimum} to {capacity.maximum}"
    return f"{capacity.in_service} (of {capacity.desired}{limits})"


def _soak(picture: Picture) -> Text:
    soak = picture.soak
    if soak is None:
        return Text("soak: none")
    left = span((soak.until - picture.taken).total_seconds())
    return Text(f"soak: {soak.color.value} must stay until {moment(soak.until)} ({left} left): {soak.reason}")


def _rollback(rollback: Rollback) -> Text:
    if rollback.color is None:
        return Text(f"rollback: {'; '.join(rollback.reasons)}")
    to = f"rollback to {rollback.color.value}" + (f" ({rollback.release})" if rollback.release else "")
    if rollback.reasons:
        return Text(f"{to}: not possible: {'; '.join(rollback.reasons)}", BAD)
    about = "no switch on record says how long" if rollback.seconds is None else f"about {span(rollback.seconds)}"
    return Text(f"{to}: possible, {rollback.healthy} of {rollback.registered} healthy, {about}", GOOD)


def _locks(locks: tuple[Lock, ...] | None) -> Text:
    if locks is None:
        return Text("locks: this backend does not tell")
    if not locks:
        return Text("locks: none")
    held = "; ".join(
        f"{lock.stack} by {lock.holder}" + (f" since {moment(lock.since)}" if lock.since else "") for lock in locks
    )
    return Text(f"locks: {held}", "yellow")

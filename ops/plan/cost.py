"""What both colors cost by the hour: an estimate from a small price table, which anybody may replace by their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.guard.protection import Wanted
from ops.picture import IDLE
from ops.plan.report import Cost, Fleet
from ops.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.color import Color
    from ops.plan.compose import Facts
    from ops.plan.report import ColorPlan

TABLE = Path(__file__).parent / "prices.json"
"""The price table of this repository; it names its date and source."""

MONTH = 730
"""Hours, as AWS's own price calculator counts a month."""


@dataclass(frozen=True)
class Prices:
    """A price table: CURRENCY for one instance hour, by region and type, as of DATE by SOURCE."""

    date: str
    source: str
    currency: str
    regions: Mapping[str, Mapping[str, Decimal]]

    def hour(self, region: str, instance_type: str) -> Decimal | None:
        """One instance hour; None where the table does not tell."""
        return self.regions.get(region, {}).get(instance_type)


def read_prices(file: Path | None) -> Prices:
    """The prices in FILE (JSON: date, source, currency, regions), by default this repository's. Raises Problem."""
    place = file or TABLE
    try:
        found: Any = json.loads(place.read_text(), parse_float=Decimal, parse_int=Decimal)
        tables: dict[str, dict[str, Any]] = found["regions"]
        regions = {name: {each: _price(price) for each, price in table.items()} for name, table in tables.items()}
        return Prices(str(found["date"]), str(found["source"]), str(found["currency"]), regions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        what = f"the price table {place} can't be read: {error.__class__.__name__}: {error}"
        raise Problem(what, f"write it as {TABLE.name} of ops/plan is, or leave --prices out") from None


def cost_of(facts: Facts, colors: Sequence[ColorPlan], prices: Prices, region: str) -> Cost:
    """What COLORS cost after the change in REGION, by PRICES."""
    fleets = tuple(fleet for each in colors if (fleet := _fleet(facts, each, prices, region)))
    idle = next((each.color for each in colors if each.roles[1] == IDLE), None)
    return Cost(region, prices.currency, prices.date, prices.source, fleets, idle)


def _price(value: Any) -> Decimal:  # noqa: ANN401  any JSON
    if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
        raise ValueError(f"{value} is no price")
    return value


def _fleet(facts: Facts, each: ColorPlan, prices: Prices, region: str) -> Fleet | None:
    settings = facts.stacks.environments.get(each.color)
    if settings is None:
        return None
    preview, count = facts.previews.get(each.stack), _instances(facts, each)
    kind = (preview.instance_type if preview else None) or settings.instance_type
    price = prices.hour(region, kind)
    return Fleet(each.color, kind, count, None if price is None else price * count)


def _instances(facts: Facts, each: ColorPlan) -> int:
    fleet = facts.seen.fleets.get(each.color) if facts.seen else None
    capacity = facts.stacks.environments[each.color].capacity
    now = fleet.desired if fleet else 0
    if not each.touched:
        return now
    wanted = Wanted("", "", capacity.minimum, capacity.maximum, capacity.desired, each.parked[1])
    return wanted.capacity_after(now or capacity.minimum)


def colors_of(cost: Cost) -> dict[Color, Fleet]:
    """The fleets of COST by color."""
    return {each.color: each for each in cost.fleets}

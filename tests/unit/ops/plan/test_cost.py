"""The estimate of what both colors cost."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops.plan.cost import read_prices
from ops.plan.document import as_json
from ops.plan.report import Fleet
from ops.plan.told import cost_words
from ops.problem import Problem
from tests.unit.ops.plan.scene import a_report

if TYPE_CHECKING:
    from pathlib import Path


def test_the_table_names_its_date_and_source() -> None:
    """And has the default type."""
    prices = read_prices(None)
    assert prices.hour("us-east-1", "t3.micro") == Decimal("0.0104")
    assert prices.date.startswith("20")
    assert "https://aws.amazon.com/ec2/pricing" in prices.source


def test_both_colors_and_the_idle_one() -> None:
    """By the hour and the month, and said to be an estimate."""
    told = cost_words(a_report().cost)
    assert told.startswith("cost, an estimate: blue 2 x t3.micro, green 2 x t3.micro: 0.0416 USD an hour")
    assert "of which idle 0.0208 USD" in told
    assert "30.37 USD in 730 hours" in told
    assert as_json(a_report())["cost"]["hour"] == {"both": 0.0416, "idle": 0.0208}


def test_a_type_without_a_price_is_named() -> None:
    """With the way to give one, and no sum that would be wrong."""
    fleets = (Fleet(Color.BLUE, "x9.huge", 2, None), Fleet(Color.GREEN, "t3.micro", 2, Decimal("0.0208")))
    cost = replace(a_report().cost, fleets=fleets)
    assert cost_words(cost).endswith("the table has no price for x9.huge in us-east-1: --prices FILE")
    assert cost.both is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"date":1,"source":"","currency":"","regions":{"a":{"b":"c"}}}', '{"regions":{"a":{"b":-1.0}}}'],
)
def test_a_table_that_is_none_is_one_clear_message(text: str, tmp_path: Path) -> None:
    """With its name."""
    table = tmp_path / "prices.json"
    table.write_text(text)
    with pytest.raises(Problem, match=r"price table .*prices\.json can't be read"):
        read_prices(table)


def test_a_table_of_ones_own_counts(tmp_path: Path) -> None:
    """Whole numbers too."""
    table = tmp_path / "prices.json"
    mine = {"date": "2026-11-01", "source": "ours", "currency": "EUR", "regions": {"eu-west-1": {"t3.micro": 1}}}
    table.write_text(json.dumps(mine))
    prices = read_prices(table)
    assert (prices.hour("eu-west-1", "t3.micro"), prices.currency) == (Decimal(1), "EUR")
    assert prices.hour("us-east-1", "t3.micro") is None

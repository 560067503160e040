"""What clients saw, drawn."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.session.traffic import BARS, LEFT, RIGHT, TICK, TOP, WIDTH, Act, chart
from tests.unit.demo.session.drawn import shapes, size, text

COLORS = ("blue", "green", "failed")

COUNTS = st.lists(st.tuples(*[st.integers(0, 500)] * len(COLORS)), max_size=40)


def act(*counts: tuple[int, ...], marks: dict[float, str] | None = None) -> Act:
    """A run that begins at second 100, with COUNTS of blue, green and failed in each."""
    seconds = [{"second": 100 + at, **dict(zip(COLORS, each, strict=True))} for at, each in enumerate(counts)]
    return Act("a run", seconds, marks or {})


def test_each_bar_shows_the_shares_of_its_second() -> None:
    """Three of four blue, one green, in the first of two seconds."""
    figure = chart([act((30, 10, 0), (0, 40, 0))])
    (blue,) = shapes(figure, "rect", "blue")
    green = shapes(figure, "rect", "green")
    assert float(blue["height"]) == pytest.approx(BARS * 0.75, abs=0.1)
    assert [float(each["height"]) for each in green] == pytest.approx([BARS * 0.25, BARS], abs=0.1)
    assert float(green[1]["x"]) - float(green[0]["x"]) == pytest.approx((WIDTH - LEFT - RIGHT) / TICK, abs=0.1)


@given(COUNTS)
def test_the_bars_of_a_second_add_up_to_all_of_it(counts: list[tuple[int, ...]]) -> None:
    """And a second without answers has none."""
    heights: defaultdict[str, float] = defaultdict(float)
    bars = [bar for color in COLORS for bar in shapes(chart([act(*counts)]), "rect", color)]
    for bar in bars:
        heights[bar["x"]] += float(bar["height"])
        assert float(bar["y"]) >= TOP - 0.1
    assert len(heights) == sum(any(each) for each in counts)
    assert all(height == pytest.approx(BARS, abs=0.2) for height in heights.values())


def test_each_second_with_a_failure_is_marked() -> None:
    """However small its share."""
    figure = chart([act((500, 0, 0), (499, 0, 1), (0, 0, 3))])
    assert len(shapes(figure, "circle", "failed")) == 2
    assert "1,003 requests, 4 failed" in text(figure)


def test_a_step_stands_at_its_moment() -> None:
    """Half a second after the second of its bar began."""
    figure = chart([act(*[(1, 0, 0)] * TICK, marks={104.5: "50 %"})])
    (mark,) = shapes(figure, "path", "mark")
    assert mark["d"].startswith(f"M{LEFT + 4.5 * (WIDTH - LEFT - RIGHT) / TICK:.1f} ")
    assert "50 %" in text(figure)


def test_runs_share_one_scale_of_time_and_the_size_is_theirs_alone() -> None:
    """A short run beside a long one, and two of other lengths."""
    figure = chart([act(*[(1, 0, 0)] * 12), act((0, 1, 0))])
    (green,) = shapes(figure, "rect", "green")
    assert green["width"] == shapes(figure, "rect", "blue")[0]["width"]
    assert size(figure) == size(chart([act((1, 0, 0)), act()]))


def test_text_never_stands_on_the_page_itself() -> None:
    """Dark text on a dark page could not be read."""
    figure = chart([act((1, 0, 0))])
    (ground,) = shapes(figure, "rect", "page")
    assert f"0 0 {ground['width']} {ground['height']}" == size(figure)

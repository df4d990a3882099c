"""Bars as they are drawn: in proportion, inside their room, in numbers that SVG reads."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from console.charts import HEAD, HEIGHT, Amount, bar_chart

PARTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=24)


@given(PARTS)
def test_every_bar_stays_in_its_room(parts: list[tuple[int, int]]) -> None:
    chart = bar_chart([Amount(str(number), each) for number, each in enumerate(parts)])
    for bar, amount in zip(chart.bars, parts, strict=True):
        assert 0 <= float(bar.x.rstrip("%")) < 100
        assert float(bar.x.rstrip("%")) + float(bar.width.rstrip("%")) <= 100.01
        heights = [float(part.height) for part in bar.parts]
        assert len(heights) == sum(1 for each in amount if each)
        # Something that is hardly there is drawn all the same, a little over the longest bar.
        assert sum(heights) <= HEIGHT + 3
        assert all(float(part.y) >= HEAD - 3 for part in bar.parts)
        assert bool(bar.label) is any(amount)


def test_the_heights_are_in_proportion() -> None:
    whole, half = bar_chart([Amount("a", (6, 4)), Amount("b", (5, 0))]).bars
    assert sum(float(part.height) for part in whole.parts) == HEIGHT
    assert float(half.parts[0].height) == HEIGHT / 2
    assert [part.kind for part in whole.parts] == [1, 2]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_attributes_have_points_in_every_language(language: str) -> None:
    with override(language):
        chart = bar_chart([Amount("a", (1, 2)), Amount("b", (7, 1_000)), Amount("c", (0, 0))])
    for bar in chart.bars:
        assert "," not in bar.x + bar.width + bar.middle + bar.top
        assert all("," not in part.y + part.height for part in bar.parts)


def test_nothing_at_all_is_no_mistake() -> None:
    assert bar_chart([]).bars == []
    assert bar_chart([Amount("a", (0, 0))]).bars[0].parts == []

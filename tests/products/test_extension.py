"""The figures of extensions: each with its source, a wrong line named, the phases they give."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from products import domain_life as life
from products.catalog.extensions import Extension, extension_of, extensions, read_extensions
from products.catalog.tables import DATA, WrongFact

EXPIRY = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
PLAIN = Extension("com", grace=45, redemption=30, pending_delete=5)


def spoil(tmp_path: Path, before: str, after: str) -> tuple[Path, int]:
    """A copy of the facts with one line's words replaced, and that line's number."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = folder / "extensions.csv"
    lines = path.read_text().splitlines()
    (place,) = [place for place, line in enumerate(lines) if line.startswith(before)]
    lines[place] = lines[place].replace(before, after, 1)
    path.write_text("\n".join(lines))
    return folder, place + 1


def test_it_knows_the_extensions_with_their_sources() -> None:
    asked = {"ch", "li", "com", "net", "org", "eu", "de", "fr", "it", "at", "swiss", "io"}
    assert set(extensions()) == asked
    for each in extensions().values():
        figures = (each.grace, each.redemption, each.pending_delete, each.needs_code)
        assert bool(each.sources) == any(figure is not None for figure in figures)
        assert all(source.startswith("https://") for source in each.sources)


def test_it_finds_the_extension_of_a_name() -> None:
    assert extension_of("shop.alpine.EU").redemption == 40
    assert extension_of("alpine.example") == Extension("example")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("com,45,https", "com,4x,https", "grace must be a whole number"),
        ("com,45,https:", "com,45,http:", "grace_source must be an https address"),
        ("com,45,", "com,,", "grace_source stands there without a figure"),
        ("li,,,", "li,3,,", "grace_source is empty"),
        ("net,", "com,", "'com' stands there twice"),
        ("net,", ".net,", "extension must be letters without a dot"),
    ],
)
def test_it_says_which_line_is_wrong(tmp_path: Path, before: str, after: str, why: str) -> None:
    folder, number = spoil(tmp_path, before, after)
    with pytest.raises(WrongFact) as wrong:
        read_extensions(folder)
    assert str(wrong.value).startswith(f"extensions.csv, line {number}: ")
    assert why in str(wrong.value)


def test_it_leads_through_the_phases() -> None:
    found = life.phases(PLAIN, EXPIRY)
    assert [each.status for each in found] == list(life.ORDER)
    assert [each.does for each in found] == ["renew", "renew", "restore", "nothing", "nothing"]
    ends = [each.ends_at for each in found]
    days = [timedelta(days=each) for each in (0, 45, 75, 80)]
    assert ends == [*(EXPIRY + each for each in days), None]
    assert [each.begins_at for each in found[1:]] == ends[:-1]
    assert found[1].last_hour == EXPIRY + timedelta(days=45, hours=-1)


def test_it_changes_phase_with_the_first_instant() -> None:
    moment = timedelta(microseconds=1)
    assert life.phase_on(PLAIN, EXPIRY, EXPIRY - moment).status == life.ACTIVE
    assert life.phase_on(PLAIN, EXPIRY, EXPIRY).status == life.EXPIRED
    assert life.phase_on(PLAIN, EXPIRY, EXPIRY + timedelta(days=9999)).status == life.RELEASED


def test_it_leaves_out_a_phase_of_no_length() -> None:
    extension = Extension("eu", grace=0, redemption=40, pending_delete=0)
    statuses = [each.status for each in life.phases(extension, EXPIRY)]
    assert statuses == [life.ACTIVE, life.REDEMPTION, life.RELEASED]


@pytest.mark.parametrize(
    ("extension", "statuses", "is_open"),
    [
        (Extension("example"), ["active", "expired"], True),
        (Extension("fr", redemption=30), ["active", "redemption", "pending_delete"], True),
        (Extension("x", grace=9), ["active", "expired", "redemption"], True),
        (Extension("de", redemption=30, pending_delete=0), ["active", "redemption", "released"],
         False),
    ],
)  # fmt: skip
def test_it_counts_on_nothing_unknown(
    extension: Extension, statuses: list[str], is_open: bool
) -> None:
    found = life.phases(extension, EXPIRY)
    assert [each.status for each in found] == statuses
    assert found[-1].ends_at is None
    assert found[-1].is_open is is_open


def test_it_asks_for_days_in_the_zone() -> None:
    grace = life.phases(PLAIN, EXPIRY)[1]
    assert grace.first_day("UTC") == date(2026, 3, 28)
    assert grace.first_day("Asia/Tokyo") == date(2026, 3, 29)
    assert grace.last_day("UTC") == date(2026, 5, 12)
    # The evening before in UTC is the last day in Zurich, where the clocks went forward since.
    assert grace.last_day("Europe/Zurich") == date(2026, 5, 13)
    assert life.days_left(EXPIRY, EXPIRY - timedelta(hours=23), "UTC") == 1
    assert life.days_left(EXPIRY, EXPIRY - timedelta(hours=22), "UTC") == 0


@pytest.mark.parametrize(
    ("left", "by_hand", "by_itself"),
    [(61, None, None), (60, 60, None), (45, 60, None), (14, 14, None), (13, 14, None),
     (7, 7, 7), (5, 7, 7), (1, 1, 1), (0, 1, 1), (-1, None, None)],
)  # fmt: skip
def test_it_reminds_of_the_latest_step(
    left: int, by_hand: int | None, by_itself: int | None
) -> None:
    assert life.reminder_due(left, auto_renew=False) == by_hand
    assert life.reminder_due(left, auto_renew=True) == by_itself

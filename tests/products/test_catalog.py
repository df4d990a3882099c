"""The facts of the catalog, and the sentence about a line that cannot be true."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from products.catalog import words
from products.catalog.tables import DATA, WrongFact
from products.catalog.types import catalog, read_catalog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the facts, to be spoilt."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def spoil(folder: Path, name: str, before: str, after: str) -> int:
    """Replace a line's words; answers the line's number."""
    path = folder / name
    lines = path.read_text().splitlines()
    (number,) = [place for place, line in enumerate(lines) if before in line]
    lines[number] = lines[number].replace(before, after)
    path.write_text("\n".join(lines))
    return number + 1


def test_a_mail_service_is_put_in_maintenance_and_not_blocked() -> None:
    service = catalog().types["mail_service"]
    assert service.can("maintain")
    assert not service.can("block")
    assert catalog().types["domain"].can("block")


def test_the_warranty_is_for_the_types_that_may_have_it() -> None:
    have = {each.slug for each in catalog().types.values() if each.can("warranty")}
    assert have == {
        "domain",
        "web_hosting",
        "mail_service",
        "cloud_server",
        "backup",
        "drive",
        "certificate",
    }


def test_a_suite_stays_where_it_is() -> None:
    assert not catalog().types["suite"].can("move")


def test_every_type_has_its_place_in_the_sidebar() -> None:
    found = [each.slug for group in words.CATEGORIES for each in catalog().types_of(group)]
    assert found == list(catalog().types)


def test_an_ability_that_is_none_is_loud() -> None:
    with pytest.raises(LookupError):
        catalog().types["domain"].can("fly")


@pytest.mark.parametrize(
    ("name", "before", "after", "why"),
    [
        ("types.csv", "domain,web,globe", "domain,wep,globe", "category says 'wep'"),
        ("types.csv", "domain,web,globe", "domain,web,glob", "icon says 'glob'"),
        ("types.csv", "block renew warranty restore move", "block fly", "abilities says 'fly'"),
        ("types.csv", "maintain renew", "maintain block renew", "not blocked (G3.7)"),
        ("types.csv", "ftp mysql ssh webdav", "ftp ftp", "says a word twice"),
        ("types.csv", "drive,collaboration", "drivel,collaboration", "has no words"),
        ("types.csv", "drive,collaboration", "suite,collaboration", "stands there twice"),
        ("types.csv", "type,category,icon", "type,icon,category", "the columns must be"),
        ("types.csv", "drive,collaboration,folder", "drive,folder", "5 words for 6 columns"),
        ("statuses.csv", "released,delete,ink", "released,star,ink", "shape says 'star'"),
        ("statuses.csv", "released,delete,ink", "released,delete,pink", "tone says 'pink'"),
        ("identifiers.csv", "ftp,folder", "ftp,", "icon is empty"),
    ],
)
def test_it_names_the_file_and_the_line(
    folder: Path, name: str, before: str, after: str, why: str
) -> None:
    number = spoil(folder, name, before, after)
    with pytest.raises(WrongFact) as told:
        read_catalog(folder)
    assert str(told.value).startswith(f"{name}, line {number}: ")
    assert why in str(told.value)


def test_it_misses_a_line_that_has_words(folder: Path) -> None:
    spoil(folder, "identifiers.csv", "webdav,cloud", "")
    with pytest.raises(WrongFact, match="no line for webdav"):
        read_catalog(folder)


def test_it_says_when_a_file_is_gone_or_no_text(folder: Path) -> None:
    (folder / "types.csv").write_bytes(b"type,\xff\n")
    with pytest.raises(WrongFact, match=r"types\.csv cannot be read"):
        read_catalog(folder)
    (folder / "types.csv").unlink()
    with pytest.raises(WrongFact, match=r"types\.csv cannot be read"):
        read_catalog(folder)

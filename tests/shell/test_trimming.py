"""Pages come without the indentation of their files; letters stay as they are written."""

from __future__ import annotations

from pathlib import Path

from django.template import Engine, Origin

from console.shell.trimming import Loader

WRITTEN = "<b>a</b>\n    <i>b  c</i>\n\n\td\n"


def _read(folder: Path, name: str, written: str = WRITTEN) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written)
    loader = Loader(Engine(), [folder])
    return loader.get_contents(Origin(str(file), name, loader))


def test_it_drops_the_indentation_of_a_page_and_nothing_else(tmp_path: Path) -> None:
    assert _read(tmp_path, "orgs/page.html") == "<b>a</b>\n<i>b  c</i>\nd\n"


def test_it_leaves_letters_and_plain_texts_alone(tmp_path: Path) -> None:
    assert _read(tmp_path, "letters/orgs/page.html") == WRITTEN
    assert _read(tmp_path, "orgs/page.txt") == WRITTEN


def test_it_joins_what_prints_nothing_and_what_belongs_to_one_tag(tmp_path: Path) -> None:
    written = (
        '<b>a\n  {% if b %}\n    <i class="c"\n       id="d">\n      {% icon "e" %}\n    </i>\n'
        "  {% endif %}\n  f</b>\n"
    )
    assert _read(tmp_path, "page.html", written) == (
        '<b>a\n{% if b %}<i class="c" id="d">\n{% icon "e" %}\n</i>\n{% endif %}f</b>\n'
    )


def test_it_drops_the_ends_of_lines_beside_blocks(tmp_path: Path) -> None:
    written = "<ul>\n  <li>\n    a\n    <b>b</b>\n    <i>c</i>\n  </li>\n</ul>\n<a>d</a>\n"
    assert _read(tmp_path, "page.html", written) == (
        "<ul><li>a\n<b>b</b>\n<i>c</i></li></ul><a>d</a>\n"
    )

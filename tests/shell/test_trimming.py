"""Pages come without the indentation of their files; letters stay as they are written."""

from __future__ import annotations

from pathlib import Path

from django.template import Engine, Origin

from console.shell.trimming import Loader

WRITTEN = "<ul>\n    <li>a  b</li>\n\n\t</ul>\n"


def _read(folder: Path, name: str) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(WRITTEN)
    loader = Loader(Engine(), [folder])
    return loader.get_contents(Origin(str(file), name, loader))


def test_it_drops_the_indentation_of_a_page_and_nothing_else(tmp_path: Path) -> None:
    assert _read(tmp_path, "orgs/page.html") == "<ul>\n<li>a  b</li>\n</ul>\n"


def test_it_leaves_letters_and_plain_texts_alone(tmp_path: Path) -> None:
    assert _read(tmp_path, "letters/orgs/page.html") == WRITTEN
    assert _read(tmp_path, "orgs/page.txt") == WRITTEN

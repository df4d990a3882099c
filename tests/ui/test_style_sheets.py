"""Colors and sizes stand in one file; every file of the style sheet is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from console.shell.assets import style_sheet

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
SOURCES = sorted(FOLDER.rglob("*.css"))
COLOR = re.compile(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(")
SIZE = re.compile(r"(?<![\w.-])\d*\.?\d+(?:px|rem|pt|cm|mm)\b")
# What decides about a layout cannot be a custom property; it stands before the brace.
CONDITION = re.compile(r"@(?:media|container|supports)[^{]*\{")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize(
    "source", [path for path in SOURCES if path.name != "tokens.css"], ids=lambda path: path.stem
)
def test_it_names_no_color_or_size_outside_the_tokens(source: Path) -> None:
    css = CONDITION.sub("{", COMMENT.sub("", source.read_text(encoding="utf-8")))
    css = css.replace("color-mix(in oklch", "color-mix(in")
    assert COLOR.findall(css) == []
    assert SIZE.findall(css) == []


def test_it_finds_a_color_and_a_size_where_they_are() -> None:
    tokens = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    assert COLOR.search(tokens)
    assert SIZE.search(tokens)


def test_it_uses_every_file_once() -> None:
    imported = re.findall(r'@import "([^"]+)"', (FOLDER / "app.css").read_text(encoding="utf-8"))
    there = {str(path.relative_to(FOLDER)) for path in SOURCES} - {"app.css"}
    assert sorted(imported) == sorted(there)


def test_it_is_one_sheet_with_its_layers_in_order() -> None:
    css = style_sheet()
    assert "@import" not in css
    layers = re.findall(r"@layer (\w+)\{", css)
    order = ["reset", "tokens", "base", "layout", "components", "utilities"]
    assert sorted(set(layers), key=layers.index) == order
    assert css.count("{") == css.count("}")


def test_it_leaves_strings_as_they_are() -> None:
    """Space between marks goes, space within quotes stays."""
    quoted = re.compile(r'"[^"]*"')
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "app.css")
    without_comments = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    assert sorted(quoted.findall(style_sheet())) == sorted(quoted.findall(without_comments))


def test_it_knows_every_token_it_uses() -> None:
    css = style_sheet()
    made = set(re.findall(r"(--[\w-]+):", css))
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= made

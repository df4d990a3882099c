"""Every string that a person reads passes gettext, in templates and in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_architecture import SOURCES, TEMPLATES, name_of

# The same in every language: names of formats and headers, a class of a style sheet.
UNTRANSLATED = re.compile(r"^(CSV|Message-ID|wide)$")
_TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%\s*comment\b.*?endcomment\s*%\}",
    re.S,
)
_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_ATTRIBUTES = re.compile(r'\s(?:aria-label|placeholder|title|alt|data-wait)="([^"]*)"')
_MARKUP = re.compile(r"<!--.*?-->|<(?P<tag>script|style|code|kbd)\b.*?</(?P=tag)>|<[^>]*>", re.S)


def words_of(template: str, *, is_html: bool) -> list[str]:
    """What a person would read of it that no translation reaches."""
    text = _TAGS.sub(" ", _TRANSLATED.sub(" ", template))
    found = [each for each in _ATTRIBUTES.findall(text)] if is_html else []
    body = _MARKUP.sub("\n", text) if is_html else text
    lines = re.sub(r"&#?\w+;", " ", "\n".join([*found, body])).split("\n")
    pieces = [line.strip() for line in lines]
    return [
        piece
        for piece in pieces
        if re.search(r"[^\W\d_]{2,}", piece) and not UNTRANSLATED.match(piece)
    ]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('<p>{% translate "Save" %}</p>', []),
        ("<p>Save it</p>", ["Save it"]),
        ('<a aria-label="Close {{ name }}">x</a>', ["Close"]),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %} {{ name }} · 12", []),
    ],
)
def test_it_finds_words_without_a_translation(template: str, words: list[str]) -> None:
    assert words_of(template, is_html=True) == words


def test_every_string_of_a_template_can_be_translated() -> None:
    wrong = [
        f"{name_of(path)}: {words}"
        for path in TEMPLATES
        # The style guide shows invented content, for whoever builds pages.
        if "styleguide" not in path.parts
        and (words := words_of(path.read_text(), is_html=path.suffix == ".html"))
    ]
    assert wrong == []


# What people read: the argument of these is a sentence, and must come out of gettext.
_SPEAKING = {
    "Refused": 0, "Overtaken": 0, "Forbidden": 0, "Limited": 0, "ValidationError": 0,
    "PermissionDenied": 0,
    "success": 1, "error": 1, "warning": 1, "info": 1, "toast": 1, "add_error": 1,
}  # fmt: skip
_SPEAKING_WORDS = {"label", "help_text", "empty_label", "verbose_name"}
_LOGGERS = {"logger", "log", "logging", "structlog"}


def test_every_string_of_the_code_that_people_read_can_be_translated() -> None:
    wrong = []
    for path in SOURCES:
        if "commands" in path.parts or path.name == "supervisor.py":
            continue  # what a terminal says is English
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                wrong += [
                    f"{name_of(path)}:{node.lineno} {ast.unparse(bare)}" for bare in _bare(node)
                ]
    assert wrong == []


def _bare(call: ast.Call) -> Iterator[ast.expr]:
    """Strings of words given where a sentence for a person belongs."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    owner = getattr(getattr(call.func, "value", None), "id", "")
    spoken = []
    place = _SPEAKING.get(name)
    if place is not None and owner not in _LOGGERS and len(call.args) > place:
        spoken.append(call.args[place])
    spoken += [each.value for each in call.keywords if each.arg in _SPEAKING_WORDS]
    for each in spoken:
        is_text = isinstance(each, ast.JoinedStr) or (
            isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
        )
        if is_text:
            yield each


def test_every_error_message_of_a_field_can_be_translated() -> None:
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "error_messages":
                values = node.value.values if isinstance(node.value, ast.Dict) else []
                wrong += [
                    f"{name_of(path)}:{value.lineno}"
                    for value in values
                    if isinstance(value, ast.Constant)
                ]
    assert wrong == []

"""No template brings a script, a style or another host into a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates"
# Letters are e-mail: mail programs read styles only where they stand.
TEMPLATES = [path for path in sorted(FOLDER.rglob("*.html")) if "letters" not in path.parts]
FORBIDDEN = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\ssrc=)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an htmx script": r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:|\bhx-headers\b|javascript:",
    "another host": r"""(?:src|href|action|hx-\w+)\s*=\s*["'](?:https?:)?//""",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_it_has_nothing_that_runs(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(encoding="utf-8"))
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)] == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("an inline style", '<p style="color: red">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an event attribute", '<img src="x" onerror="alert(1)">'),
        ("an htmx script", '<div hx-on:click="alert(1)">'),
        ("another host", '<img src="//elsewhere.example/x.png">'),
    ],
)
def test_it_would_see_each_of_them(what: str, markup: str) -> None:
    assert re.search(FORBIDDEN[what], markup, re.I)

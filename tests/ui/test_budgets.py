"""What a page may weigh: the style sheet and our own script."""

from __future__ import annotations

import gzip
from pathlib import Path

from django.conf import settings

from console.shell.assets import style_sheet
from console.shell.icons import sprite

KIB = 1024
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"


def test_it_keeps_the_style_sheet_small() -> None:
    css = style_sheet().encode()
    assert len(css) <= 50 * KIB
    assert len(gzip.compress(css)) <= 10 * KIB


def test_it_keeps_our_scripts_small() -> None:
    assert sum(script.stat().st_size for script in SCRIPTS.rglob("*.js")) <= 20 * KIB


def test_it_keeps_the_drawings_small() -> None:
    assert len(gzip.compress(sprite().encode())) <= 6 * KIB

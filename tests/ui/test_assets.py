"""The made files are found like any other, and get their hashed names in production."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from console.shell.assets import style_sheet
from console.shell.htmx import htmx_script
from console.shell.icons import sprite


@pytest.mark.parametrize(
    ("name", "make"), [("regie.css", style_sheet), ("icons.svg", sprite), ("htmx.js", htmx_script)]
)
def test_it_finds_the_file_with_what_is_in_force(name: str, make: Any) -> None:
    found = finders.find(name)
    assert found is not None
    Path(found).write_text("old", encoding="utf-8")
    assert Path(finders.find(name) or "").read_text(encoding="utf-8") == make()


@pytest.mark.slow
def test_it_is_hashed_and_compressed_for_production(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    for name in ("regie.css", "icons.svg", "htmx.js", "js/console.js", "favicon.svg"):
        hashed = names[name]
        assert hashed != name
        assert (tmp_path / hashed).exists()
        assert (tmp_path / f"{hashed}.gz").exists() or name == "favicon.svg"


def test_it_is_served_with_its_type(client: Client) -> None:
    for name, kind in (("regie.css", "text/css"), ("icons.svg", "image/svg+xml")):
        response = client.get(f"/static/{name}")
        assert response.status_code == 200
        assert response["Content-Type"].startswith(kind)

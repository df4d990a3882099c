"""Three static files that are put together when they are asked for, not kept in the repository.

`regie.css` is `static/css/app.css` with its imports in place: one request instead of thirty.
`icons.svg` is the sprite of `console.shell.icons`, `htmx.js` the script of `console.shell.htmx`.
`collectstatic` finds them like any other file, so they get hashed names and compression.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from console.shell.htmx import SCRIPT, htmx_script
from console.shell.icons import SPRITE, sprite

STYLE_SHEET = "regie.css"
SOURCE = Path(settings.BASE_DIR) / "static" / "css"
_IMPORT = re.compile(r'@import "(?P<file>[\w/-]+\.css)" layer\((?P<layer>\w+)\);\n')
# What may stand around punctuation without meaning anything, unless it stands in a string.
_SPACE = re.compile(r'("[^"]*")|\s*([{};,])\s*')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def style_sheet() -> str:
    """Every style sheet of `app.css`, in order and layer, without comments and idle space."""

    def content(match: re.Match[str]) -> str:
        css = (SOURCE / match["file"]).read_text(encoding="utf-8")
        return f"@layer {match['layer']} {{\n{css}}}\n"

    text = _IMPORT.sub(content, (SOURCE / "app.css").read_text(encoding="utf-8"))
    text = _SPACE.sub(lambda match: match[1] or match[2], _COMMENT.sub("", text))
    return re.sub(r"\n\s+", "\n", text)


class MadeFilesFinder(BaseFinder):
    """Finds these files; makes them, in the data folder, at the first question."""

    made: ClassVar[dict[str, Callable[[], str]]] = {
        STYLE_SHEET: style_sheet,
        SPRITE: sprite,
        SCRIPT: htmx_script,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.DATA_DIR) / "assets"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing can be set up wrongly here."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of a made file, or an empty list."""
        if path not in self.made:
            return []
        found = str(self._make(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """All of them, freshly made."""
        storage = FileSystemStorage(location=self.folder)
        storage.prefix = ""  # type: ignore[attr-defined]  # collectstatic reads it
        for name in self.made:
            self._make(name)
            yield name, storage

    def _make(self, name: str) -> Path:
        """Write the file where it is missing or old; whole or not at all, also for two at once."""
        target, content = self.folder / name, self.made[name]()
        if not target.exists() or target.read_text(encoding="utf-8") != content:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(content)
            os.chmod(draft, 0o644)
            os.replace(draft, target)
        return target

"""Templates without their indentation: nobody reads it in a page, and every page carries it.

Only the white space that begins a line of a page's template goes, and lines that are empty; a
browser shows neither. Values are not touched, and letters are left as they are written.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{2,}")


class Loader(FilesystemLoader):
    """Reads a template from the templates' folder, trimmed."""

    def get_contents(self, origin: Origin) -> str:
        """The template's text; raises TemplateDoesNotExist like any loader."""
        text: str = super().get_contents(origin)
        name = str(origin.template_name)
        if not name.endswith(".html") or name.startswith("letters/"):
            return text
        return _EMPTY_LINES.sub("\n", _INDENTATION.sub("", text))

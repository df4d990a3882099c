"""Templates without their indentation: nobody reads it in a page, and every page carries it.

What goes is the white space that begins a line of a page's template, lines that are empty, and the
end of a line that holds nothing but a tag which prints nothing, or that lies beside a block;
attributes that begin a line follow a space. A browser shows none of it. Values are not touched, and
letters are left as they are written.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{2,}")
_SILENT = (
    "block|capture|elif|else|empty|endblock|endcapture|endfor|endif|endonce|endpartialdef|endwith|"
    "extends|for|if|include|load|once|partialdef|with"
)
# The line before keeps its end, and so does what is included: words on both sides stay apart.
_SAYS_NOTHING = (
    rf"\{{%\s*(?:{_SILENT})\b[^%\n]*%\}}|\{{%\s*url [^%\n]* as \w+\s*%\}}|\{{#[^\n]*?#\}}"
)
_SILENT_LINES = re.compile(rf"^((?:{_SAYS_NOTHING})+)\n", re.MULTILINE)
# Nothing between these and what stands beside them is ever shown.
_BLOCK = (
    r"</?(?:body|caption|div|dl|form|h[1-6]|head|header|hr|html|li|link|main|meta|nav|ol|option|p|"
    r"script|section|table|tbody|template|thead|title|tr|ul)\b"
)
_AROUND_BLOCKS = re.compile(rf"\n(?={_BLOCK})|({_BLOCK}[^<>]*>)\n")
_ATTRIBUTES = re.compile(r'\n(?=[a-z][a-z-]*="|data-[a-z-]+[ >\n])')


class Loader(FilesystemLoader):
    """Reads a template from the templates' folder, trimmed."""

    def get_contents(self, origin: Origin) -> str:
        """The template's text; raises TemplateDoesNotExist like any loader."""
        text: str = super().get_contents(origin)
        name = str(origin.template_name)
        if not name.endswith(".html") or name.startswith("letters/"):
            return text
        text = _EMPTY_LINES.sub("\n", _INDENTATION.sub("", text))
        text = _ATTRIBUTES.sub(" ", _SILENT_LINES.sub(r"\1", text))
        return _AROUND_BLOCKS.sub(r"\1", text)

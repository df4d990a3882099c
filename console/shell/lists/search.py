"""What a person typed into a list's search box, made safe to look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

MIN_LENGTH = 2
MAX_LENGTH = 100
MAX_WORDS = 6

_UNWANTED = {"Cc", "Cs"}


@dataclass(frozen=True, slots=True)
class Search:
    """One search box over one stored text column.

    `column` holds everything that should be found, copied there when the row is written, so that
    one index (trigrams of its upper case, where pg_trgm exists) answers. `label` says what the
    box looks through. `fold` is what the writer of the column did to the text (case, accents):
    the same is done to what was typed.
    """

    column: str
    label: Text
    fold: Callable[[str], str] = str
    min_length: int = MIN_LENGTH

    def condition(self, text: str) -> Q:
        """Rows that contain every word; LIKE's own signs are escaped by `icontains`."""
        condition = Q()
        for word in self.fold(text).split(" ")[:MAX_WORDS]:
            condition &= Q(**{f"{self.column}__icontains": word})
        return condition

    def hint(self) -> str:
        """What to tell somebody who typed too little."""
        return ngettext(
            "Type at least %(count)d character.",
            "Type at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}


def clean(text: str) -> str:
    """The text without control characters, composed, single-spaced, at most MAX_LENGTH long."""
    spaced = re.sub(r"\s+", " ", text[: MAX_LENGTH * 4])
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _UNWANTED)
    return unicodedata.normalize("NFC", kept).strip()[:MAX_LENGTH].strip()

"""Short forms of names."""

from __future__ import annotations

import unicodedata


def initials(name: str) -> str:
    """At most two letters of a name, first and last word; an e-mail address gives one or two.

    Whatever is no letter or digit at the start of a word is passed over; a name without any
    gives a question mark.
    """
    words = name.partition("@")[0].replace(".", " ").replace("-", " ").split()
    firsts = [letter for word in words if (letter := _first_letter(word))]
    if not firsts:
        return "?"
    return firsts[0] if len(firsts) == 1 else firsts[0] + firsts[-1]


def _first_letter(word: str) -> str:
    for character in unicodedata.normalize("NFC", word):
        if character.isalnum():
            return character.upper()[:1]
    return ""

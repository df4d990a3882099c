"""A language that nobody speaks: English with accents, two fifths longer, between brackets.

Whoever reads a page in it sees at once what gettext does not reach (it has no accents), which
sentence was glued from parts (it has several pairs of brackets), and which layout is too tight
for a language with longer words. For tests and developers only: `PSEUDO_LANGUAGE=1`.

The texts are made as they are asked for, from the English ones; no catalog is kept anywhere.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

from django.utils.translation import trans_real

# The region that CLDR keeps for pseudo-accents.
CODE = "en-xa"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
_CONTEXT_END = "\x04"
_ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
# What a program puts something into, or reads as markup, stays as it is.
_KEPT = re.compile(
    r"%\(\w+\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|%[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]"
    r"|\{[\w.!:\[\]]*\}|<[^<>]*>|&#?\w+;"
)
_WORD = re.compile(r"[A-Za-z]+")


def pseudo(text: str) -> str:
    """`text` as the language has it; placeholders, tags and entities untouched.

    A text without a letter (a sign, a placeholder alone) stays as it is.
    """
    text = text.rpartition(_CONTEXT_END)[2]
    if not _WORD.search(_KEPT.sub("", text)):
        return text
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_accented(text[end : kept.start()]), kept.group()]
        end = kept.end()
    parts.append(_accented(text[end:]))
    # Space around a sentence belongs to the page, not to the sentence.
    inside = "".join(parts)
    core = inside.strip()
    begin = inside.index(core)
    return f"{inside[:begin]}{OPEN}{core}{CLOSE}{inside[begin + len(core) :]}"


def _accented(text: str) -> str:
    return _WORD.sub(lambda word: _longer(word.group()).translate(_ACCENTS), text)


def _longer(word: str) -> str:
    """Each word grows by itself, since long words are what breaks a layout."""
    more = round(len(word) * LONGER + 0.49)
    grown = []
    for letter in word:
        is_vowel = letter in "aeiouAEIOU"
        grown.append(letter + letter.lower() if is_vowel and more > 0 else letter)
        more -= is_vowel
    return "".join(grown) + grown[-1][-1].lower() * max(0, more)


class PseudoTranslation(NullTranslations):
    """Stands where Django keeps the catalog of a language."""

    def language(self) -> str:
        """As `DjangoTranslation` says it."""
        return CODE

    def to_language(self) -> str:
        """What `get_language()` answers while it is active."""
        return CODE

    def gettext(self, message: str) -> str:
        """Any text whatever, whether a program marked it or a library."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The English singular or plural, accented."""
        return pseudo(msgid1 if n == 1 else msgid2)


def install() -> None:
    """Make Django speak it from now on, wherever `CODE` is the language of somebody."""
    trans_real._translations[CODE] = PseudoTranslation()  # type: ignore[attr-defined]

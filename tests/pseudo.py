"""The pseudo-language in tests: speaking it, and finding what is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import Page
from pytest_django import Settings

from console.shell import pseudo
from console.shell.pseudo import CLOSE, CODE, OPEN

# The same in every language: names of things and formats, addresses, hours, numbers of versions.
THE_SAME = re.compile(
    r"<[^<>]*>|\b(?:Regie|CSV|SMS|UTC|IP|Message-ID)\b"
    r"|\b[\w.+-]+@[\w.-]+\b|https?://\S+"
    r"|\b[A-Z]\w+(?:/[A-Z][\w -]+)+|\b[0-9a-f]{6,}\b|\b\d{1,2}:\d{2}\b"
    r"|\b[a-z0-9]+\.[a-z]+\.[a-z_]+(?= |$)"
)
_INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_WORD = re.compile(r"[^\W\d_]{2,}")

# All texts of a page, a block at a time, whether they can be seen now or not; then what is said
# in attributes. Initials stand for a name, keys and code for what is typed.
TEXTS = """() => {
    const silent = "script, style, svg, .avatar, .mark, kbd, code, pre, iframe, [translate=no]";
    const blocks = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.data.trim() || node.parentElement.closest(silent)) continue;
        let block = node.parentElement;
        while (block.parentElement && /^(inline|contents)$/.test(getComputedStyle(block).display))
            block = block.parentElement;
        blocks.set(block, `${blocks.get(block) || ""} ${node.data}`);
    }
    const said = [...blocks.values(), document.title];
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
        for (const name of ["aria-label", "title", "placeholder", "alt"])
            if (element.getAttribute(name)) said.push(element.getAttribute(name));
    return said;
}"""


def speak(settings: Settings) -> None:
    """Until the end of the test the console knows this language alone."""
    settings.LANGUAGES = [(CODE, pseudo.pseudo("Accents"))]
    pseudo.install()


def unmarked(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """What is left of the texts without what is marked and what somebody typed."""
    known = sorted({each for each in data if each}, key=len, reverse=True)
    left = []
    for text in texts:
        rest, before = " ".join(text.split()), ""
        while rest != before:
            rest, before = _INNERMOST.sub(" ", rest), rest
        rest = THE_SAME.sub(" ", rest)
        # Nearly every text ends here: hundreds of names need not be looked for in what is empty.
        if not _WORD.search(rest):
            continue
        for each in known:
            rest = rest.replace(each, " ")
        if _WORD.search(rest):
            left.append(rest.strip())
    return list(dict.fromkeys(left))


def unmarked_on(page: Page, data: Iterable[str]) -> list[str]:
    """The same for the page that is open."""
    return unmarked(page.evaluate(TEXTS), data)

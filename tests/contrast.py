"""Contrast of every text, judged by axe once for each look instead of once for each text.

Three quarters of axe's time go into contrast, and a page of fifty rows says the same fifty
times. A look is all that decides: the color and the size of the letters, and what is behind
them. Where that cannot be told from the ancestors of a text (something overlaps it, an opacity, a
picture), axe judges that text each time.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("contrast.js").read_text()
RULES = ["color-contrast", "link-in-text-block"]
# The looks that axe found enough contrast in, during this run.
_judged: set[str] = set()


def unreadable(page: Page, part: str = "") -> list[str]:
    """What axe says against the contrast of a page that it was loaded into, or of a part of it."""
    if not page.evaluate("'contrast' in window"):
        page.evaluate(SCRIPT)
    looks: list[str | None] = page.evaluate("part => contrast.find(part)", part)
    fresh: list[int] = []
    seen: set[str] = set()
    for number, look in enumerate(looks):
        if look is None or (look not in _judged and look not in seen):
            fresh.append(number)
        if look is not None:
            seen.add(look)
    if not fresh:
        return []
    answer = page.evaluate("([numbers, rules]) => contrast.judge(numbers, rules)", [fresh, RULES])
    wrong: list[str] = answer["wrong"]
    if not wrong:
        passed = (looks[number] for number in answer["passed"] if number >= 0)
        _judged.update(look for look in passed if look is not None)
    return wrong

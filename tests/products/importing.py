"""Importing under test: the form as the page sends it, with the mark of what was looked at."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from products.models import Contact

IMPORT = "/o/alpine/products/import/"
LIST = "/o/alpine/products/"


def words(response: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def check(browser: Client, text: str = "", *, to: str = "check", **more: Any) -> Any:
    """The form, sent once."""
    card = Contact.objects.filter(full_name__startswith="Alpine Office").get()
    sent = {"text": text, "type": "domain", "holder": card.pk, "to": to, **more}
    return browser.post(IMPORT, sent)


def seen(page: Any) -> dict[str, str]:
    """The mark that a page wrote into its form; none where it shows no lines."""
    return dict(re.findall(r'name="(seen)" value="(\w+)"', page.content.decode()))


def send(browser: Client, text: str, **more: Any) -> Any:
    """Look at a list, then import what was shown."""
    return check(browser, text, to="import", **{**seen(check(browser, text, **more)), **more})

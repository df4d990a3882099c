"""One change from its dialog, answered with its row (P2, P6)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

from console.commands.bench.browser import Unexpected
from console.commands.bench.cost import cpu_ratio, statements
from console.commands.bench.goals import Finding
from console.commands.bench.pages import Sheet, bare_page, limited, sound
from orgs.models import Membership, Organization, Role
from products.models import Product, Tag

Post = tuple[str, dict[str, str]]
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version|shown)"[^>]*value="([^"]*)"')


def change_roles(sheet: Sheet, organization: Organization) -> Iterator[Finding]:
    """One role after the other."""
    rows = Membership.objects.filter(organization=organization, role=Role.COLLABORATOR)
    people = rows.order_by("id").values_list("pk", flat=True)[: _needed(sheet)]
    posts = (_prepared(sheet, f"{pk}/role/", {"role": Role.EXTERNAL}) for pk in people)
    return _change(sheet, "role change", posts)


def change_tags(sheet: Sheet, organization: Organization) -> Iterator[Finding]:
    """A tag put on one product after the other."""
    tag = Tag.objects.filter(organization=organization).order_by("pk")[0]
    rows = Product.objects.filter(organization=organization).exclude(product_tags__tag=tag)
    found = rows.order_by("id").values_list("pk", flat=True)[: _needed(sheet)]
    ticked = {"tag": str(tag.pk), "name": "", "hue": Tag.Hue.LAKE}
    posts = (_prepared(sheet, f"{pk}/tags/", ticked) for pk in found)
    return _change(sheet, "tag change", posts)


def _needed(sheet: Sheet) -> int:
    return 2 * sheet.repeats + 3


def _change(sheet: Sheet, what: str, prepared: Iterable[Post]) -> Iterator[Finding]:
    """The goal is about all that the process spends, waking the postman included; beside it
    stands the thread that answers."""
    posts = iter(list(prepared))

    def send() -> None:
        url, fields = next(posts)
        answer = sheet.browser.post(url, fields, target="dialog", seen_on=sheet.url)
        if answer.status != 200 or b"<tr" not in answer.body:
            raise Unexpected(f"A {what} answered {answer.status} without its row: {url}")

    made = [sql for sql in statements(send) if "outgoingletter" not in sql]
    yield limited("P2", "change statements", what, len(made), "statements")
    cpu = cpu_ratio(send, bare_page(), sheet.repeats)
    yield limited("P6", "change cpu", f"{what}, CPU", cpu, "B")
    cpu = cpu_ratio(send, bare_page(), sheet.repeats, time.thread_time)
    yield Finding("P6", f"{what}, of it the answering thread, CPU", cpu, "B")


def _prepared(sheet: Sheet, path: str, fields: dict[str, str]) -> Post:
    url = f"{sheet.url}{path}"
    form = sound(sheet.browser.get(url, target="dialog"))
    return url, {**dict(_HIDDEN.findall(form.text)), **fields}

"""What one change in place costs: its statements, BEGIN and COMMIT with them (P2).

A letter costs what it costs beside them: the question to whom, and the row of the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from products.models import Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give
from tests.products.test_tag_attach import PRODUCTS, make_tag, names

As = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = ("outgoingletter", "orgs_contactpreference")


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    return make_product(cast.alpine, "alpine.example")


def cost(client: Client, path: str, fields: Mapping[str, object], *, on: str = PRODUCTS) -> int:
    """The statements of this change, answered with the row that the list shows."""
    client.get(on)  # the visit is noted once
    headers = {
        "HX-Request": "true",
        "HX-Target": "dialog",
        "HX-Current-URL": f"http://testserver{on}",
    }
    with CaptureQueriesContext(connection) as made:
        answer = client.post(f"{on}{path}", fields, headers=headers)
    assert answer.status_code == 200
    assert b"<tr" in answer.content
    sent = [each["sql"] for each in made]
    assert sum(each in {"BEGIN", "COMMIT"} for each in sent) == 2
    return len([sql for sql in sent if not any(word in sql for word in LETTERS)])


def test_a_tag_put_on_or_taken_off_costs_nine(cast: Cast, as_: As, site: Product) -> None:
    tag, path = make_tag(cast.alpine, "shop"), f"{site.pk}/tags/"
    legal = as_("legal")
    assert cost(legal, path, {"hue": "rose", "tag": [tag.pk]}) <= 9
    assert names(site) == ["shop"]
    assert cost(legal, path, {"hue": "rose", "seen": [tag.pk]}) <= 9
    assert names(site) == []


def test_a_tag_of_a_new_name_costs_three_more(cast: Cast, as_: As, site: Product) -> None:
    """It is a second change with an entry of its own, and the database alone knows where the
    new name stands among the others."""
    assert cost(as_("legal"), f"{site.pk}/tags/", {"hue": "rose", "name": "shop"}) <= 12
    assert names(site) == ["shop"]


def test_whoever_holds_a_grant_pays_for_reading_it(cast: Cast, as_: As, site: Product) -> None:
    """The grants are read after the lock, with the team that carries each."""
    tag = make_tag(cast.alpine, "shop", site)
    cora = cast.membership("collaborator")
    give(cast, membership=cora, scope="product", product=site, level="manage")
    fields = {"hue": "rose", "seen": [tag.pk]}
    assert cost(as_("collaborator"), f"{site.pk}/tags/", fields) <= 10
    assert names(site) == []


def test_a_block_costs_one_more(cast: Cast, as_: As, site: Product) -> None:
    """Its row shows the tags, which the change did not have to read."""
    legal = as_("legal")
    assert cost(legal, f"{site.pk}/block/", {"reason": "Audit"}) <= 10
    site.refresh_from_db()
    assert site.blocked_at is not None
    assert cost(legal, f"{site.pk}/unblock/", {}) <= 10


def test_a_role_costs_nine(cast: Cast, as_: As) -> None:
    member = cast.membership("collaborator")
    fields = {"role": "external", "version": member.version}
    assert cost(as_("legal"), f"{member.pk}/role/", fields, on="/o/alpine/users/") <= 9
    member.refresh_from_db()
    assert member.role == "external"

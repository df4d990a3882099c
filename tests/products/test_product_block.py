"""Blocking the management of a product: who cannot change it, who is told, and opening it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import ContactPreference, PartnerContract, Team
from products import following
from products.models import Product, Tag
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give
from tests.products.test_tag_attach import names, send

As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain that Cora's team manages, Emil sees, and a partner manages."""
    product = make_product(cast.alpine, "alpine.example")
    team = Team.objects.get(organization=cast.alpine)
    give(cast, team=team, scope="type", type="domain", level="manage")
    give(cast, membership=cast.membership("external"), scope="product", product=product)
    contract = PartnerContract.objects.get(organization=cast.alpine, access="limited")
    give(cast, contract=contract, scope="product", product=product, level="manage")
    return product


def block(client: Client, product: Product, verb: str = "block", **fields: str) -> int:
    return client.post(f"{PRODUCTS}{product.pk}/{verb}/", fields).status_code


@pytest.mark.flow("G3.1", "G3.3")
def test_others_look_and_change_nothing(cast: Cast, as_: As, site: Product) -> None:
    assert send(as_("collaborator"), site, name="before").status_code == 302
    assert block(as_("administrator"), site, reason="Audit") == 302
    refused = send(as_("collaborator"), site, name="after")
    assert refused.status_code == 403
    assert "is blocked for everybody but administrators" in refused.content.decode()
    assert send(as_("partner_limited"), site, name="after").status_code == 403
    page = as_("collaborator").get(f"{PRODUCTS}{site.pk}/").content.decode()
    assert "The management of this product is blocked." in page
    assert "Audit" in page
    assert "Open again" not in page
    assert names(site) == ["before"]
    for part in ("legal", "partner_full"):
        assert send(as_(part), site, name=part).status_code == 302
    site.refresh_from_db()
    assert (site.status, site.version) == ("active", 1)


@pytest.mark.flow("G3.5")
def test_the_dialog_says_who_is_affected(cast: Cast, as_: As, site: Product) -> None:
    page = as_("legal").get(f"{PRODUCTS}{site.pk}/block/").content.decode()
    assert "Who can manage it now, and will not" in page
    assert "1 person" in page
    assert "Cora Collaborator ALPINEMARK, Collaborator" in page
    assert "The team Web ALPINEMARK, with 1 person" in page
    assert "The partner Agency AGENCYMARK" in page
    assert "Emil External" not in page


@pytest.mark.flow("G3.2", "G3.6")
def test_only_administrators_block_and_unblock(cast: Cast, as_: As, site: Product) -> None:
    for part in ("collaborator", "accounting", "external", "partner_limited"):
        assert block(as_(part), site) == 403
        assert block(as_(part), site, "unblock") == 403
    assert block(as_("legal"), site) == 302
    assert block(as_("administrator"), site, "unblock") == 302
    site.refresh_from_db()
    assert (site.blocked_at, site.blocked_by, site.blocked_because) == (None, "", "")
    assert send(as_("collaborator"), site, name="again").status_code == 302


def test_twice_is_once(cast: Cast, as_: As, site: Product) -> None:
    for _time in (1, 2):
        assert block(as_("legal"), site, reason="First") == 302
    assert AuditEntry.objects.filter(event="products.product.blocked").count() == 1
    for _time in (1, 2):
        assert block(as_("legal"), site, "unblock") == 302
    entry = AuditEntry.objects.get(event="products.product.unblocked")
    assert entry.before == {"blocked": True, "blocked_because": "First"}
    assert entry.after == {"blocked": False}


@pytest.mark.flow("G3.4", "G3.15", "E3")
def test_whoever_sees_it_and_wants_to_know_gets_a_letter(
    cast: Cast, as_: As, site: Product
) -> None:
    ContactPreference.objects.create(
        organization=cast.alpine,
        membership=cast.membership("legal2"),
        topic="products.management_blocked",
        by_email=False,
        by_sms=False,
    )
    block(as_("administrator"), site, reason="Audit")
    block(as_("administrator"), site, "unblock")
    told = [cast[part].email for part in ("administrator", "legal", "collaborator", "external")]
    for event in ("blocked", "unblocked"):
        letters = OutgoingLetter.objects.filter(event=f"products.product.{event}")
        assert sorted(each.to for each in letters) == sorted(told)
    letter = OutgoingLetter.objects.get(
        event="products.product.blocked", to=cast["collaborator"].email
    )
    assert letter.subject == "The management of alpine.example is blocked"
    for body in (letter.text, letter.html):
        words = " ".join(body.split())
        assert "Adrian Admin ALPINEMARK blocked the management of alpine.example" in words
        assert "The reason given: Audit" in words
        assert "only administrators can change it" in words


@pytest.mark.flow("G3.7")
def test_a_mail_service_is_not_blocked(cast: Cast, as_: As, make_product: Make) -> None:
    mail = make_product(cast.alpine, "mail", type="mail_service")
    assert block(as_("legal"), mail) == 404
    assert "Block product" not in as_("legal").get(f"{PRODUCTS}{mail.pk}/actions/").content.decode()
    mail.refresh_from_db()
    assert mail.blocked_at is None


def test_what_follows_a_product_is_asked(
    cast: Cast, as_: As, site: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    class Mailboxes(following.ProductFollower):
        def describe(self, product: Product, step: str) -> list[following.Line]:
            return [f"3 mailboxes: {step}"]

        def blocked(self, product: Product) -> None:
            heard.append(f"blocked {product}")

        def unblocked(self, product: Product) -> None:
            heard.append(f"unblocked {product}")

    monkeypatch.setattr(following, "_followers", {"mail.boxes": Mailboxes()})
    page = as_("legal").get(f"{PRODUCTS}{site.pk}/block/").content.decode()
    assert "3 mailboxes: block" in page
    block(as_("legal"), site)
    block(as_("legal"), site, "unblock")
    assert heard == ["blocked alpine.example", "unblocked alpine.example"]


def test_what_belongs_to_a_neighbor_is_not_there(cast: Cast, as_: As, make_product: Make) -> None:
    foreign = make_product(cast.rival, "rivalmark.example")
    for verb in ("block", "unblock"):
        assert block(as_("legal"), foreign, verb) == 404
    foreign.refresh_from_db()
    assert foreign.blocked_at is None
    assert not Tag.objects.exists()


@pytest.mark.parametrize("reason", ["x" * 301, "two\nlines"])
def test_a_wrong_reason_is_said_beside_the_field(
    cast: Cast, as_: As, site: Product, reason: str
) -> None:
    assert block(as_("legal"), site, reason=reason) == 422
    site.refresh_from_db()
    assert site.blocked_at is None

"""Transferring domains in: ordered, failed, told, started again, given up (G10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core.signing import SignatureExpired
from django.test import Client
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Organization
from orgs.reach import as_actor
from products import renewal_clock
from products.models import Charge, Domain, OrderSecret, Product, RegistrarOrder
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.orders import carry_out
from products.registrar.port import Uncertain
from products.transfer_lines import check, read_lines
from products.transfer_link import link_word, read_link
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.renewing import PRODUCTS, at_the_registry
from tests.products.transferring import CODE, START, fail, fields_of, order, put_abroad, transfer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def known(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card to choose, and the extension of the demonstration."""
    from products.catalog import extensions as table

    make_contact(cast.alpine)
    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)


@pytest.fixture
def legal(as_: As) -> Client:
    return as_("legal")


def letters() -> list[OutgoingLetter]:
    return list(OutgoingLetter.objects.filter(event="products.transfer.failed").order_by("to"))


def restart(client: Client, product: Product, number: int, code: str = CODE) -> int:
    form = {"number": number, "authorization_code": code}
    return client.post(f"{PRODUCTS}{product.pk}/transfer/", form).status_code


@pytest.mark.flow("G10.4")
def test_it_transfers_many_and_the_paid_time_is_kept(legal: Client) -> None:
    rows = [put_abroad(f"m{number}.example") for number in range(3)]
    sent = order(legal, "".join(f"{each.name};{CODE}\r\n" for each in rows))
    legal.post(START, sent)  # a double click
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 3
    at_the_registry()
    product = Product.objects.get(name="m0.example")
    assert (product.status, transfer_of(product).state) == ("transferring", "pending")
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)
    at_the_registry(later)
    product.refresh_from_db()
    assert product.status == "active"
    assert product.expires_at is not None
    assert (product.expires_at - rows[0].expires_at).days in {365, 366}
    assert not OrderSecret.objects.exists()


@pytest.mark.flow("G10.1", "G10.2", "E9")
def test_a_failure_is_told_and_its_link_starts_again_without_paying(legal: Client) -> None:
    product = fail(legal)
    assert product.status == "transfer_failed"
    assert [each.to for each in letters()]
    body = letters()[0].text
    assert "authorization code is wrong" in body
    found = re.search(r"/o/alpine/products/transfers/again/[^\s]+/", body)
    assert found is not None
    seen = legal.get(found[0])
    assert seen.status_code == 200
    assert transfer_of(product).state == "failed"
    form = fields_of(seen.content.decode()) | {"authorization_code": CODE}
    assert legal.post(found[0], form).status_code == 302
    at_the_registry()
    assert transfer_of(product).state == "pending"
    assert Charge.objects.get().returned_at is None
    assert RegistrarOrder.objects.filter(charge=Charge.objects.get()).count() == 2
    assert legal.get(found[0]).status_code == 410
    assert legal.post(found[0], form).status_code == 409


@pytest.mark.flow("G10.3")
def test_the_page_says_why_on_red_at_the_top(legal: Client) -> None:
    product = fail(legal)
    page = legal.get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert 'data-tone="danger"' in page
    assert "The transfer of this domain failed." in page
    assert "Ask the present registrar for a new authorization code" in page
    assert page.index("The transfer of this domain failed.") < page.index('id="h-about"')
    assert "The authorization code is wrong</" not in page


def test_the_code_is_in_no_log_no_letter_and_no_order(legal: Client) -> None:
    secret = "Very-Secret-77"
    fail(legal, code=secret)
    assert not OrderSecret.objects.exists()
    for rows in (AuditEntry, OutgoingLetter, RegistrarOrder, Charge):
        assert secret not in repr(list(rows.objects.values()))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no domain;x", "is no domain name"),
        ("moving.nowhere;x", "are not kept here"),
        ("moving.example", "The authorization code is missing"),
        ("a.example;x\r\na.example;x", "stands in the list twice"),
        ("a.example;" + "x" * 65, "This is no authorization code"),
        ("moving.example;\x1b[31m", "This is no authorization code"),
        ("\x00;x", "Null characters"),
        ("io.io;x", "No price is known"),
        ("   \r\n", "Write at least one domain."),
        ("a.example;x\n" * 501, "At most 500 domains"),
        ("a;b\n" * 10_000, "At most 500 domains"),
        ("x" * 100_001, "This list is too long"),
        ("<script>alert(1)</script>;x", "is no domain name"),
    ],
)
def test_bad_input_is_said_and_orders_nothing(legal: Client, text: str, sentence: str) -> None:
    sent = fields_of(legal.get(START).content.decode()) | {"text": text, "to": "check"}
    body = legal.post(START, sent).content.decode()
    assert sentence in body
    assert "<script>alert" not in body
    assert not RegistrarOrder.objects.filter(product__name="no.example").exists()
    legal.post(START, {**sent, "to": "order", "seen": "x"})
    assert not RegistrarOrder.objects.exists()


def test_a_young_domain_is_refused_until_its_day_and_others_are_warned(
    cast: Cast, legal: Client
) -> None:
    young, old = (
        put_product(cast.alpine, name, status="elsewhere") for name in ("young.com", "old.com")
    )
    since = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for product, at in ((young, since), (old, since - timedelta(days=60))):
        Domain.objects.create(
            product=product, organization=cast.alpine, extension="com", registered_at=at
        )
    sent = fields_of(legal.get(START).content.decode())
    text = "young.com;x\r\nold.com;x\r\nunknown.com;x\r\nmoving.example;x"
    with mock.patch("django.utils.timezone.now", return_value=since + timedelta(days=22)):
        lines = check(as_actor(cast.membership("legal")), cast.alpine, read_lines(text)).lines
    assert "refused until 31 Dec 2026" in lines[0].wrong
    assert "refused until" not in lines[1].wrong
    assert "moved after 24 Sep 2026" in lines[3].note
    body = legal.post(START, {**sent, "text": "young.com;x", "to": "check"}).content.decode()
    assert ("refused until" in body) == (timezone.now() < since + timedelta(days=60))


def test_a_price_that_changed_is_shown_again(legal: Client) -> None:
    put_abroad("moving.example")
    sent = fields_of(legal.get(START).content.decode()) | {"text": f"moving.example;{CODE}"}
    sent |= fields_of(legal.post(START, {**sent, "to": "check"}).content.decode())
    Organization.objects.filter(slug="alpine").update(country="DE")
    answer = legal.post(START, {**sent, "to": "order"})
    assert answer.status_code == 409
    assert "EUR" in answer.content.decode()
    assert not Charge.objects.exists()


@pytest.mark.flow("G10.4")
def test_a_domain_that_nobody_looked_at_is_not_ordered(legal: Client) -> None:
    """For the same price, and as many: the list was changed beside the button."""
    put_abroad("moving.example")
    put_abroad("other.example")
    sent = fields_of(legal.get(START).content.decode()) | {"text": f"moving.example;{CODE}"}
    sent |= fields_of(legal.post(START, {**sent, "to": "check"}).content.decode())
    other = {**sent, "to": "order", "text": f"other.example;{CODE}"}
    again = legal.post(START, other)
    assert again.status_code == 409
    assert "has changed since you looked" in again.content.decode()
    assert not Charge.objects.exists()
    assert legal.post(START, other | fields_of(again.content.decode())).status_code == 302


def test_what_was_kept_elsewhere_becomes_the_product(cast: Cast, legal: Client) -> None:
    noted = put_product(cast.alpine, "moving.example", status="elsewhere")
    order(legal, f"moving.example;{CODE}")
    noted.refresh_from_db()
    assert noted.status == "transferring"
    assert Product.objects.filter(name="moving.example").count() == 1


@pytest.mark.flow("G9.6", "G10.4")
def test_nobody_pays_by_itself_for_what_renewed_at_the_former_provider(
    cast: Cast, legal: Client
) -> None:
    noted = put_product(cast.alpine, "moving.example", status="elsewhere", auto_renew=True)
    put_abroad("moving.example")
    order(legal, f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)
    at_the_registry(later)
    noted.refresh_from_db()
    assert noted.status == "active"
    assert not noted.auto_renew
    assert noted.expires_at
    renewal_clock.run(noted.expires_at - timedelta(days=10))
    assert not Charge.objects.filter(purpose="renew").exists()


def test_what_another_organization_has_is_refused(cast: Cast, legal: Client) -> None:
    put_product(cast.rival, "theirs.example")
    sent = fields_of(legal.get(START).content.decode())
    body = legal.post(START, {**sent, "text": "theirs.example;x", "to": "check"}).content.decode()
    assert "is with us already" in body


def test_giving_up_gives_the_money_back_once_and_it_can_begin_anew(legal: Client) -> None:
    product = fail(legal)
    at = f"{PRODUCTS}{product.pk}/transfer/give-up/"
    assert legal.post(at, {"number": 1}).status_code == 302
    product.refresh_from_db()
    assert product.status == "elsewhere"
    assert Charge.objects.get().returned_at is not None
    assert legal.post(at, {"number": 1}).status_code in {403, 404}
    order(legal, f"{product.name};{CODE}")
    at_the_registry()
    assert transfer_of(product).state == "pending"
    assert Charge.objects.filter(returned_at=None).count() == 1


def test_links_that_are_old_foreign_or_forged_do_nothing(
    cast: Cast, legal: Client, as_: As
) -> None:
    product = fail(legal)
    word = link_word(product.pk, 1)
    at = f"/o/alpine/products/transfers/again/{word}/"
    assert as_("stranger").get(at.replace("alpine", "rival")).status_code == 404
    assert legal.get(at.replace(word, word[:-2] + "zz")).status_code == 404
    assert as_("collaborator").post(at, {"number": 1, "authorization_code": CODE}).status_code in {
        403,
        404,
    }
    later = timezone.now().timestamp() + 31 * 86400
    with mock.patch("time.time", return_value=later), pytest.raises(SignatureExpired):
        read_link(word)
    assert transfer_of(product).state == "failed"


def test_a_lost_answer_asks_once(legal: Client) -> None:
    put_abroad("moving.example")
    order(legal, f"moving.example;{CODE}")
    registry = EmbeddedRegistry()

    class Cut(EmbeddedRegistry):
        def transfer_in(self, name: str, *, authorization_code: str, key: str):  # type: ignore[no-untyped-def]
            registry.transfer_in(name, authorization_code=authorization_code, key=key)
            raise Uncertain("cut")

    carry_out(registrar=Cut())
    carry_out(registrar=registry, now=timezone.now() + timedelta(hours=2))
    product = Product.objects.get(name="moving.example")
    assert transfer_of(product).state == "pending"
    assert Charge.objects.filter(returned_at=None).count() == 1

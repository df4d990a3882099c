"""The transfer lock and the authorization code: ordered, shown once, told, kept nowhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.serializers import serialize
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from products.models import Domain, Product, RegistrarOrder, RegistryName
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.port import Unavailable
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import PRODUCTS, carry_out, hidden, make_domain

As = Callable[..., Client]


@pytest.fixture
def domain(cast: Cast) -> Product:
    return make_domain(cast.alpine, "one.example")


def switch(client: Client, product: Product, **more: str) -> Any:
    words = hidden(client.get(f"{PRODUCTS}{product.pk}/lock/"))  # type: ignore[arg-type]
    return client.post(f"{PRODUCTS}{product.pk}/lock/", {**words, **more})


def ask(client: Client, product: Product) -> Any:
    words = hidden(client.get(f"{PRODUCTS}{product.pk}/code/"))  # type: ignore[arg-type]
    return client.post(f"{PRODUCTS}{product.pk}/code/", words)


def test_the_lock_opens_when_the_registry_says_so(cast: Cast, as_: As, domain: Product) -> None:
    client = as_("administrator")
    page = client.get(f"{PRODUCTS}{domain.pk}/").content.decode()
    assert "Locked: nobody can move it away" in page
    assert "ns1.alpine.example" in page
    for _time in (1, 2):
        assert switch(client, domain).status_code == 302
    assert RegistrarOrder.objects.count() == 1
    assert Domain.objects.get().is_locked
    assert "The registry is asked to open it." in (
        client.get(f"{PRODUCTS}{domain.pk}/").content.decode()
    )
    carry_out()
    assert not Domain.objects.get().is_locked
    assert not RegistryName.objects.get().is_locked
    told = OutgoingLetter.objects.filter(event="products.lock.changed")
    assert sorted(each.to for each in told) == sorted([cast["legal"].email, cast["legal2"].email])
    assert "at the request of Adrian Admin" in " ".join(told[0].text.split())
    assert switch(client, domain).status_code == 302
    carry_out()
    assert Domain.objects.get().is_locked
    assert told.count() == 2


def test_a_stale_form_does_not_turn_the_lock_round(cast: Cast, as_: As, domain: Product) -> None:
    client = as_("legal")
    words = hidden(client.get(f"{PRODUCTS}{domain.pk}/lock/"))  # type: ignore[arg-type]
    switch(client, domain)
    carry_out()
    assert client.post(f"{PRODUCTS}{domain.pk}/lock/", words).status_code == 302
    assert carry_out() == 0
    assert not Domain.objects.get().is_locked


def test_while_the_registry_is_asked_the_other_way_is_closed(
    cast: Cast, as_: As, domain: Product
) -> None:
    client = as_("legal")
    switch(client, domain)
    response = switch(client, domain, is_locked="yes")
    assert response.status_code == 422
    assert "has not answered the last change" in response.content.decode()


@pytest.mark.parametrize("fields", [{}, {"key": "k"}, {"key": "k", "is_locked": "maybe"}])
def test_an_incomplete_form_is_said(
    cast: Cast, as_: As, domain: Product, fields: dict[str, str]
) -> None:
    response = as_("legal").post(f"{PRODUCTS}{domain.pk}/lock/", fields)
    assert response.status_code == 422
    assert "This form is incomplete." in response.content.decode()


def test_a_refused_lock_is_told_to_who_asked(cast: Cast, as_: As, domain: Product) -> None:
    RegistryName.objects.all().delete()
    client = as_("administrator")
    switch(client, domain)
    carry_out()
    assert Domain.objects.get().is_locked
    assert OutgoingLetter.objects.get(event="products.lock.refused").to == (
        cast["administrator"].email
    )
    assert "The last change was refused." in (
        client.get(f"{PRODUCTS}{domain.pk}/").content.decode()
    )


def test_the_code_is_shown_and_kept_nowhere(
    cast: Cast, as_: As, domain: Product, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = as_("administrator")
    response = ask(client, domain)
    code = RegistryName.objects.get().authorization_code
    assert response.status_code == 200
    assert f'value="{code}"' in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "The domain is locked" in response.content.decode()
    for model in (AuditEntry, OutgoingLetter, RegistrarOrder, Product, Domain):
        assert code not in serialize("json", model.objects.all())
    assert all(code not in str(each.get_decoded()) for each in Session.objects.all())
    assert code not in caplog.text
    for verb in ("", "code/", "ownership/"):
        assert code not in client.get(f"{PRODUCTS}{domain.pk}/{verb}").content.decode()
    entry = AuditEntry.objects.get(event="products.code.asked")
    assert (entry.actor_name, entry.subject_name) == ("Adrian Admin ALPINEMARK", "one.example")
    told = OutgoingLetter.objects.filter(event="products.code.asked")
    assert sorted(each.to for each in told) == sorted([cast["legal"].email, cast["legal2"].email])
    ask(client, domain)
    assert RegistryName.objects.get().authorization_code != code


def test_a_form_that_was_open_too_long_shows_nothing(
    cast: Cast, as_: As, domain: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_("legal")
    before = RegistryName.objects.get().authorization_code
    words = hidden(client.get(f"{PRODUCTS}{domain.pk}/code/"))  # type: ignore[arg-type]
    other = make_domain(cast.alpine, "two.example")
    for ticket in ("", "x", words["ticket"] + "x"):
        sent = client.post(f"{PRODUCTS}{domain.pk}/code/", {"ticket": ticket})
        assert sent.status_code == 422
    assert client.post(f"{PRODUCTS}{other.pk}/code/", words).status_code == 422
    assert as_("administrator").post(f"{PRODUCTS}{domain.pk}/code/", words).status_code == 422
    monkeypatch.setattr("products.release.FORM_LASTS", -1)
    response = client.post(f"{PRODUCTS}{domain.pk}/code/", words)
    assert response.status_code == 422
    assert "Ask once more." in response.content.decode()
    assert RegistryName.objects.get(name="one.example").authorization_code == before
    assert not AuditEntry.objects.filter(event="products.code.asked").exists()


def test_a_registry_that_is_away_is_said(
    cast: Cast, as_: As, domain: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_more: Any) -> str:
        raise Unavailable(2400, "down")

    monkeypatch.setattr(EmbeddedRegistry, "authorization_code", away)
    response = ask(as_("legal"), domain)
    assert response.status_code == 422
    assert "The registry does not answer now." in response.content.decode()
    monkeypatch.undo()
    RegistryName.objects.all().delete()
    response = ask(as_("legal"), domain)
    assert "The registry does not know this domain." in response.content.decode()


def test_both_take_a_fresh_proof(cast: Cast, as_: As, domain: Product) -> None:
    client = as_("legal", fresh=False)
    for answer in (switch(client, domain), ask(client, domain)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        assert "ticket" not in answer["Location"]
    assert not RegistrarOrder.objects.exists()
    assert not AuditEntry.objects.filter(event="products.code.asked").exists()


@pytest.mark.parametrize("part", ["collaborator", "accounting", "partner_full", "external"])
def test_nobody_else_lets_a_domain_go(cast: Cast, as_: As, domain: Product, part: str) -> None:
    client = as_(part)
    for verb in ("lock", "code"):
        assert client.get(f"{PRODUCTS}{domain.pk}/{verb}/").status_code == 403
        assert client.post(f"{PRODUCTS}{domain.pk}/{verb}/", {"key": "k"}).status_code == 403


def test_what_is_no_domain_here_has_neither(cast: Cast, as_: As) -> None:
    rows = (
        put_product(cast.alpine, "site", type="web_hosting"),
        make_domain(cast.alpine, "late.example", status="redemption"),
        make_domain(cast.rival, "theirs.example"),
    )
    for product in rows:
        for verb in ("lock", "code"):
            address = f"{PRODUCTS}{product.pk}/{verb}/"
            assert as_("legal").get(address).status_code == 404
            assert as_("legal").post(address, {"key": "k"}).status_code == 404

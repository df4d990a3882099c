"""Holders on the wire: what of them is ASCII there, and when two cards say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from products.registrar.epp_cards import contact_of, mailbox, same
from tests.products.registrar.conftest import CARD
from tests.products.registrar.server import EppWorld


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("ada@alpine.example", "ada@alpine.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("Ada@Mail.Bücher.example", "Ada@Mail.xn--bcher-kva.example"),
        # Two standards make two names of these.
        ("ada@straße.example", "ada@straße.example"),
        ("ada@" + "ü" * 80 + ".example", "ada@" + "ü" * 80 + ".example"),
    ],
)
def test_the_domain_of_a_mailbox_is_ascii(written: str, sent: str) -> None:
    assert mailbox(written) == sent
    assert contact_of(replace(CARD, email=written))["email"] == sent


def test_a_holder_with_such_a_mailbox_is_known_again(epp: EppWorld) -> None:
    """Otherwise an order whose answer was lost would never be seen to have happened."""
    card = replace(CARD, email="ada@bücher.example")
    epp.put("alpine.example")
    epp.registrar.update_contacts("alpine.example", holder=card, key="key-1")
    state = epp.registrar.query("alpine.example")
    assert state
    assert state.holder
    assert state.holder.email == "ada@xn--bcher-kva.example"
    assert same(state.holder, card)
    assert not same(state.holder, replace(card, email="ada@other.example"))


@pytest.mark.parametrize(("city", "form"), [("Zürich", "loc"), ("Basel", "int")])
def test_what_is_ascii_is_said_to_the_world(city: str, form: str) -> None:
    card = replace(CARD, name="Ada Lee", city=city)
    assert contact_of(card)["type"] == form

"""The list of moves between Organizations: by pages, by state, and no one else's (GX.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Organization
from products.models import Move, MoveItem
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
PATH = "/o/alpine/products/moves/"


def put(cast: Cast, name: str, days: int = 0, **more: Any) -> Move:
    """An offer of Lara's, made so many days ago."""
    made = timezone.now() - timedelta(days=days)
    move = Move.objects.create(
        **{"organization": cast.alpine, "token_digest": name, "offered_by_name": "Lara"}
        | {"offered_by": cast.membership("legal"), "created_at": made}
        | {"expires_at": made + timedelta(days=30)}
        | more
    )
    MoveItem.objects.create(
        organization=move.organization, move=move, product_name=name, is_open=False
    )
    return move


def names(client: Client, query: str = "", path: str = PATH) -> list[str]:
    body = client.get(path + query).content.decode()
    return re.findall(r'<th class="c-name" scope="row">([^<]+)<', body)


@pytest.mark.flow("GX.1")
def test_no_offer_is_past_the_last_page(cast: Cast, as_: As) -> None:
    every = {put(cast, f"m{n}.example", n % 7).token_digest for n in range(220)}
    legal, found, query = as_("legal"), [], ""
    for _page in range(5):
        body = legal.get(PATH + query).content.decode()
        found += re.findall(r'<th class="c-name" scope="row">([^<]+)<', body)
        more = re.search(r'href="[^"]*(\?[^"]*after=[^"]*)"', body)
        query = more[1].replace("&amp;", "&") if more else ""
    assert len(found) == len(set(found)) == 220
    assert set(found) == every


def test_it_is_narrowed_by_what_became_of_it(cast: Cast, as_: As) -> None:
    now = timezone.now()
    put(cast, "open.example", 1)
    put(cast, "late.example", 40)
    put(cast, "taken.example", 2, accepted_at=now, receiver=cast.rival)
    put(cast, "refused.example", 3, refused_at=now)
    put(cast, "back.example", 4, withdrawn_at=now)
    client = as_("administrator")
    assert names(client) == [
        f"{each}.example" for each in ("open", "taken", "refused", "back", "late")
    ]
    for state, name in (
        ("waiting", "open"),
        ("accepted", "taken"),
        ("refused", "refused"),
        ("withdrawn", "back"),
        ("expired", "late"),
    ):
        assert names(client, f"?state={state}") == [f"{name}.example"]
    # What nobody answered can be taken back by whoever offers it.
    body = client.get(PATH).content.decode()
    assert body.count("/withdraw/") == 2


def test_it_is_searched_by_product_and_by_who_offered(cast: Cast, as_: As) -> None:
    many = put(cast, "first.example", 1)
    MoveItem.objects.create(
        organization=cast.alpine, move=many, product_name="harbour.example", is_open=False
    )
    put(cast, "second.example", 2, offered_by_name="Leon Harbour")
    put(cast, "third.example", 3)
    theirs = put(cast, "harbour-next-door.example", organization=cast.rival)
    client = as_("administrator")
    assert names(client, "?q=harbour") == ["first.example, harbour.example", "second.example"]
    assert names(client, "?q=HARBOUR+first") == ["first.example, harbour.example"]
    assert names(client, "?q=har_our") == []
    Move.objects.filter(pk=theirs.pk).update(receiver=cast.alpine)
    assert names(client, "?q=next-door") == ["harbour-next-door.example"]


def test_each_side_sees_its_own(cast: Cast, as_: As) -> None:
    put(cast, "sent.example", receiver=cast.rival)
    put(cast, "link.example")
    other = Organization.objects.create(slug="other", name="Other OTHERMARK")
    put(cast, "foreign.example", organization=other, offered_by=None)
    assert sorted(names(as_("legal"))) == ["link.example", "sent.example"]
    stranger = as_("stranger")
    assert names(stranger, path="/o/rival/products/moves/") == ["sent.example"]
    body = stranger.get("/o/rival/products/moves/").content.decode()
    assert "from Alpine ALPINEMARK" in body
    assert "Look and answer" in body
    assert "/withdraw/" not in body


def test_an_offer_of_somebody_who_may_no_longer_give_is_void(cast: Cast, as_: As) -> None:
    move = put(cast, "void.example", receiver=cast.rival)
    type(move.offered_by).objects.filter(pk=move.offered_by_id).update(role="collaborator")
    body = as_("stranger").get("/o/rival/products/moves/").content.decode()
    assert "No longer valid" in body
    assert "Look and answer" not in body

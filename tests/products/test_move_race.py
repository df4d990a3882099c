"""Two at once with one offer or one product. Each rule has its negative control: without the locks
the harm would be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgs.actions.members import change_role
from orgs.reach import as_actor
from products.actions import move_answers, moves
from products.actions.move_answers import accept_move, refuse_move
from products.actions.moves import offer_products, withdraw_move
from products.models import Move, MoveItem, MoveQuerySet, Ownership, Product, ProductQuerySet
from tests.conftest import Cast, join, make_organization, make_person
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.orgs.test_team_race import caught, meeting_after
from tests.products.holding import make_domain

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


def offering(cast: Cast, by: str, product: Product) -> Job:
    actor = as_actor(cast.membership(by))
    return lambda: offer_products(
        actor=actor, product_ids=[product.pk], way="link", terms=True, is_proven=True
    )


def accepting(cast: Cast, move: Move) -> Job:
    actor = as_actor(cast.membership("stranger", cast.rival))
    return lambda: accept_move(actor=actor, move_id=move.pk, digest=move.token_digest)


def accepting_elsewhere(move: Move) -> Job:
    harbor = make_organization("harbor", "HARBORMARK")
    member = join(make_person("Hanna Harbor"), harbor, "administrator")
    actor = as_actor(member)
    return lambda: accept_move(actor=actor, move_id=move.pk, digest=move.token_digest)


def refusing(cast: Cast, move: Move) -> Job:
    actor = as_actor(cast.membership("stranger", cast.rival))
    return lambda: refuse_move(actor=actor, move_id=move.pk, digest=move.token_digest)


def withdrawing(cast: Cast, move: Move) -> Job:
    actor = as_actor(cast.membership("administrator"))
    return lambda: withdraw_move(actor=actor, move_id=move.pk)


def demoting(cast: Cast) -> Job:
    actor, member = as_actor(cast.membership("legal2")), cast.membership("legal")
    return lambda: change_role(
        actor=actor,
        membership_id=member.pk,
        role="collaborator",
        has_accounting=False,
        version=member.version,
        is_proven=True,
    )


def an_offer(cast: Cast) -> Move:
    product = make_domain(cast.alpine, "one.example")
    offering(cast, "legal", product)()
    return Move.objects.get()


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    take_out_locks(monkeypatch)
    for rows in (ProductQuerySet, MoveQuerySet):
        monkeypatch.setattr(rows, "select_for_update", lambda self, **_: self)


def managers() -> int:
    return Ownership.objects.filter(fact="manager").count()


@pytest.mark.flow("GX.1")
def test_two_offers_of_one_product_are_one(cast: Cast) -> None:
    product = make_domain(cast.alpine, "one.example")
    jobs = [offering(cast, by, product) for by in ("legal", "legal2")]
    assert at_once(*jobs) == ["Refused", "done"]
    assert Move.objects.count() == MoveItem.objects.filter(is_open=True).count() == 1


def test_without_the_lock_only_the_table_would_stop_the_second(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = make_domain(cast.alpine, "one.example")
    jobs = [caught(offering(cast, by, product)) for by in ("legal", "legal2")]
    without_locks(monkeypatch)
    meeting_after(monkeypatch, moves, "_end_dead_offers")
    assert at_once(*jobs) == ["Broken", "done"]
    assert Move.objects.count() == 1


@pytest.mark.flow("GX.1")
def test_accepted_twice_at_once_it_arrives_once(cast: Cast) -> None:
    move = an_offer(cast)
    assert at_once(accepting(cast, move), accepting(cast, move)) == ["done", "done"]
    assert managers() == 1


@pytest.mark.flow("GX.1")
def test_two_organizations_accept_and_one_gets_it(cast: Cast) -> None:
    move = an_offer(cast)
    assert at_once(accepting(cast, move), accepting_elsewhere(move)) == ["Refused", "done"]
    move.refresh_from_db()
    assert Product.objects.get().organization == move.receiver
    assert managers() == 1


def test_without_the_locks_both_would_get_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    move = an_offer(cast)
    jobs = [accepting(cast, move), accepting_elsewhere(move)]
    without_locks(monkeypatch)
    meeting_after(monkeypatch, move_answers, "_hold_products")
    assert at_once(*jobs) == ["done", "done"]
    assert managers() == 2


@pytest.mark.flow("GX.1")
def test_accepted_and_withdrawn_at_once_it_is_one_of_the_two(cast: Cast) -> None:
    move = an_offer(cast)
    assert at_once(accepting(cast, move), withdrawing(cast, move)) == ["Refused", "done"]
    move.refresh_from_db()
    moved = Product.objects.get().organization == cast.rival
    assert (move.accepted_at is not None, move.withdrawn_at is None) == (moved, moved)


def test_accepted_and_refused_at_once_it_is_one_of_the_two(cast: Cast) -> None:
    move = an_offer(cast)
    assert at_once(accepting(cast, move), refusing(cast, move)) == ["Refused", "done"]
    move.refresh_from_db()
    moved = Product.objects.get().organization == cast.rival
    assert (move.accepted_at is not None, move.refused_at is None) == (moved, moved)


def test_without_the_locks_it_would_be_both(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    move = an_offer(cast)
    jobs = [accepting(cast, move), refusing(cast, move)]
    without_locks(monkeypatch)
    meeting_after(monkeypatch, move_answers, "_refuse_receiver")
    assert at_once(*jobs) == ["done", "done"]
    move.refresh_from_db()
    assert None not in (move.accepted_at, move.refused_at)


@pytest.mark.flow("GX.1")
def test_whoever_loses_the_role_meanwhile_gives_nothing_away(cast: Cast) -> None:
    move = an_offer(cast)
    outcomes = at_once(accepting(cast, move), demoting(cast))
    moved = Product.objects.get().organization == cast.rival
    assert outcomes == (["done", "done"] if moved else ["Refused", "done"])
    assert accepting_after_demotion(cast, move) == moved


def accepting_after_demotion(cast: Cast, move: Move) -> bool:
    """Once the role is gone, nothing that was not moved before is."""
    before = Product.objects.get().organization == cast.rival
    at_once(accepting(cast, move))
    assert (Product.objects.get().organization == cast.rival) == before
    return before


def test_without_the_locks_it_would_be_given_away_after_the_role_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, demote = an_offer(cast), demoting(cast)
    without_locks(monkeypatch)
    look = move_answers._hold_products

    def demote_first(found: Move) -> list[Product]:
        assert at_once(demote) == ["done"]
        return look(found)

    monkeypatch.setattr(move_answers, "_hold_products", demote_first)
    assert at_once(accepting(cast, move)) == ["done"]
    assert cast.membership("legal").role == "collaborator"
    assert Product.objects.get().organization == cast.rival

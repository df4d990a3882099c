"""Two at once about the same access. The negative control: without the lock the test fails."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from console.shell.actions import Refused
from orgs.reach import as_actor
from products.actions import grants as actions
from products.actions.grants import give_access, withdraw_access
from products.models import Grant, Product
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.products.conftest import Make
from tests.products.granting import entries, given, letters

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`."""
    return make_product(cast.alpine, "alpine.example")


def giving(cast: Cast, site: Product) -> list[Job]:
    """Two administrators, the same grant."""

    def job(part: str) -> Job:
        actor = as_actor(cast.membership(part))
        holder = ("membership", cast.membership("collaborator").pk)

        def run() -> object:
            try:
                return give_access(
                    actor=actor,
                    holder=holder,
                    scope="product",
                    product_ids=[site.pk],
                    level="manage",
                )
            except IntegrityError:
                raise Broken("") from None

        return run

    return [job("legal"), job("administrator")]


class Broken(Refused):
    """The database's own no."""


def meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either writes."""
    meeting, asked = threading.Barrier(2), actions.held_in_force

    def look_and_wait(holder: object) -> object:
        answer = asked(holder)  # type: ignore[arg-type]
        meeting.wait(10)
        return answer

    monkeypatch.setattr(actions, "held_in_force", look_and_wait)


def test_the_same_grant_given_by_two_is_one_row(cast: Cast, site: Product) -> None:
    assert at_once(*giving(cast, site)) == ["done", "done"]
    assert Grant.objects.count() == len(entries("given")) == len(letters()) == 1


def test_without_the_lock_the_second_would_break(
    cast: Cast, site: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_locks(monkeypatch)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    meet(monkeypatch)
    assert sorted(at_once(*giving(cast, site))) == ["Broken", "done"]


def test_a_grant_withdrawn_by_two_is_told_once(cast: Cast, site: Product) -> None:
    (grant,) = given(cast, cast.membership("collaborator"), products=[site]).new
    actors = [as_actor(cast.membership(part)) for part in ("legal", "administrator")]
    jobs = [lambda by=by: withdraw_access(actor=by, grant_ids=[grant.pk]) for by in actors]
    assert at_once(*jobs) == ["done", "done"]
    assert len(entries("withdrawn")) == len(letters("withdrawn")) == 1

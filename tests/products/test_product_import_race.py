"""Two who import the same list at once: its products come once; without the lock, twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from console.shell.models import AuditEntry
from orgs.reach import as_actor
from products.actions import imports as actions
from products.actions.imports import import_products
from products.importing.checking import check
from products.importing.lines import Usual
from products.importing.reading import lines_of
from products.models import Product, Tag
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.products.conftest import make_contact

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


@pytest.fixture
def jobs(cast: Cast) -> list[Job]:
    """Two administrators, one list."""
    listed = lines_of("Name;Tags\none.example;live\ntwo.example;\n")
    usual = Usual("domain", make_contact(cast.alpine))

    def job(part: str) -> Job:
        actor = as_actor(cast.membership(part))
        mark = check(actor, listed, usual).mark
        return lambda: import_products(actor=actor, listed=listed, usual=usual, seen=mark)

    return [job("legal"), job("administrator")]


def test_the_second_is_told_that_something_has_changed(jobs: list[Job]) -> None:
    assert at_once(*jobs) == ["Overtaken", "done"]
    assert sorted(Product.objects.values_list("name", flat=True)) == ["one.example", "two.example"]
    assert Tag.objects.count() == 1
    assert AuditEntry.objects.filter(event="products.product.imported").count() == 2


def test_without_the_lock_the_list_would_come_twice(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_locks(monkeypatch)
    meeting, checked = threading.Barrier(2), actions.check

    def look_and_wait(*given: Any) -> Any:
        answer = checked(*given)
        meeting.wait(10)
        return answer

    monkeypatch.setattr(actions, "check", look_and_wait)
    # Each would make the tag as well: that one of the two stops there is the database's own no.
    monkeypatch.setattr(actions, "_tags", lambda organization, names: [])
    monkeypatch.setattr(actions, "_attach", lambda *given: None)
    assert at_once(*jobs) == ["done", "done"]
    assert Product.objects.count() == 4

"""Row 11: inviting a known address costs the same as inviting an unknown one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client

from auth2fa.models import User
from tests.auth2fa.test_enumeration_cost import assert_same
from tests.orgs.inviting import INVITE

pytestmark = pytest.mark.django_db
_numbers = count(1)


def test_a_known_and_an_unknown_address_cost_the_same(
    as_: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_("legal")
    monkeypatch.setattr("orgs.actions.invitations.count_letters", lambda *_anything: None)
    User.objects.bulk_create(
        User(email=f"known{number}@nowhere.example", full_name="Known") for number in range(1, 80)
    )

    def send(kind: str) -> Callable[[], object]:
        return lambda: browser.post(
            INVITE,
            {"to": "send", "email": f"{kind}{next(_numbers)}@nowhere.example", "role": "external"},
        )

    assert_same(send("known"), send("unknown"))

"""Nobody gives, takes or acts on more than they hold, in whatever order they ask."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from orgs.models import Membership
from tests.conftest import PASSWORD, Cast
from tests.security.ground import database

As = Callable[..., Client]
LR, AD, CO, EX = "legal_representative", "administrator", "collaborator", "external"
ROLES = (LR, AD, CO, EX)
PARTS = (
    "legal", "administrator", "collaborator", "accounting", "external", "suspended",
    "partner_limited", "partner_full", "stranger",
)  # fmt: skip
# By hand: who may turn whom into what.
MAY = {
    *(("legal", before, after) for before, after in product(ROLES, ROLES)),
    *(("administrator", before, after) for before, after in product((AD, CO, EX), (AD, CO, EX))),
    *(("partner_full", before, after) for before, after in product((AD, CO, EX), (AD, CO, EX))),
}


@pytest.mark.parametrize("part", PARTS)
def test_the_ceiling(part: str, as_: As, cast: Cast) -> None:
    """Row 43, incident 14: each actor on each role, to each role."""
    browser = as_(part)
    target = cast.membership("accounting")
    wrong = []
    for before, after in product(ROLES, ROLES):
        Membership.objects.filter(pk=target.pk).update(role=before, has_accounting=False, version=0)
        with transaction.atomic():
            browser.post(f"/o/alpine/users/{target.pk}/role/", {"role": after, "version": "0"})
            now = Membership.objects.get(pk=target.pk).role
            transaction.set_rollback(True)
        expected = after if (part, before, after) in MAY else before
        if now != expected:
            wrong.append(f"{part} made {now} of {before}, asked for {after}")
    assert wrong == []


@pytest.mark.parametrize("part", PARTS[:5])
def test_nobody_raises_themselves(part: str, as_: As, cast: Cast) -> None:
    """Row 43: not by the page of roles, nor by a field of any other form of one's own."""
    mine = Membership.objects.get(user=cast[part], organization=cast.alpine)
    browser, held = as_(part), (mine.role, mine.has_accounting)
    extra = {"role": LR, "has_accounting": "on", "is_staff": "on", "version": "0"}
    for path, fields in (
        (f"/o/alpine/users/{mine.pk}/role/", {}),
        ("/me/", {"full_name": "N N", "language": "en", "time_zone": "UTC"}),
        ("/me/appearance/", {"appearance": "dark"}),
        ("/me/security/alerts/", {"sign_in_alerts": "every"}),
        ("/me/organizations/new/", {"kind": "company", "name": "Mine"}),
    ):
        browser.post(path, {**fields, **extra})
    mine.refresh_from_db()
    assert (mine.role, mine.has_accounting) == held


def test_the_last_step_first(as_: As, cast: Cast, client: Client) -> None:
    """Row 45: a step whose predecessor was skipped leads to the beginning, or nowhere."""
    password = User.objects.get(pk=cast["external"].pk).password
    before = database()
    # A new password without the link of a letter.
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "set-password"})
    client.post(path, {"password1": "seven green umbrellas"})
    # An address confirmed that nobody asked for.
    client.post(reverse("account_confirm_email", kwargs={"key": "MQ:1abc:def"}))
    # A role of administrator, and an address, without the proof that is asked for first.
    stale = as_("legal", fresh=False)
    target = cast.membership("collaborator")
    asked = stale.post(f"/o/alpine/users/{target.pk}/role/", {"role": AD, "version": "0"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    asked = stale.post("/me/security/address/", {"email": "new@nowhere.example"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert database() == before
    assert User.objects.get(pk=cast["external"].pk).password == password


def test_proof_is_asked_of_fragments_too(as_: As, cast: Cast) -> None:
    """Row 35: the same door, whichever way one comes."""
    stale = as_("legal", fresh=False)
    target = cast.membership("collaborator")
    for path, fields in (
        (f"/o/alpine/users/{target.pk}/role/", {"role": AD, "version": "0"}),
        ("/me/security/address/", {"email": "new@nowhere.example"}),
    ):
        answer = stale.post(path, fields, headers={"HX-Request": "true", "HX-Target": "dialog"})
        assert answer["HX-Redirect"].startswith(reverse("account_reauthenticate"))
    assert PASSWORD not in str(answer.headers)
    target.refresh_from_db()
    assert target.role == CO

"""Security rules of an Organization: how long sessions of its members may idle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.idling import hours_of, signed_out_by
from orgs.models import Membership, Organization
from tests.conftest import Cast, join, sign_in
from tests.orgs.details import SECURE, text_of

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0)


def choose(client: Client, hours: str, was: str = "") -> Any:
    return client.post(SECURE, {"idle_hours": hours, "was": was}, follow=True)


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_choice_is_saved_recorded_and_told(as_: Any, cast: Cast) -> None:
    answer = choose(as_("administrator"), "2")
    assert "Saved." in text_of(answer)
    cast.alpine.refresh_from_db()
    assert cast.alpine.idle_hours == 2
    entry = AuditEntry.objects.get(event="orgs.organization.secured")
    assert (entry.before, entry.after) == ({"idle_hours": None}, {"idle_hours": 2})
    letters = OutgoingLetter.objects.filter(event="orgs.organization.secured")
    assert {each.to for each in letters} == {cast["legal"].email, cast["legal2"].email}
    assert (
        "Longest idle time: The usual: 24 hours, for administrators 4 → 2 hours for everybody"
        in letters[0].text
    )


def test_it_ends_an_idle_session_at_the_next_request(cast: Cast) -> None:
    """decisions: an Organization may lower the hours; it acts on the next request."""
    with time_machine.travel(START, tick=False) as clock:
        member = sign_in(Client(), cast["collaborator"])
        other = sign_in(Client(), cast["stranger"])
        assert is_signed_in(member)
        assert is_signed_in(other)
        clock.shift(timedelta(hours=1, minutes=1))
        Organization.objects.filter(pk=cast.alpine.pk).update(idle_hours=1)
        assert not is_signed_in(member)
        assert is_signed_in(other)


def test_the_strictest_of_several_organizations_decides(cast: Cast) -> None:
    """G18.3; one that suspended the person has no say."""
    person = cast["collaborator"]
    elsewhere = join(person, cast.rival, "external")
    assert hours_of(person.pk) == 24
    Organization.objects.filter(pk=cast.rival.pk).update(idle_hours=1)
    assert hours_of(person.pk) == 1
    Organization.objects.filter(pk=cast.alpine.pk).update(idle_hours=4)
    assert hours_of(person.pk) == 1
    Membership.objects.filter(pk=elsewhere.pk).update(suspended_at=timezone.now())
    assert hours_of(person.pk) == 4
    assert hours_of(cast["administrator"].pk) == 4
    Organization.objects.filter(pk=cast.alpine.pk).update(idle_hours=2)
    assert hours_of(cast["administrator"].pk) == 2
    assert hours_of(987_654) == 24


def test_the_page_says_how_many_would_sign_in_again(as_: Any, cast: Cast) -> None:
    client = as_("administrator")
    for part, hours in (("collaborator", 3), ("external", 30), ("legal", 3), ("stranger", 3)):
        sign_in(Client(), cast[part])
        UserSession.objects.filter(user=cast[part]).delete()
        key = sign_in(Client(), cast[part]).session.session_key
        row, _new = UserSession.objects.get_or_create(
            session_key=key,
            defaults={"user": cast[part], "ip": "198.51.100.9", "user_agent": "x"},
        )
        UserSession.objects.filter(pk=row.pk).update(
            last_seen_at=timezone.now() - timedelta(hours=hours)
        )
    members = Membership.objects.filter(organization=cast.alpine)
    assert signed_out_by(members, 2) == 2
    assert signed_out_by(members, 4) == 0
    assert "2 people have been silent for longer" in text_of(client.get(SECURE))


def test_somebody_was_faster(as_: Any, cast: Cast) -> None:
    choose(as_("legal"), "1")
    answer = choose(as_("administrator"), "4")
    assert answer.status_code == 409
    assert "Somebody has meanwhile chosen “1 hour for everybody”." in text_of(answer)
    cast.alpine.refresh_from_db()
    assert cast.alpine.idle_hours == 1
    assert AuditEntry.objects.count() == 1
    assert choose(as_("administrator"), "", was="1").status_code == 200
    cast.alpine.refresh_from_db()
    assert cast.alpine.idle_hours is None


@pytest.mark.parametrize("hours", ["3", "0", "-1", "24", "9999999999999999999", "two", "1.5"])
def test_no_other_number_is_taken(as_: Any, cast: Cast, hours: str) -> None:
    answer = choose(as_("administrator"), hours)
    assert answer.status_code == 422
    cast.alpine.refresh_from_db()
    assert cast.alpine.idle_hours is None
    assert not AuditEntry.objects.exists()


def test_the_page_names_who_leads_and_nobody_else(as_: Any, cast: Cast) -> None:
    text = text_of(as_("administrator").get(SECURE))
    for part in ("legal", "legal2", "administrator"):
        assert cast[part].full_name in text
    for part in ("collaborator", "stranger", "partner_full"):
        assert cast[part].full_name not in text
    assert "1 person may do nothing here" in text
    assert "Nobody is asked to join." in text


def test_policies_are_for_administrators_only(as_: Any, cast: Cast) -> None:
    """A full partner never touches them (decisions)."""
    for part in ("partner_full", "partner_limited", "collaborator", "external"):
        assert as_(part).get(SECURE).status_code == 403
        assert as_(part).post(SECURE, {"idle_hours": "1", "was": ""}).status_code == 403
    cast.alpine.refresh_from_db()
    assert cast.alpine.idle_hours is None

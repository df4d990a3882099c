"""Several people at once: all of them or none, and who is left as they are is said before."""

from __future__ import annotations

import pytest

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership, Suspension
from tests.orgs.suspending import HTMX, USERS

MANY = f"{USERS}suspend/"


def ticks(cast, *parts: str):
    return {"selected": [cast.membership(part).pk for part in parts]}


def suspended() -> set[str]:
    rows = Membership.objects.filter(suspended_at__isnull=False).select_related("user")
    return {row.user.full_name.split()[0] for row in rows}


@pytest.mark.flow("G3.10")
def test_it_suspends_all_who_are_ticked(as_, cast):
    sent = {**ticks(cast, "collaborator", "accounting"), "reason": "Phishing wave"}
    response = as_("administrator").post(MANY, sent)
    assert (response.status_code, response["Location"]) == (302, USERS)
    assert suspended() == {"Sven", "Cora", "Ada"}
    assert AuditEntry.objects.filter(event="orgs.member.suspended").count() == 2
    assert AuditEntry.objects.filter(event="orgs.member.suspension_checked").count() == 2
    assert OutgoingLetter.objects.count() == 2
    assert set(Suspension.objects.values_list("reason", flat=True)) == {"Phishing wave"}


def test_on_the_list_the_list_is_the_new_truth(as_, cast):
    response = as_("legal").post(MANY, ticks(cast, "collaborator", "accounting"), headers=HTMX)
    html = response.content.decode()
    assert response["HX-Retarget"] == "#main"
    assert "2 people are suspended." in html
    assert html.count('data-tone="danger"') >= 3


@pytest.mark.flow("G3.10")
def test_who_is_left_as_they_are_is_named_before(as_, cast):
    asked = ticks(cast, "collaborator", "legal", "administrator", "suspended")
    html = as_("administrator").get(MANY, asked).content.decode()
    assert "for this person:" in html
    assert "3 people are left as they are" in html
    assert "Lara Legal ALPINEMARK: Only a legal representative can suspend" in html
    assert "Adrian Admin ALPINEMARK: Nobody suspends themselves" in html
    assert "Sven Suspended ALPINEMARK: Suspended already." in html
    assert "Suspend 1 person" in html
    assert html.count('name="selected"') == 1
    assert suspended() == {"Sven"}, "looking changes nothing"


@pytest.mark.parametrize("other", ["legal", "administrator"])
def test_one_that_may_not_be_suspended_stops_all(as_, cast, other):
    """The dialog does not offer it; whoever sends it all the same changes nothing."""
    response = as_("administrator").post(MANY, ticks(cast, "collaborator", other), headers=HTMX)
    assert response.status_code == 403
    assert cast[other].full_name in response.content.decode()
    assert suspended() == {"Sven"}
    assert not OutgoingLetter.objects.exists()


def test_somebody_of_another_organization_stops_all(as_, cast):
    neighbor = cast.membership("stranger", cast.rival)
    sent = {"selected": [cast.membership("collaborator").pk, neighbor.pk]}
    for ask in (as_("legal").get, as_("legal").post):
        assert ask(MANY, sent).status_code == 404
    assert suspended() == {"Sven"}


def test_somebody_who_is_gone_stops_all(as_, cast):
    sent = {"selected": [cast.membership("collaborator").pk, 987_654_321]}
    assert as_("legal").post(MANY, sent).status_code == 404
    assert suspended() == {"Sven"}


@pytest.mark.parametrize("selected", [[], ["x"], ["-1"], ["9" * 30]])
def test_nobody_ticked_is_a_sentence(as_, cast, selected):
    response = as_("legal").post(MANY, {"selected": selected}, headers=HTMX)
    assert response.status_code == 422
    assert "Tick somebody first." in response.content.decode()
    assert "Nobody is ticked" in as_("legal").get(MANY).content.decode()


def test_who_is_suspended_already_stays_as_they_are(as_, cast):
    before = cast.membership("suspended").suspended_at
    as_("legal").post(MANY, ticks(cast, "suspended", "external"))
    assert cast.membership("suspended").suspended_at == before
    assert Suspension.objects.get().person_name == cast["external"].full_name


def test_more_than_a_hundred_at_once_are_refused(as_, cast):
    from auth2fa.models import User
    from orgs.names import sort_name

    users = User.objects.bulk_create(
        User(email=f"n{number}@alpinemark.example", full_name=f"N {number}", password="!")
        for number in range(101)
    )
    people = Membership.objects.bulk_create(
        Membership(
            organization=cast.alpine,
            user=user,
            role="collaborator",
            sort_name=sort_name(user.full_name),
        )
        for user in users
    )
    response = as_("legal").post(MANY, {"selected": [each.pk for each in people]}, headers=HTMX)
    assert response.status_code == 422
    assert "At most 100 people at once." in response.content.decode()
    assert suspended() == {"Sven"}


def test_a_bad_reason_keeps_the_ticks(as_, cast):
    sent = {**ticks(cast, "collaborator", "accounting"), "reason": "x" * 5000}
    response = as_("legal").post(MANY, sent, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count('name="selected"') == 2
    assert suspended() == {"Sven"}

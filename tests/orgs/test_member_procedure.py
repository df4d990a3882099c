"""The self-service procedure: what only the person can do, asked by a letter (G3.14)."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership
from tests.conftest import sign_in
from tests.orgs.suspending import HTMX, USERS, page_url, suspend


def procedure_url(member: Membership) -> str:
    return f"{USERS}{member.pk}/procedure/"


@pytest.mark.flow("G3.14")
def test_the_person_gets_the_steps_with_links_to_their_own_pages(as_, cast):
    member = cast.membership("collaborator")
    dialog = as_("administrator").get(procedure_url(member)).content.decode()
    assert "Change your password" in dialog
    assert "Nothing is closed by it" in dialog
    assert as_("administrator").post(procedure_url(member)).status_code == 302
    letter = OutgoingLetter.objects.get()
    assert letter.to == cast["collaborator"].email
    assert "Adrian Admin ALPINEMARK of Alpine ALPINEMARK asks you" in letter.text
    paths = re.findall(r"https?://[^/\s]+(/me/\S+)", letter.text)
    assert paths == ["/me/security/password/", "/me/security/", "/me/activity/"]
    browser = sign_in(Client(), cast["collaborator"])
    for path in paths:
        assert browser.get(path).status_code == 200
    member.refresh_from_db()
    assert member.suspended_at is None, "it is instead of a suspension"


@pytest.mark.flow("G3.14")
def test_it_is_offered_where_somebody_is_about_to_suspend(as_, cast):
    member = cast.membership("collaborator")
    html = as_("administrator").get(f"{USERS}{member.pk}/suspend/").content.decode()
    assert f'href="{procedure_url(member)}"' in html


def test_it_is_sent_once_an_hour(as_, cast):
    member = cast.membership("collaborator")
    with time_machine.travel("2026-03-02 12:00Z", tick=False) as clock:
        assert as_("administrator").post(procedure_url(member)).status_code == 302
        response = as_("legal").post(procedure_url(member), headers=HTMX)
        assert response.status_code == 422
        assert "Adrian Admin ALPINEMARK sent Cora" in response.content.decode()
        assert "They can be sent once an hour." in response.content.decode()
        assert as_("legal").post(procedure_url(cast.membership("external"))).status_code == 302
        clock.move_to("2026-03-02 13:00:01Z")
        assert as_("legal").post(procedure_url(member)).status_code == 302
    assert OutgoingLetter.objects.count() == 3


def test_the_hour_of_one_organization_is_no_news_to_another(as_, cast):
    from tests.conftest import join

    there = join(cast["collaborator"], cast.rival, "collaborator")
    as_("administrator").post(procedure_url(cast.membership("collaborator")))
    answer = as_("stranger").post(f"/o/rival/users/{there.pk}/procedure/")
    assert answer.status_code == 302
    assert OutgoingLetter.objects.count() == 2


@pytest.mark.flow("G3.14")
def test_it_stands_in_the_record_of_a_suspension(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    as_("administrator").post(procedure_url(member))
    html = as_("administrator").get(page_url(member)).content.decode()
    assert "Asked to secure the account" in html
    assert AuditEntry.objects.filter(event="orgs.member.procedure_sent").count() == 1


def test_nobody_asks_who_is_above_them_or_next_door(as_, cast):
    for part, member in (
        ("administrator", cast.membership("legal")),
        ("administrator", cast.membership("administrator")),
        ("collaborator", cast.membership("external")),
    ):
        assert as_(part).post(procedure_url(member)).status_code == 403
    stranger = cast.membership("stranger", cast.rival)
    assert as_("legal").post(procedure_url(stranger)).status_code == 404
    assert not OutgoingLetter.objects.exists()

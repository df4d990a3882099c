"""Why somebody may, or may not: the gate's own answer, in words, at an address."""

from __future__ import annotations

import pytest

from orgs.models import Membership, PartnerContract, TeamMembership


def ask(browser, action: str, **more: object) -> str:
    response = browser.get("/o/alpine/why/", {"action": action, **more})
    assert response.status_code == 200
    return response.content.decode()


def answer(html: str) -> str:
    return "yes" if 'data-allowed="yes"' in html else "no"


@pytest.mark.flow("G1.7")
def test_it_answers_for_any_person_and_action(as_, cast):
    member = cast.membership("collaborator")
    html = ask(as_("administrator"), "orgs.member.change_role", person=member.pk)
    assert answer(html) == "no"
    assert "This needs the role “Administrator”; yours is “Collaborator”." in html
    allowed = ask(as_("legal"), "orgs.member.list", person=cast.membership("administrator").pk)
    assert answer(allowed) == "yes"
    assert "The role “Administrator” includes this." in allowed


def test_it_names_what_the_answer_rests_on_and_who_gave_it(as_, cast):
    Membership.objects.filter(user=cast["collaborator"]).update(
        role_given_by="Gina Giver", role_given_at="2026-03-03T10:00:00Z"
    )
    html = ask(as_("legal"), "orgs.member.list", person=cast.membership("collaborator").pk)
    rests = html.partition('id="h-because"')[2].partition("</section>")[0]
    assert "Collaborator" in rests
    assert "given by Gina Giver" in rests
    assert "3 Mar" in rests


def test_it_names_who_could_change_it(as_, cast):
    html = ask(as_("collaborator"), "orgs.activity.list")
    helpers = html.partition('id="h-help"')[2].partition("</section>")[0]
    assert "Lara Legal" in helpers
    assert "Adrian Admin" in helpers
    assert "@" not in helpers, "a collaborator is told no addresses"
    for_external = ask(as_("external"), "orgs.activity.list")
    assert "Lara Legal" not in for_external
    assert "Adrian Admin" not in for_external


def test_only_a_legal_representative_could_make_another(as_, cast):
    html = ask(as_("administrator"), "orgs.member.give_legal_representative")
    helpers = html.partition('id="h-help"')[2].partition("</section>")[0]
    assert "Lara Legal" in helpers
    assert "Ada Accounting" not in helpers


def test_the_answer_rests_on_the_membership_alone(as_, cast):
    """Deleting other rows changes nothing; changing that one does."""
    member = cast.membership("administrator")
    browser = as_("legal")

    def now() -> str:
        return answer(ask(browser, "orgs.activity.list", person=member.pk))

    assert now() == "yes"
    TeamMembership.objects.all().delete()
    PartnerContract.objects.all().delete()
    Membership.objects.exclude(user__in=[cast["legal"], cast["administrator"]]).delete()
    assert now() == "yes"
    Membership.objects.filter(pk=member.pk).update(role="collaborator")
    assert now() == "no"


def test_a_suspension_is_the_reason_for_everything(as_, cast):
    html = ask(as_("legal"), "orgs.member.list", person=cast.membership("suspended").pk)
    assert answer(html) == "no"
    assert "The membership is suspended" in html


def test_on_whom_matters(as_, cast):
    browser, administrator = as_("legal"), cast.membership("administrator").pk
    question = {"action": "orgs.member.change_role", "person": administrator}
    above = ask(browser, **question, object=cast.membership("legal2").pk)
    assert answer(above) == "no"
    assert "Only a legal representative can change the role of a legal representative" in above
    below = ask(browser, **question, object=cast.membership("collaborator").pk)
    assert answer(below) == "yes"


def test_the_other_way_round_it_lists_who_may(as_, cast):
    html = ask(as_("legal"), "orgs.member.change_role", object=cast.membership("legal2").pk)
    holders = html.partition('id="h-holders"')[2]
    assert "Lara Legal" in holders
    for name in ("Leon Legal", "Adrian Admin", "Cora Collaborator", "Sven Suspended"):
        assert name not in holders


def test_about_others_only_administrators_ask(as_, cast):
    html = ask(as_("collaborator"), "orgs.member.list", person=cast.membership("legal").pk)
    assert "about others, an administrator can" in html
    assert "data-allowed" not in html
    unseen = as_("external").get("/o/alpine/why/", {"person": cast.membership("legal").pk})
    assert unseen.status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1 OR 1=1", "١"])
def test_a_person_that_is_none_is_not_found(as_, cast, number):
    assert as_("legal").get("/o/alpine/why/", {"person": number}).status_code == 404


def test_somebody_of_another_organization_is_not_found(as_, cast):
    stranger = cast.membership("stranger", cast.rival).pk
    for key in ("person", "object"):
        assert as_("legal").get("/o/alpine/why/", {key: stranger}).status_code == 404


def test_a_person_is_found_by_a_piece_of_the_name(as_, cast):
    html = ask(as_("legal"), "orgs.member.list", who="cora")
    assert f"?person={cast.membership('collaborator').pk}&amp;action=orgs.member.list" in html


@pytest.mark.flow("G15.1")
def test_every_closed_control_leads_to_the_reason(as_, cast):
    member = cast.membership("legal")
    html = as_("administrator").get(f"/o/alpine/users/{member.pk}/").content.decode()
    assert 'aria-disabled="true"' in html
    assert f"why/?action=orgs.member.change_role&amp;object={member.pk}" in html

"""Changing a role: who may, what it says before, what it leaves behind."""

from __future__ import annotations

import pytest

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.lists import row_at
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.members import change_role
from orgs.models import Membership
from tests.conftest import join, make_person

HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


def role_url(membership: Membership) -> str:
    return f"/o/alpine/users/{membership.pk}/role/"


def choice(membership: Membership, role: str, **more: str) -> dict[str, str]:
    return {"role": role, "version": str(membership.version), **more}


@pytest.mark.flow("G1.4", "G1.7")
def test_it_changes_the_role(as_, cast):
    member = cast.membership("collaborator")
    response = as_("administrator").post(role_url(member), choice(member, "external"))
    assert response.status_code == 302
    assert response["Location"] == f"/o/alpine/users/{member.pk}/"
    member.refresh_from_db()
    assert (member.role, member.version, member.role_given_by) == (
        "external",
        1,
        cast["administrator"].full_name,
    )


@pytest.mark.flow("G1.5", "E1")
def test_it_writes_a_summary_to_the_person(as_, cast):
    member = cast.membership("collaborator")
    as_("administrator").post(role_url(member), choice(member, "external"))
    letter = OutgoingLetter.objects.get()
    assert letter.to == cast["collaborator"].email
    assert letter.subject == "Your role in Alpine ALPINEMARK is now External"
    assert "you were Collaborator and are now External" in letter.text
    assert "Adrian Admin ALPINEMARK changed your role" in letter.text
    assert "see the list of people" in letter.text.partition("You can no longer:")[2]


def test_it_records_before_and_after(as_, cast):
    member = cast.membership("collaborator")
    as_("administrator").post(role_url(member), choice(member, "external"))
    entry = AuditEntry.objects.get()
    assert entry.event == "orgs.member.role_changed"
    assert entry.before == {"role": "collaborator", "has_accounting": False}
    assert entry.after == {"role": "external", "has_accounting": False}
    assert (entry.actor_id, entry.organization_id) == (cast["administrator"].pk, cast.alpine.pk)
    assert entry.ip == "127.0.0.1"
    assert entry.request_id


@pytest.mark.flow("G16.4")
def test_a_collaborator_may_get_the_accounting_right(as_, cast):
    member = cast.membership("collaborator")
    as_("administrator").post(role_url(member), choice(member, "collaborator", has_accounting="on"))
    member.refresh_from_db()
    assert member.has_accounting
    assert "You now have the accounting right" in OutgoingLetter.objects.get().text


def test_the_accounting_right_goes_with_the_role(as_, cast):
    member = cast.membership("accounting")
    as_("administrator").post(role_url(member), choice(member, "external", has_accounting="on"))
    member.refresh_from_db()
    assert (member.role, member.has_accounting) == ("external", False)


@pytest.mark.flow("G1.8")
def test_only_a_legal_representative_makes_another(as_, cast):
    member = cast.membership("collaborator")
    response = as_("administrator").post(role_url(member), choice(member, "legal_representative"))
    assert response.status_code == 422
    assert "cannot give or take a role above your own" in response.content.decode()
    member.refresh_from_db()
    assert member.role == "collaborator"
    as_("legal").post(role_url(member), choice(member, "legal_representative"))
    member.refresh_from_db()
    assert member.role == "legal_representative"


def test_an_administrator_does_not_touch_a_legal_representative(as_, cast):
    member = cast.membership("legal")
    response = as_("administrator").post(role_url(member), choice(member, "collaborator"))
    assert response.status_code == 403
    assert "Only a legal representative" in response.content.decode()


def test_nobody_changes_their_own_role(as_, cast):
    """Row 43."""
    member = cast.membership("administrator")
    response = as_("administrator").post(role_url(member), choice(member, "collaborator"))
    assert response.status_code == 403
    member.refresh_from_db()
    assert member.role == "administrator"


@pytest.mark.flow("G1.9")
def test_the_only_legal_representative_cannot_step_down(as_, cast):
    """A suspended one does not count; an Organization of nobody must be impossible."""
    legal, other = cast.membership("legal"), cast.membership("legal2")
    Membership.objects.filter(pk=other.pk).update(suspended_at="2026-01-01T00:00:00Z")
    response = as_("legal").post(role_url(legal), choice(legal, "collaborator"))
    assert response.status_code == 403
    assert "name one first if you are the only one" in response.content.decode()
    legal.refresh_from_db()
    assert legal.role == "legal_representative"


def test_not_even_the_console_itself_takes_the_last_one(cast):
    Membership.objects.filter(user=cast["legal2"]).update(suspended_at="2026-01-01T00:00:00Z")
    legal = cast.membership("legal")
    with pytest.raises(Refused, match="only active legal representative"):
        change_role(
            actor=Actor.system(cast.alpine.pk),
            membership_id=legal.pk,
            role="collaborator",
            has_accounting=False,
            version=legal.version,
            is_proven=True,
        )


@pytest.mark.flow("G1.14")
def test_a_legal_representative_is_replaced_by_naming_the_new_one_first(as_, cast):
    legal2, member = cast.membership("legal2"), cast.membership("administrator")
    as_("legal").post(role_url(member), choice(member, "legal_representative"))
    response = as_("administrator").post(role_url(legal2), choice(legal2, "collaborator"))
    assert response.status_code == 302
    roles = dict(Membership.objects.filter(organization=cast.alpine).values_list("user", "role"))
    assert roles[cast["administrator"].pk] == "legal_representative"
    assert roles[cast["legal2"].pk] == "collaborator"


def test_it_shows_what_is_lost_kept_and_gained(as_, cast):
    member = cast.membership("collaborator")
    html = (
        as_("administrator")
        .get(
            f"{role_url(member)}?role=external",
            headers={"HX-Request": "true", "HX-Target": "role-preview"},
        )
        .content.decode()
    )
    assert html.lstrip().startswith('<div id="role-preview"')
    assert "<html" not in html
    loses, _, rest = html.partition("Keeps")
    assert "Loses" in loses
    assert "see the list of people" in loses.lower().lower()
    keeps, _, gains = rest.partition("Gains")
    assert "1 team: Web ALPINEMARK" in keeps
    assert "nothing" in gains


PREVIEW = {"HX-Request": "true", "HX-Target": "role-preview"}


@pytest.mark.flow("G1.6")
def test_choosing_collaborator_opens_the_choice_of_services(as_, cast):
    browser, url = as_("administrator"), role_url(cast.membership("external"))
    collaborator = browser.get(f"{url}?role=collaborator", headers=PREVIEW).content.decode()
    assert "Which services?" in collaborator
    assert 'name="has_accounting"' in collaborator
    assert "manage orders, renewals, invoices" not in collaborator.lower()
    with_right = browser.get(
        f"{url}?role=collaborator&has_accounting=on", headers=PREVIEW
    ).content.decode()
    assert "manage orders, renewals, invoices" in with_right.partition("Gains")[2].lower()
    administrator = browser.get(f"{url}?role=administrator", headers=PREVIEW).content.decode()
    assert "Which services?" not in administrator


@pytest.mark.flow("G1.2", "G1.3")
def test_an_external_takes_no_part_in_what_is_shared_with_all(as_, cast):
    browser, url = as_("administrator"), role_url(cast.membership("collaborator"))
    external = browser.get(f"{url}?role=external", headers=PREVIEW).content.decode()
    shared = "take part in what is shared with the whole organization"
    assert shared in external.partition("Keeps")[0].lower()
    holders = browser.get("/o/alpine/why/?action=orgs.member.share_with_all").content.decode()
    listed = holders.partition('id="h-holders"')[2]
    assert "Cora Collaborator" in listed
    assert "Emil External" not in listed


def test_it_counts_the_people_that_an_administrator_no_longer_manages(as_, cast):
    url = role_url(cast.membership("administrator"))
    html = as_("legal").get(f"{url}?role=collaborator", headers=PREVIEW).content.decode()
    assert "the say over 6 people" in html.partition("Keeps")[0].lower()


def test_it_keeps_a_stale_form_from_overwriting(as_, cast):
    """Two administrators, one role: the second is told what the first made of it."""
    member = cast.membership("collaborator")
    stale = choice(member, "administrator")
    as_("legal").post(role_url(member), choice(member, "external"))
    response = as_("legal2").post(role_url(member), stale, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Lara Legal ALPINEMARK has meanwhile changed this" in html
    assert 'value="administrator" checked' in html, "the choice is kept"
    member.refresh_from_db()
    assert (member.role, OutgoingLetter.objects.count()) == ("external", 1)
    assert f'name="version" value="{member.version}"' in html, "saving again is possible"


def test_a_second_click_changes_nothing_more(as_, cast):
    member = cast.membership("collaborator")
    sent = choice(member, "external")
    for _ in range(2):
        assert as_("administrator").post(role_url(member), sent).status_code == 302
    assert (AuditEntry.objects.count(), OutgoingLetter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"role": "emperor", "version": "0"}, "There is no such role"),
        ({"version": "0"}, "Choose a role"),
        ({"role": "external"}, "This form is incomplete"),
        ({"role": "external", "version": "x"}, "This form is incomplete"),
        ({"role": "external\r\nBcc: a@b", "version": "0"}, "There is no such role"),
        ({"role": "e" * 5000, "version": "0"}, "There is no such role"),
    ],
)
def test_it_answers_bad_input_with_a_sentence(as_, cast, sent, sentence):
    member = cast.membership("collaborator")
    response = as_("administrator").post(role_url(member), sent, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    member.refresh_from_db()
    assert member.role == "collaborator"


def test_it_ignores_fields_that_are_not_its_own(as_, cast):
    """Row 39: mass assignment."""
    member = cast.membership("collaborator")
    as_("administrator").post(
        role_url(member),
        choice(member, "external", organization=str(cast.rival.pk), user="1", is_staff="1"),
    )
    member.refresh_from_db()
    assert (member.organization_id, member.user) == (cast.alpine.pk, cast["collaborator"])


def test_it_does_not_reach_into_another_organization(as_, cast):
    stranger = cast.membership("stranger", cast.rival)
    assert as_("legal").post(role_url(stranger), choice(stranger, "external")).status_code == 404
    stranger.refresh_from_db()
    assert stranger.role == "legal_representative"


def test_a_role_withdrawn_meanwhile_ends_the_right(as_, cast):
    """Row 41: the form was opened with the right, and sent without it."""
    member = cast.membership("collaborator")
    browser = as_("administrator")
    assert browser.get(role_url(member)).status_code == 200
    Membership.objects.filter(user=cast["administrator"]).update(role="collaborator")
    assert browser.post(role_url(member), choice(member, "external")).status_code == 403


def test_administrators_are_made_with_fresh_proof_only(as_, cast):
    """Row 35: as a page and for htmx; afterwards one is back with the choice made."""
    member = cast.membership("collaborator")
    browser = as_("legal", fresh=False)
    sent = choice(member, "administrator")
    response = browser.post(role_url(member), sent)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/?next=")
    assert "role%3Dadministrator" in response["Location"]
    by_htmx = browser.post(role_url(member), sent, headers=HTMX)
    assert by_htmx["HX-Redirect"].startswith("/accounts/reauthenticate/")
    member.refresh_from_db()
    assert member.role == "collaborator"
    back = browser.get(f"{role_url(member)}?role=administrator").content.decode()
    assert 'value="administrator" checked' in back


def test_the_list_gets_back_only_the_row_that_changed(as_, cast):
    member = cast.membership("collaborator")
    response = as_("administrator").post(
        role_url(member),
        choice(member, "external"),
        headers={**HTMX, "HX-Current-URL": "http://testserver/o/alpine/users/?sort=-name"},
    )
    html = response.content.decode()
    assert response["HX-Retarget"] == row_at("member-table", member.pk)
    assert html.lstrip().startswith("<tr")
    assert f'name="selected" value="{member.pk}"' in html
    assert "External" in html
    assert "is now External" in html, "the toast travels with it"
    assert len(response.content) < 2000


@pytest.mark.parametrize("fresh", [True, False])
def test_a_change_costs_nine_statements_beside_its_letter(
    as_, cast, django_assert_max_num_queries, fresh
):
    """P2: the whole request, with BEGIN and COMMIT, which a savepoint stands for in a test."""
    member, browser = cast.membership("collaborator"), as_("administrator", fresh=fresh)
    browser.get(role_url(member))  # the session has begun, and the member was seen
    letter = 1
    with django_assert_max_num_queries(9 + letter):
        response = browser.post(
            role_url(member),
            choice(member, "external"),
            headers={**HTMX, "HX-Current-URL": "http://testserver/o/alpine/users/"},
        )
    assert response["HX-Retarget"] == row_at("member-table", member.pk)
    assert b"Web ALPINEMARK" in response.content


def test_a_name_of_two_hundred_characters_fits(as_, cast):
    long = make_person("N" * 200, cast.alpine)
    member = join(long, cast.alpine, "collaborator")
    response = as_("administrator").post(role_url(member), choice(member, "external"))
    assert response.status_code == 302
    assert OutgoingLetter.objects.get().to == long.email

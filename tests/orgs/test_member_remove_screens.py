"""The order of the screens, what is asked on them, and what a change in between does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from console.shell.actions import Overtaken, Refused
from console.shell.models import AuditEntry
from orgs import following
from orgs.following import Choice, Consequence, Follower
from orgs.models import FormerMember, Membership, Team, TeamMembership
from tests.orgs.removing import answer, finish, hidden, remove, remove_url, walk_to

pytestmark = pytest.mark.django_db
BEGINS = "Removing somebody begins with the first step."


class Drive(Follower):
    """Something undecided, as a higher app will have it."""

    def __init__(self) -> None:
        self.files = ["Plans.ods", "<b>Huts</b>.odt"]
        self.removed: list[tuple[int, str]] = []

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        sentence = f"{len(self.files)} files in Drive"
        answers = [
            Choice("keep", "Keep for 6 months", "Nobody can open them"),
            Choice("delete", "Delete now"),
        ]
        return (Consequence(sentence, self.files, "What shall happen to the files?", answers),)

    def snapshot(self, membership: Membership) -> dict[str, object]:
        return {"files": len(self.files)}

    def remove(self, membership: Membership, choice: str) -> None:
        self.removed.append((membership.pk, choice))


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Drive:
    follower = Drive()
    monkeypatch.setitem(following._followers, "tests.drive", follower)
    return follower


def still_there(member: Membership) -> bool:
    return Membership.objects.filter(pk=member.pk).exists()


# --- What is asked ------------------------------------------------------------------------------


@pytest.mark.flow("G6.3", "G6.4")
def test_what_is_undecided_is_asked_without_a_default(as_, cast, drive):
    member, client = cast.membership("collaborator"), as_("legal")
    text = client.get(remove_url(member)).content.decode()
    assert "What shall happen to the files?" in text
    assert "Nobody can open them" in text
    assert "&lt;b&gt;Huts&lt;/b&gt;.odt" in text
    radios = text.partition("What shall happen to the files?")[2].partition("</fieldset>")[0]
    assert radios.count('type="radio"') == 2
    assert "checked" not in radios
    response = answer(client, member, 1)
    assert response.status_code == 422
    assert "Choose what shall happen." in response.content.decode()
    assert client.get(remove_url(member, 2)).status_code == 302


@pytest.mark.flow("G6.3")
def test_the_answer_is_shown_carried_on_and_obeyed(as_, cast, drive):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 3, **{"choice-tests.drive": "keep"})
    for step in (2, 3):
        assert "Keep for 6 months" in client.get(remove_url(member, step)).content.decode()
    back = client.get(remove_url(member)).content.decode()
    assert 'value="keep"' in back
    assert back.count("checked") == 1
    response = finish(client, member, cast["legal"].email, **{"choice-tests.drive": "keep"})
    assert response.status_code == 302
    assert drive.removed == [(member.pk, "keep")]
    entry = AuditEntry.objects.get(event="orgs.member.removed")
    assert entry.after["choices"] == {"tests.drive": "keep"}
    assert FormerMember.objects.get().snapshot["tests.drive"] == {"files": 2}


@pytest.mark.parametrize("choices", [{}, {"tests.drive": "sell"}, {"other": "keep"}])
def test_the_action_takes_no_answer_that_was_not_offered(cast, drive, choices):
    with pytest.raises(Refused, match="What shall happen to the files"):
        remove(cast.membership("legal"), cast.membership("collaborator"), choices=choices)
    assert drive.removed == []


# --- The order ----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [2, 3, 4])
def test_no_screen_can_be_left_out(as_, cast, step):
    """Row 45: asked for or sent first, it leads to the first one."""
    member, client = cast.membership("collaborator"), as_("legal")
    values = {"mark": "", "is_read": "on", "own_email": cast["legal"].email, "is_sure": "on"}
    for response in (
        client.get(remove_url(member, step)),
        client.post(remove_url(member, step), values),
    ):
        assert response.status_code == 302
        assert response["Location"] == remove_url(member)
    assert BEGINS in client.get(remove_url(member)).content.decode()
    walk_to(client, member, 2)
    if step > 2:
        mark = hidden(client.get(remove_url(member, 2)), "mark")
        response = client.post(remove_url(member, step), {**values, "mark": mark})
        assert response["Location"] == remove_url(member)
    assert still_there(member)


@pytest.mark.flow("G6.5")
def test_the_second_screen_wants_its_box(as_, cast):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 2)
    response = answer(client, member, 2)
    assert response.status_code == 422
    assert "Tick the box to go on." in response.content.decode()
    assert client.get(remove_url(member, 3)).status_code == 302


@pytest.mark.flow("G6.7")
@pytest.mark.parametrize(
    ("typed", "box", "sentence"),
    [
        ("", True, "Type the e-mail address you sign in with."),
        ("cora.collaborator@alpinemark.example", True, "This is not the address you sign in with."),
        ("<b>no</b>", True, "This is not the address you sign in with."),
        ("lara.legal@alpinemark.example", False, "Tick the box to remove this user."),
    ],
)
def test_the_last_screen_says_what_is_wrong_and_loses_nothing(as_, cast, typed, box, sentence):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4)
    values = {"own_email": typed, **({"is_sure": "on"} if box else {})}
    response = answer(client, member, 4, **values)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert ("checked" in text.partition('name="is_sure"')[2][:80]) == box
    if "@" in typed:
        assert f'value="{typed}"' in text
    assert still_there(member)
    assert answer(client, member, 4, own_email=cast["legal"].email, is_sure="on").status_code == 302
    assert not still_there(member)


def test_going_back_and_on_again_loses_nothing(as_, cast):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4)
    for step in (3, 2, 4):
        assert client.get(remove_url(member, step)).status_code == 200
    assert answer(client, member, 2, is_read="on").status_code == 302
    assert answer(client, member, 4, own_email=cast["legal"].email, is_sure="on").status_code == 302
    assert not still_there(member)


def test_what_was_answered_long_ago_is_asked_again(as_, cast):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = client.get(remove_url(member, 4))
    assert response["Location"] == remove_url(member)


# --- Two tabs -----------------------------------------------------------------------------------


def test_two_tabs_about_two_people_do_not_mix(as_, cast, drive):
    one, two, client = cast.membership("collaborator"), cast.membership("external"), as_("legal")
    walk_to(client, one, 2, **{"choice-tests.drive": "keep"})
    walk_to(client, two, 4, **{"choice-tests.drive": "delete"})
    walked = client.get(remove_url(one, 2)).content.decode()
    assert "Keep for 6 months" in walked
    mark_of_two = hidden(client.get(remove_url(two, 4)), "mark")
    mixed = client.post(remove_url(one, 2), {"mark": mark_of_two, "is_read": "on"})
    assert mixed["Location"] == remove_url(one)
    assert answer(client, two, 4, own_email=cast["legal"].email, is_sure="on").status_code == 302
    assert drive.removed == [(two.pk, "delete")]
    assert still_there(one)


def test_a_screen_of_an_earlier_walk_leads_to_the_first(as_, cast, drive):
    """The other tab began anew with another answer: this one has not seen it."""
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4, **{"choice-tests.drive": "keep"})
    old = hidden(client.get(remove_url(member, 4)), "mark")
    walk_to(client, member, 4, **{"choice-tests.drive": "delete"})
    response = client.post(
        remove_url(member, 4), {"mark": old, "own_email": cast["legal"].email, "is_sure": "on"}
    )
    assert response["Location"] == remove_url(member)
    assert still_there(member)


def test_another_person_on_the_same_computer_begins_anew(as_, cast):
    from tests.conftest import sign_in

    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4)
    client.post("/accounts/logout/")
    sign_in(client, cast["administrator"])
    assert client.get(remove_url(member, 4))["Location"] == remove_url(member)


def test_the_first_form_of_somebody_else_is_worth_nothing(as_, cast):
    member = cast.membership("collaborator")
    theirs = hidden(as_("administrator").get(remove_url(member)), "seen")
    other = hidden(as_("legal").get(remove_url(cast.membership("external"))), "seen")
    for seen in (theirs, other, "", "x", theirs[:-2]):
        response = as_("legal").post(remove_url(member), {"seen": seen})
        assert response["Location"] == remove_url(member), seen


# --- Something changed meanwhile ----------------------------------------------------------------


def give_role(member: Membership) -> str:
    Membership.objects.filter(pk=member.pk).update(role="administrator", version=member.version + 1)
    return "is now Administrator; it was Collaborator."


def give_team(member: Membership) -> str:
    team = Team.objects.create(organization=member.organization, name="Night ALPINEMARK")
    TeamMembership.objects.create(organization=member.organization, team=team, membership=member)
    return "New: The place in 2 teams"


def take_team(member: Membership) -> str:
    TeamMembership.objects.filter(membership=member).delete()
    return "Not any more: The place in 1 team"


def suspend(member: Membership) -> str:
    Membership.objects.filter(pk=member.pk).update(suspended_at="2026-01-01T00:00Z")
    return "is now suspended."


def rename_team(member: Membership) -> str:
    Team.objects.update(name="Renamed ALPINEMARK")
    return "Something below is not as it was when you looked."


@pytest.mark.parametrize("change", [give_role, give_team, take_team, suspend, rename_team])
@pytest.mark.parametrize("step", [1, 2, 4])
def test_a_change_meanwhile_is_told_and_begins_anew(as_, cast, change, step):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, step)
    name = "seen" if step == 1 else "mark"
    carried = {name: hidden(client.get(remove_url(member, step)), name)}
    sentence = change(member)
    values = {"is_read": "on", "own_email": cast["legal"].email, "is_sure": "on"}
    response = client.post(remove_url(member, step), {**carried, **values})
    text = response.content.decode()
    assert response.status_code == 409
    assert sentence in text
    assert "Nothing was done; begin again here." in text
    assert "step 1 of 4" in text
    assert still_there(member)
    assert not AuditEntry.objects.exists()
    finish(client, Membership.objects.get(pk=member.pk), cast["legal"].email)
    assert not still_there(member)


@pytest.mark.parametrize("change", [give_role, give_team])
def test_the_action_looks_again_under_its_lock(cast, change):
    from orgs.removal import fingerprint, parts_of

    member = cast.membership("collaborator")
    seen = fingerprint(member, parts_of(member))
    change(member)
    with pytest.raises(Overtaken, match="meanwhile changed"):
        remove(cast.membership("legal"), member, seen=seen)
    assert still_there(member)


# --- Fresh proof --------------------------------------------------------------------------------


@pytest.mark.flow("G6.7")
def test_fresh_proof_comes_in_between_and_nothing_typed_is_lost(as_, cast):
    from tests.conftest import PASSWORD

    member, client = cast.membership("collaborator"), as_("legal", fresh=False)
    walk_to(client, member, 4)
    response = answer(client, member, 4, own_email=cast["legal"].email, is_sure="on")
    assert response.status_code == 302
    question = response["Location"]
    assert question.startswith("/accounts/reauthenticate/")
    assert cast["legal"].email not in question
    assert still_there(member)
    proven = client.post(question, {"password": PASSWORD, "next": remove_url(member, 4)})
    assert proven["Location"] == remove_url(member, 4)
    screen = client.get(remove_url(member, 4))
    text = screen.content.decode()
    assert f'value="{cast["legal"].email}"' in text
    assert "checked" in text.partition('name="is_sure"')[2][:80]
    assert answer(client, member, 4, own_email=cast["legal"].email, is_sure="on").status_code == 302
    assert not still_there(member)


def test_without_proof_the_action_does_nothing(cast):
    from console.shell.actions import ProofNeeded

    with pytest.raises(ProofNeeded):
        remove(cast.membership("legal"), cast.membership("external"), is_proven=False)


# --- Twice --------------------------------------------------------------------------------------


def test_a_second_click_leads_to_the_list(as_, cast):
    member, client = cast.membership("collaborator"), as_("legal")
    walk_to(client, member, 4)
    mark = hidden(client.get(remove_url(member, 4)), "mark")
    values = {"mark": mark, "own_email": cast["legal"].email, "is_sure": "on"}
    for _click in range(2):
        response = client.post(remove_url(member, 4), values)
        assert response["Location"] == "/o/alpine/users/removed/"
    assert FormerMember.objects.count() == 1
    assert AuditEntry.objects.filter(event="orgs.member.removed").count() == 1
    assert (
        "is not in the organization any more"
        in client.get("/o/alpine/users/removed/").content.decode()
    )

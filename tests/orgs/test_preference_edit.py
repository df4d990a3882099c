"""Contact preferences: what one is told about, and who is told in the end."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from console.shell.actions import Forbidden, Refused
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import following
from orgs.actions.preferences import set_all_preferences, set_preference
from orgs.followers.preferences import Preferences
from orgs.models import ContactPreference, Membership
from orgs.reach import as_actor
from orgs.topics import (
    Group,
    UnknownTopic,
    Way,
    all_topics,
    default_choices,
    recipients,
    topic_of,
    topics_for,
    wants,
)

PAGE = "/o/alpine/preferences/"
ALL = "/o/alpine/preferences/all/"
INVOICE = "billing.invoice_issued"
JOINED = "orgs.member_joined"


def switch(topic: str, *, on: bool = False, way: str = "email") -> dict[str, str]:
    return {"topic": topic, "way": way, **({"is_on": "on"} if on else {})}


def alone(cast) -> Membership:
    """Leave one active legal representative."""
    Membership.objects.filter(user=cast["legal2"]).update(suspended_at="2026-01-01T00:00:00Z")
    return cast.membership("legal")


def told(cast, topic: str, way: str = "email") -> set[str]:
    return {row.user.full_name.split()[0] for row in recipients(cast.alpine.pk, topic, way)}


@pytest.mark.flow("G1.12", "G2.5")
def test_it_keeps_each_change_at_once(as_, cast):
    browser = as_("administrator")
    assert wants(cast.membership("administrator"), INVOICE)
    assert browser.post(PAGE, switch(INVOICE)).status_code == 302
    assert not wants(cast.membership("administrator"), INVOICE)
    browser.post(PAGE, switch(INVOICE, on=True))
    assert wants(cast.membership("administrator"), INVOICE)


@pytest.mark.flow("G1.12")
def test_it_shows_every_category_of_the_guide(as_):
    body = as_("accounting").get(PAGE).content.decode()
    for words in (
        "New invoice", "Payment made", "Payment received", "Order canceled",
        "Automatic renewal scheduled", "Renewal done", "PayPal transfer", "Service activated",
        "Storage almost full", "Cancellation", "Blocking or reactivation", "New user",
        "Trial about to expire",
    ):  # fmt: skip
        assert words in body
    assert "New invoice by SMS" in body
    assert "No phone number of yours is stored" in body


def test_it_says_which_topics_nothing_is_sent_about(as_):
    body = as_("administrator").get(PAGE).content.decode()
    billing, _heading, products = body.partition("Product events")
    assert billing.count("Not sent at present.") == 7  # all but “Renewal due” and “Renewal done”
    assert products.count("Not sent at present.") == 4  # all but “New user” and “Blocking”


@pytest.mark.parametrize("part", ["collaborator", "external"])
def test_billing_is_for_the_accounting_right(as_, cast, part):
    browser = as_(part)
    assert "Billing reminders" not in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, switch(INVOICE, on=True)).status_code == 422
    assert not ContactPreference.objects.exists()
    assert told(cast, INVOICE) == {"Lara", "Leon", "Adrian", "Ada"}


def test_an_external_is_not_told_who_joins(as_, cast):
    assert "New user" not in as_("external").get(PAGE).content.decode()
    ContactPreference.objects.create(
        organization=cast.alpine,
        membership=cast.membership("external"),
        topic=JOINED,
        by_email=True,
    )
    assert told(cast, JOINED) == {"Lara", "Leon", "Adrian"}


def test_a_suspended_member_is_told_nothing(cast):
    assert told(cast, "products.management_blocked") == {
        "Lara", "Leon", "Adrian", "Cora", "Ada", "Emil",
    }  # fmt: skip
    assert not wants(cast.membership("suspended"), "products.management_blocked")


def test_a_closed_account_is_told_nothing(cast):
    user = cast["accounting"]
    user.is_active = False
    user.save()
    assert "Ada" not in told(cast, INVOICE)


@pytest.mark.flow("G1.12")
def test_the_only_legal_representative_does_not_silence_billing(as_, cast):
    alone(cast)
    response = as_("legal").post(PAGE, switch(INVOICE))
    assert response.status_code == 422
    assert "You are the only active legal representative" in response.content.decode()
    assert as_("legal").post(ALL, {"group": "billing"}).status_code == 422
    assert not ContactPreference.objects.exists()
    as_("legal").post(PAGE, switch(JOINED))
    assert not wants(cast.membership("legal"), JOINED)


@pytest.mark.flow("G1.12")
def test_with_a_second_one_they_may(as_, cast):
    assert as_("legal").post(ALL, {"group": "billing"}).status_code == 302
    assert "Lara" not in told(cast, INVOICE)


def test_whoever_becomes_the_only_one_is_told_again(as_, cast):
    as_("legal").post(ALL, {"group": "billing"})
    member = alone(cast)
    assert "Lara" in told(cast, INVOICE)
    assert wants(member, INVOICE)
    assert not wants(member, INVOICE, Way.SMS)
    body = as_("legal").get(PAGE).content.decode()
    assert "whatever was chosen before" in body
    assert "Always on: you are the only active legal representative." in body


def test_no_sms_without_a_number(as_, cast):
    response = as_("administrator").post(PAGE, switch(INVOICE, on=True, way="sms"))
    assert response.status_code == 422
    assert "No phone number of yours is stored" in response.content.decode()
    assert told(cast, INVOICE, "sms") == set()


def test_it_switches_a_whole_group(as_, cast):
    browser = as_("accounting")
    assert browser.post(ALL, {"group": "products", "is_on": "on"}).status_code == 302
    member = cast.membership("accounting")
    assert all(wants(member, topic.name) for topic in all_topics())
    browser.post(ALL, {"group": "products"})
    assert not any(
        wants(member, topic.name) for topic in all_topics() if topic.group == Group.PRODUCTS
    )
    assert wants(member, INVOICE)
    assert AuditEntry.objects.filter(event="orgs.preference.changed").count() == 2


def test_it_records_before_and_after_once(as_, cast):
    browser = as_("administrator")
    browser.post(PAGE, switch(INVOICE))
    browser.post(PAGE, switch(INVOICE))
    entry = AuditEntry.objects.get(event="orgs.preference.changed")
    assert (entry.before, entry.after) == ({INVOICE: ["email"]}, {INVOICE: []})
    page = as_("legal").get("/o/alpine/activity/").content.decode()
    assert "Notifications changed" in page
    assert "New invoice" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"topic": "", "way": "email"},
        {"topic": "no.such_topic", "way": "email", "is_on": "on"},
        {"topic": INVOICE, "way": "pigeon"},
        {"topic": "x" * 5000, "way": "email"},
        {"topic": "a\x00b", "way": "email"},
        {"topic": JOINED, "way": "sms", "is_on": "on"},
    ],
)
def test_it_refuses_what_is_no_switch(as_, sent):
    assert as_("administrator").post(PAGE, sent).status_code == 422
    assert not ContactPreference.objects.exists()
    assert as_("administrator").post(ALL, {"group": "nothing"}).status_code == 422


def test_a_partner_has_none(cast):
    actor = Actor(user_id=cast["partner_full"].pk, organization_id=cast.alpine.pk)
    with pytest.raises(Forbidden):
        set_preference(actor=actor, topic=INVOICE, way="email", is_on=False)
    with pytest.raises(Forbidden):
        set_all_preferences(actor=actor, group="billing", is_on=False)


def test_the_role_of_the_moment_decides(cast):
    """An open page of somebody whose role was taken meanwhile."""
    actor = as_actor(cast.membership("accounting"))
    Membership.objects.filter(user=cast["accounting"]).update(has_accounting=False)
    with pytest.raises(Forbidden, match="Your own role in this organization has just changed"):
        set_preference(actor=actor, topic=INVOICE, way="email", is_on=False)
    with pytest.raises(Refused, match="Your role is not told"):
        set_preference(
            actor=as_actor(cast.membership("accounting")), topic=INVOICE, way="email", is_on=False
        )


def test_each_organization_has_its_own(as_, cast):
    from tests.conftest import join

    join(cast["administrator"], cast.rival, "administrator")
    as_("administrator").post(PAGE, switch(INVOICE))
    assert not wants(cast.membership("administrator"), INVOICE)
    assert wants(cast.membership("administrator", cast.rival), INVOICE)


def test_htmx_gets_a_word_and_the_page_stays(as_):
    headers = {
        "HX-Request": "true",
        "HX-Target": "preference-said",
        "HX-Current-URL": f"http://testserver{PAGE}",
    }
    response = as_("administrator").post(PAGE, switch(INVOICE), headers=headers)
    assert response.status_code == 200
    assert len(response.content) < 200
    refused = as_("administrator").post(PAGE, switch("no.topic"), headers=headers)
    assert refused.status_code == 422
    assert "Your role is not told about this." in refused.content.decode()


def test_a_topic_of_one_name_is_registered_once():
    with pytest.raises(UnknownTopic):
        topic_of("no.such_topic")
    from orgs.topics import register_topic

    with pytest.raises(ValueError, match="already"):
        register_topic(topic_of(INVOICE))


def test_who_is_told_costs_one_query(cast):
    with CaptureQueriesContext(connection) as made:
        found = list(recipients(cast.alpine.pk, INVOICE))
        assert [row.user.email and row.organization.name for row in found]
    assert len(made) == 1


@pytest.mark.parametrize("part", ["legal", "administrator", "external"])
def test_the_page_costs_no_more_than_six_queries_beside_its_frame(as_, cast, part):
    browser, headers = as_(part), {"HX-Request": "true", "HX-Target": "main"}
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as made:
        browser.get(PAGE, headers=headers)
    assert len(made) <= 6, "\n".join(each["sql"] for each in made)


# --- What follows a membership -----------------------------------------------------------------


def test_an_invitation_brings_choices(cast):
    member = cast.membership("collaborator")
    Preferences().restore(
        member, {JOINED: ["email"], INVOICE: ["email", "sms"], "gone.topic": ["email"]}
    )
    assert wants(member, JOINED)
    assert ContactPreference.objects.get().topic == JOINED  # billing is not for the role


def test_an_invitation_offers_the_topics_of_a_role():
    names = {topic.name for topic in topics_for("collaborator", has_accounting=False)}
    assert INVOICE not in names
    assert default_choices("collaborator", has_accounting=True)[INVOICE] == ["email"]
    assert default_choices("collaborator", has_accounting=False)[JOINED] == []


def test_they_come_back_with_the_person(cast):
    member, follower = cast.membership("accounting"), Preferences()
    follower.restore(member, {INVOICE: ["sms"], JOINED: ["email"]})
    kept = follower.snapshot(member)
    assert kept == {INVOICE: ["sms"], JOINED: ["email"]}
    follower.remove(member, "")
    assert not ContactPreference.objects.exists()
    assert wants(member, INVOICE)
    follower.restore(member, kept)
    assert not wants(member, INVOICE)
    assert wants(member, INVOICE, "sms")


def test_a_change_of_role_says_that_billing_goes(cast):
    member = cast.membership("accounting")
    lost = following.compare(member, role="external", has_accounting=False).loses
    assert "billing reminders" in lost
    gained = following.compare(
        cast.membership("collaborator"), role="administrator", has_accounting=False
    ).gains
    assert "billing reminders" in gained


# --- The letter about somebody new --------------------------------------------------------------


@pytest.mark.flow("G1.12")
def test_who_wants_to_know_is_told_that_somebody_joined(as_, cast):
    as_("legal").post(PAGE, switch(JOINED))
    as_("collaborator").post(PAGE, switch(JOINED, on=True))
    newcomer = cast.membership("external")
    record("orgs.member.joined", as_actor(newcomer), newcomer, after={"role": "external"})
    letters = {each.to.split("@")[0]: each for each in OutgoingLetter.objects.all()}
    assert set(letters) == {"leon.legal", "adrian.admin", "cora.collaborator"}
    letter = letters["adrian.admin"]
    assert letter.subject == "Emil External ALPINEMARK joined Alpine ALPINEMARK"
    assert newcomer.user.email in letter.text
    assert "as External" in letter.text
    # A collaborator sees the names of the people, not their addresses.
    assert newcomer.user.email not in letters["cora.collaborator"].text
    assert newcomer.user.email not in letters["cora.collaborator"].html

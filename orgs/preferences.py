"""What a member chose to be told about, as plain values."""

from __future__ import annotations

from orgs.models import ContactPreference, Membership, Role
from orgs.topics import Choices, Way, all_topics, is_sole_representative


def choices_of(membership: Membership) -> dict[str, list[str]]:
    """The ways of every topic: as chosen, else as the topic has it for that role. One query."""
    return {
        **{
            topic.name: [way.value for way in topic.default_ways(membership.role)]
            for topic in all_topics()
        },
        **made_choices(membership),
    }


def made_choices(membership: Membership) -> dict[str, list[str]]:
    """Only what was chosen, topic by topic. One query."""
    rows = ContactPreference.objects.filter(membership=membership).order_by("topic")
    return {
        row.topic: [
            way.value for way, is_on in ((Way.EMAIL, row.by_email), (Way.SMS, row.by_sms)) if is_on
        ]
        for row in rows
    }


def write_choices(membership: Membership, choices: Choices) -> None:
    """Keep these choices, in the transaction of the action that asks; others stay."""
    ContactPreference.objects.bulk_create(
        [
            ContactPreference(
                organization_id=membership.organization_id,
                membership=membership,
                topic=topic,
                by_email=Way.EMAIL in ways,
                by_sms=Way.SMS in ways,
            )
            for topic, ways in choices.items()
        ],
        update_conflicts=True,
        unique_fields=["membership", "topic"],
        update_fields=["by_email", "by_sms"],
    )


def is_heard_anyway(membership: Membership) -> bool:
    """Whether billing reminders reach this member whatever they chose: the only active legal
    representative (G1.12). One query, for legal representatives only."""
    if membership.role != Role.LEGAL_REPRESENTATIVE:
        return False
    rows = Membership.objects.filter(is_sole_representative(), pk=membership.pk)
    return rows.exists()

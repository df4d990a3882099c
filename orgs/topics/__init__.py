"""What a member can be told about, by which way, and who is (G1.12).

A topic is one line of the contact preferences. The app that sends letters about it asks
`recipients` for the whole Organization, or `wants` for one member, and says with `sends` that
it does. Apps above add topics of their own with `register_topic`, in `AppConfig.ready`.

Choices are plain values wherever they are kept (an invitation, a snapshot, the log): the ways
by the name of their topic, `{"billing.invoice_issued": ["email", "sms"]}`. A topic that is not
named there keeps its default; one with an empty list is silent.
"""

from orgs.topics import table  # noqa: F401
from orgs.topics.reach import is_sole_representative, recipients, wants
from orgs.topics.registry import (
    Audience,
    Choices,
    Group,
    Topic,
    UnknownTopic,
    Way,
    all_topics,
    default_choices,
    is_sent,
    known_choices,
    register_topic,
    sends,
    topic_of,
    topics_for,
)

__all__ = [
    "Audience",
    "Choices",
    "Group",
    "Topic",
    "UnknownTopic",
    "Way",
    "all_topics",
    "default_choices",
    "is_sent",
    "is_sole_representative",
    "known_choices",
    "recipients",
    "register_topic",
    "sends",
    "topic_of",
    "topics_for",
    "wants",
]

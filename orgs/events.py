"""What the events of this app are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, Show, as_text, name_event
from console.shell.moments import full
from orgs.countries import country_name
from orgs.idling import idle_label
from orgs.models import Organization
from orgs.phones import show_phone
from orgs.roles import role_label
from orgs.topics import Way, all_topics, topic_of


def _role(value: object) -> str | Promise:
    return role_label(str(value))


def _kind(value: object) -> str | Promise:
    return Organization.Kind(value).label if value in Organization.Kind.values else str(value)


def _country(value: object) -> str | Promise:
    return country_name(str(value))


def _phone(value: object) -> str | Promise:
    return show_phone(str(value)) if value else "–"


def _logo(value: object) -> str | Promise:
    return _("a picture") if value else _("none")


def _idle(value: object) -> str | Promise:
    return idle_label(value if isinstance(value, int) else None)


def _all_named(value: object) -> str | Promise:
    """Several teams, by name."""
    return ", ".join(str(_named(each)) for each in value) if isinstance(value, list) else "–"


def _topics_chosen(value: object) -> str | Promise:
    """Topics with the ways that somebody chose for them."""
    if not isinstance(value, dict) or not value:
        return _("the usual")
    return ", ".join(f"{_topic(name)} ({_ways(ways)})" for name, ways in value.items())


def _topic(name: str) -> str | Promise:
    return next((topic.label for topic in all_topics() if topic.name == name), name)


def _moment(value: object) -> str | Promise:
    at = parse_datetime(value) if isinstance(value, str) else value
    return full(at) if isinstance(at, datetime) else as_text(value)


def _listed(value: object) -> str | Promise:
    return ", ".join(str(each) for each in value) if isinstance(value, list) and value else "–"


def _because(value: object) -> str | Promise:
    return _("A newer invitation took its place") if value == "replaced" else as_text(value)


name_event(
    "orgs.member.role_changed",
    Named(
        _("Role changed"),
        "user-edit",
        {"role": (_("Role"), _role), "has_accounting": (_("Accounting right"), as_text)},
    ),
)
name_event(
    "orgs.member.joined",
    Named(
        _("Joined the organization"),
        "user-add",
        {
            "role": (_("Role"), _role),
            "has_accounting": (_("Accounting right"), as_text),
            "teams": (_("Teams"), _all_named),
            "person_id": None,
            "is_back": (_("With what they had before"), as_text),
        },
    ),
)
_INVITED = {
    "email": (_("E-mail"), as_text),
    "role": (_("Role"), _role),
    "has_accounting": (_("Accounting right"), as_text),
    "teams": (_("Teams"), _all_named),
    "promised": (_("Access"), _listed),
    "preferences": (_("Told about"), _topics_chosen),
    "is_back": (_("With what they had before"), as_text),
    "expires_at": (_("Valid until"), _moment),
    "because": (_("Because"), _because),
    "person_id": None,
    "member_id": None,
}
name_event("orgs.invitation.created", Named(_("Invited"), "mail", _INVITED))
name_event("orgs.invitation.resent", Named(_("Invitation sent again"), "send", _INVITED))
name_event("orgs.invitation.withdrawn", Named(_("Invitation withdrawn"), "undo", _INVITED))
name_event("orgs.invitation.accepted", Named(_("Invitation accepted"), "mail-check", _INVITED))
name_event("orgs.invitation.declined", Named(_("Invitation declined"), "x", _INVITED))
_ORGANIZATION = {
    "name": (_("Name"), as_text),
    "kind": (_("Kind"), _kind),
    "street": (_("Street and number"), as_text),
    "postal_code": (_("Postal code"), as_text),
    "city": (_("City"), as_text),
    "country": (_("Country"), _country),
    "phone": (_("Phone"), _phone),
    "time_zone": (_("Time zone"), as_text),
    "logo": (_("Logo"), _logo),
    "idle_hours": (_("Longest idle time"), _idle),
    "slug": (_("Address in the console"), as_text),
}
name_event("orgs.organization.opened", Named(_("Organization opened"), "building", _ORGANIZATION))
name_event(
    "orgs.organization.changed",
    Named(_("Organization details changed"), "building", _ORGANIZATION),
)
name_event("orgs.logo.changed", Named(_("Logo changed"), "building", _ORGANIZATION))
name_event("orgs.logo.removed", Named(_("Logo removed"), "building", _ORGANIZATION))
name_event("orgs.organization.secured", Named(_("Security rules changed"), "shield", _ORGANIZATION))
name_event("orgs.organization.closed", Named(_("Organization deleted"), "trash", _ORGANIZATION))
name_event(
    "orgs.access.refused",
    Named(_("Access refused"), "ban", {"suspended": (_("Suspended member"), as_text)}),
)
name_event("orgs.log.sealed", Named(_("Seal of the activity log"), "history"))
name_event(
    "orgs.letter.resent",
    Named(
        _("Letter sent again"),
        "send",
        {"to": (_("To"), as_text), "subject": (_("Subject"), as_text)},
    ),
)


def _named(value: object) -> str | Promise:
    """A person or a team as the log keeps them: number and name."""
    return str(value.get("name", "–")) if isinstance(value, dict) else as_text(value)


_TEAM = {
    "name": (_("Name"), as_text),
    "description": (_("Description"), as_text),
    "people": (_("People"), as_text),
}
name_event("orgs.team.created", Named(_("Team created"), "users-round", _TEAM))
name_event("orgs.team.changed", Named(_("Team changed"), "users-round", _TEAM))
name_event("orgs.team.deleted", Named(_("Team deleted"), "trash", _TEAM))
_IN_TEAM = {
    "team": (_("Team"), _named),
    "person": (_("Person"), _named),
    "is_leader": (_("Leader"), as_text),
}
name_event("orgs.team.joined", Named(_("Added to a team"), "user-add", _IN_TEAM))
name_event("orgs.team.left", Named(_("Taken out of a team"), "user-minus", _IN_TEAM))
name_event(
    "orgs.team.led", Named(_("Leader of a team changed"), "flag", {"leader": (_("Leader"), _named)})
)


class _TopicNames(Mapping[str, tuple["str | Promise", Show]]):
    """How each topic is called and its ways are shown; topics of higher apps come later."""

    def __getitem__(self, name: str) -> tuple[str | Promise, Show]:
        return topic_of(name).label, _ways

    def __iter__(self) -> Iterator[str]:
        return iter([topic.name for topic in all_topics()])

    def __len__(self) -> int:
        return len(all_topics())


def _ways(value: object) -> str | Promise:
    chosen = value if isinstance(value, list) else []
    return ", ".join(str(way.label) for way in Way if way.value in chosen) or _("off")


name_event("orgs.preference.changed", Named(_("Notifications changed"), "bell", _TopicNames()))

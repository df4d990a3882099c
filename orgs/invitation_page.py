"""What the assistant for one invitation shows, and where its draft waits during a detour."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from console.shell.request import Request
from orgs.forms.invitations import InvitationForm
from orgs.invitations.making import LASTS
from orgs.models import Role
from orgs.roles import DESCRIPTIONS
from orgs.topics import Group, Topic, Way, default_choices, topics_for

_DRAFT = "invitation_draft"
# As long as fresh proof lasts, and a little: then the detour is over either way.
_DRAFT_SECONDS = 20 * 60


@dataclass(frozen=True, slots=True)
class Box:
    """Whether one is told about a topic by one way."""

    value: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One line of a table of topics: a box for each way, or None where there is none."""

    topic: Topic
    boxes: list[Box | None]


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """One table of topics, with the ways that any of them has."""

    label: str | Promise
    ways: list[str | Promise]
    lines: list[TopicLine]


def steps_context(form: InvitationForm, step: str) -> dict[str, Any]:
    """Everything the page of a step needs; what the other steps hold travels as hidden fields."""
    role = str(form["role"].value() or "")
    role = role if role in Role.values else ""
    accounting = bool(form["has_accounting"].value()) and role == Role.COLLABORATOR
    key = form.topics_key(role, accounting)
    ticked = _ticked(form, role, accounting, key)
    return {
        "form": form,
        "step": step,
        "topics_key": key,
        "topic_groups": _groups(role, accounting, ticked),
        "ticked": sorted(ticked),
        **(_summary(form, role, accounting, ticked) if step == "check" else {}),
    }


def _ticked(form: InvitationForm, role: str, accounting: bool, key: str) -> set[str]:
    """The boxes that are ticked; for another role than before, its usual ones."""
    if form.is_bound and form["topics_of"].value() == key:
        return set(form["topics"].value() or ())
    usual = default_choices(role, has_accounting=accounting) if role else {}
    return {f"{topic}:{way}" for topic, ways in usual.items() for way in ways}


def _groups(role: str, accounting: bool, ticked: set[str]) -> list[TopicGroup]:
    topics = topics_for(role, has_accounting=accounting) if role else []
    found = []
    for group in Group:
        mine = [topic for topic in topics if topic.group == group]
        ways = [way for way in Way if any(way in topic.ways for topic in mine)]
        lines = [TopicLine(topic, [_box(topic, way, ticked) for way in ways]) for topic in mine]
        if mine:
            found.append(TopicGroup(group.label, [way.label for way in ways], lines))
    return found


def _box(topic: Topic, way: Way, ticked: set[str]) -> Box | None:
    if way not in topic.ways:
        return None
    value = f"{topic.name}:{way.value}"
    label = _("%(topic)s by %(way)s") % {"topic": topic.label, "way": way.label}
    return Box(value, label, value in ticked)


def _summary(form: InvitationForm, role: str, accounting: bool, ticked: set[str]) -> dict[str, Any]:
    """What the letter will give, as words."""
    cleaned = form.cleaned_data
    told = [
        topic.label
        for topic in topics_for(role, has_accounting=accounting)
        if any(f"{topic.name}:{way}" in ticked for way in topic.ways)
    ]
    return {
        "email": cleaned["email"],
        "role_label": Role(role).label,
        "role_description": DESCRIPTIONS[role],
        "has_accounting": accounting,
        "team_names": [form.team_rows[pk].name for pk in cleaned["teams"] if pk in form.team_rows],
        "told": told,
        "expires_at": timezone.now() + LASTS,
    }


def keep_draft(request: Request) -> str:
    """Keep what was typed in the session while the person proves who they are; answers the
    address to come back to. It never stands in an address: it names somebody."""
    request.session[_DRAFT] = {
        "organization": request.organization.pk,
        "at": time.time(),
        "values": {
            name: values for name, values in request.POST.lists() if name in InvitationForm.FIELDS
        },
    }
    return f"{request.path}?draft=1"


def draft_of(request: Request) -> QueryDict | None:
    """What was kept for this Organization, if the address asks for it and it is not too old."""
    kept = request.session.get(_DRAFT) if "draft" in request.GET else None
    if (
        not isinstance(kept, dict)
        or kept.get("organization") != request.organization.pk
        or time.time() - kept.get("at", 0) > _DRAFT_SECONDS
    ):
        return None
    values = QueryDict(mutable=True)
    for name, each in kept["values"].items():
        values.setlist(name, each)
    return values


def forget_draft(request: Request) -> None:
    """It was sent."""
    request.session.pop(_DRAFT, None)

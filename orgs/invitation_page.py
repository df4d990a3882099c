"""What the assistant for one invitation shows, and where its draft waits during a detour."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.shell.request import Request
from orgs import invitation_steps
from orgs.following import promised_lines
from orgs.forms.invitations import CHECK, MORE, WHO, InvitationForm
from orgs.invitations.making import LASTS
from orgs.models import Role
from orgs.roles import DESCRIPTIONS
from orgs.topics import Group, Topic, Way, default_choices, topics_for

_DRAFT = "invitation_draft"
# As long as fresh proof lasts, and a little: then the detour is over either way.
_DRAFT_SECONDS = 20 * 60
_TITLES = {
    WHO: gettext_lazy("Who, and as what"),
    MORE: gettext_lazy("Teams and messages"),
    CHECK: gettext_lazy("Check and send"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step in the line of steps above the page."""

    label: str | Promise
    is_done: bool
    is_current: bool


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


def steps_context(form: InvitationForm, step: str, asked: str = "") -> dict[str, Any]:
    """Everything the page of a step needs; what the other steps hold travels as hidden fields.

    `asked` is the step the person wants to be on: mistakes in it are said when they leave it.
    """
    role = str(form["role"].value() or "")
    role = role if role in Role.values else ""
    accounting = bool(form["has_accounting"].value()) and role == Role.COLLABORATOR
    key = form.topics_key(role, accounting)
    ticked = _ticked(form, role, accounting, key)
    names = form.step_names
    place = names.index(step)
    return {
        "form": form,
        "step": step,
        "stages": [
            Stage(_title(form, name), index < place, index == place)
            for index, name in enumerate(names)
        ],
        "before": names[place - 1] if place else "",
        "after": names[place + 1] if place + 1 < len(names) else "",
        "promise": _promise(form, step, asked),
        "carried": _carried(form, step),
        "topics_key": key,
        "topic_groups": _groups(role, accounting, ticked),
        "ticked": sorted(ticked),
        **(_summary(form, role, accounting, ticked) if step == CHECK else {}),
    }


def _title(form: InvitationForm, name: str) -> str | Promise:
    return form.steps[name].title if name in form.steps else _TITLES[name]


def _promise(form: InvitationForm, step: str, asked: str) -> dict[str, Any] | None:
    """What the step of another app shows; the mistakes in it only once it was left."""
    if step not in form.promise_forms:
        return None
    shown = form.promise_forms[step]
    if step == asked:
        shown.say_nothing_yet()
    return form.steps[step].context(form.actor, shown)


def _carried(form: InvitationForm, step: str) -> list[tuple[str, str]]:
    """What was typed in the steps of other apps, as hidden fields of this one."""
    here = form.steps[step].fields if step in form.steps else ()
    others = [name for name in invitation_steps.fields() if name not in here]
    return [(name, value) for name in others for value in form.typed.getlist(name)]


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
        "promised": promised_lines(form.actor.here, role, cleaned["grants"]),
        "expires_at": timezone.now() + LASTS,
    }


def keep_draft(request: Request) -> str:
    """Keep what was typed in the session while the person proves who they are; answers the
    address to come back to. It never stands in an address: it names somebody."""
    kept = {*InvitationForm.FIELDS, *invitation_steps.fields()}
    request.session[_DRAFT] = {
        "organization": request.organization.pk,
        "at": time.time(),
        "values": {name: values for name, values in request.POST.lists() if name in kept},
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

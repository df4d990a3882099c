"""What a member is told about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import guards, policy
from orgs.holding import hold_member
from orgs.models import Membership
from orgs.preferences import choices_of, is_heard_anyway, write_choices
from orgs.topics import Group, Topic, Way, topics_for

EVENT = "orgs.preference.changed"


@action
def set_preference(*, actor: Actor, topic: str, way: str, is_on: bool) -> Membership:
    """Be told about one topic by one way, or not any more (G1.12).

    The only active legal representative keeps billing reminders by e-mail: raises `Refused`,
    as for SMS to somebody without a phone number and for a topic of another role. Nothing to
    do: returns without a trace.
    """
    guards.lock(actor.organization_id)
    membership = _hold_self(actor)
    found = [each for each in _topics_of(membership) if each.name == topic and way in each.ways]
    if not found:
        raise Refused(_("Your role is not told about this."), field="topic")
    before = choices_of(membership)
    after = _turned(found, before, (Way(way),), is_on=is_on)
    if after == {topic: before[topic]}:
        return membership
    _refuse_silence(membership, found, way, is_on=is_on)

    write_choices(membership, after)

    record(EVENT, actor, membership, before={topic: before[topic]}, after=after)
    return membership


@action
def set_all_preferences(*, actor: Actor, group: str, is_on: bool) -> Membership:
    """Switch a whole group on by e-mail, or off by every way.

    Raises `Refused` as `set_preference` does, and then nothing is switched.
    """
    guards.lock(actor.organization_id)
    membership = _hold_self(actor)
    found = [each for each in _topics_of(membership) if each.group == group]
    before = choices_of(membership)
    after = _turned(found, before, (Way.EMAIL,) if is_on else tuple(Way), is_on=is_on)
    changed = {name: ways for name, ways in after.items() if ways != before[name]}
    if not changed:
        return membership
    _refuse_silence(membership, found, Way.EMAIL, is_on=is_on)

    write_choices(membership, changed)

    record(
        EVENT,
        actor,
        membership,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return membership


def _hold_self(actor: Actor) -> Membership:
    """One's own membership under the lock; raises `Forbidden` for whoever has none."""
    decision = policy.decide(actor, "orgs.preference.edit")
    if not decision or actor.membership_id is None:
        raise Forbidden(str(decision.reason))
    return hold_member(actor, actor.membership_id)


def _topics_of(membership: Membership) -> list[Topic]:
    return topics_for(membership.role, has_accounting=membership.has_accounting)


def _turned(
    topics: Sequence[Topic],
    before: Mapping[str, Sequence[str]],
    ways: Sequence[Way],
    *,
    is_on: bool,
) -> dict[str, list[str]]:
    """The choices with these ways switched, in the order of the ways."""
    turned = {}
    for topic in topics:
        kept = set(before[topic.name]) - {way.value for way in ways}
        chosen = kept | ({way.value for way in ways} if is_on else set())
        turned[topic.name] = [way.value for way in topic.ways if way.value in chosen]
    return turned


def _refuse_silence(
    membership: Membership, topics: Sequence[Topic], way: str, *, is_on: bool
) -> None:
    if is_on and way == Way.SMS:
        raise Refused(_("No phone number of yours is stored, so nothing can be sent by SMS."))
    if is_on or way != Way.EMAIL:
        return
    if any(each.group == Group.BILLING for each in topics) and is_heard_anyway(membership):
        raise Refused(
            _(
                "You are the only active legal representative, so billing reminders reach you by "
                "e-mail. Name another one first."
            )
        )

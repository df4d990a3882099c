"""From the log of an Organization back to who is in it: what the entries say must be enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console.shell.models import AuditEntry
from orgs.models import Membership, Organization, Role


@dataclass
class Standing:
    """One person as the log leaves them; teams by their numbers."""

    role: str
    has_accounting: bool
    is_suspended: bool = False
    teams: set[int] = field(default_factory=set)


def replay(organization: Organization) -> dict[int, Standing]:
    """Every member by the number of their account, made from the entries alone, in order.

    Each event must carry: `orgs.organization.opened` the founder as its actor;
    `orgs.member.joined` after: role, has_accounting, teams (each with id), person_id;
    `role_changed` after: role, has_accounting; `suspended`/`lifted` after: suspended_at;
    `removed`/`left` nothing but whom; `orgs.team.joined` after and `orgs.team.left` before: the
    team's id. All but the first are about a membership, which names its person (`about_id`).
    Fails on an entry about somebody who is not there: the log would not explain the state.
    """
    people: dict[int, Standing] = {}
    entries = AuditEntry.objects.filter(organization_id=organization.pk).order_by("number")
    for entry in entries:
        _apply(people, entry)
    return people


def standing_now(organization: Organization) -> dict[int, Standing]:
    """The same from the tables."""
    rows = Membership.objects.filter(organization=organization).prefetch_related("team_memberships")
    return {
        row.user_id: Standing(
            row.role,
            row.has_accounting,
            row.suspended_at is not None,
            {each.team_id for each in row.team_memberships.all()},
        )
        for row in rows
    }


def _apply(people: dict[int, Standing], entry: AuditEntry) -> None:
    after: dict[str, Any] = entry.after
    about = entry.about_id or 0
    match entry.event:
        case "orgs.organization.opened":
            assert entry.actor_id is not None
            people[entry.actor_id] = Standing(Role.LEGAL_REPRESENTATIVE, has_accounting=False)
        case "orgs.member.joined":
            assert about == after["person_id"]
            assert about not in people, f"entry {entry.number}: {about} joined twice"
            teams = {each["id"] for each in after["teams"]}
            people[about] = Standing(after["role"], after["has_accounting"], teams=teams)
        case "orgs.member.role_changed":
            people[about].role = after["role"]
            people[about].has_accounting = after["has_accounting"]
        case "orgs.member.suspended" | "orgs.member.lifted":
            people[about].is_suspended = after["suspended_at"] is not None
        case "orgs.member.removed" | "orgs.member.left":
            del people[about]
        case "orgs.team.joined":
            people[about].teams.add(after["team"]["id"])
        case "orgs.team.left":
            people[about].teams.remove(entry.before["team"]["id"])

"""The teams somebody is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.following import Comparison, Consequence, Follower, Line, tell_of_team
from orgs.models import FormerMember, Membership, Team, TeamMembership
from orgs.team_rows import why_not_lead


class Teams(Follower):
    """Teams stay, whatever the role: they may hold externals too. With the membership they go."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """All teams are kept, by name."""
        names = membership.team_names
        if not names:
            return Comparison()
        sentence = ngettext("%(count)d team: %(names)s", "%(count)d teams: %(names)s", len(names))
        return Comparison(keeps=[sentence % {"count": len(names), "names": _(", ").join(names)}])

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        """Each by name, and whether the person leads it."""
        rows = _rows(membership)
        if not rows:
            return ()
        sentence = ngettext(
            "The place in %(count)d team", "The place in %(count)d teams", len(rows)
        )
        items = [
            _("%(team)s, as its leader") % {"team": row.team.name}
            if row.is_leader
            else row.team.name
            for row in rows
        ]
        return (Consequence(sentence % {"count": len(rows)}, items),)

    def snapshot(self, membership: Membership) -> Mapping[str, Any]:
        """Number and name of each, and whether the person led it."""
        rows = _rows(membership)
        if not rows:
            return {}
        teams = [
            {"id": row.team_id, "name": row.team.name, "is_leader": row.is_leader} for row in rows
        ]
        return {"teams": teams}

    def remove(self, membership: Membership, choice: str) -> None:
        """Nothing of it is asked about."""
        TeamMembership.objects.filter(membership=membership).delete()

    def returning(self, former: FormerMember, snapshot: Mapping[str, Any]) -> Sequence[Line]:
        """The teams that still exist, as they are called now."""
        names = [team.name for team in _still_there(former.organization_id, snapshot)]
        if not names:
            return ()
        sentence = ngettext("%(count)d team: %(names)s", "%(count)d teams: %(names)s", len(names))
        return (sentence % {"count": len(names), "names": _(", ").join(names)},)

    def restore(self, membership: Membership, snapshot: Mapping[str, Any]) -> None:
        """Into the teams that still exist; leader again only where nobody leads since, and
        only who may lead."""
        teams = _still_there(membership.organization_id, snapshot)
        rows = TeamMembership.objects.filter(team__in=teams)
        there = set(rows.filter(membership=membership).values_list("team_id", flat=True))
        led: set[int] = set()
        if not why_not_lead(membership):
            led = {each["id"] for each in snapshot.get("teams", ()) if each.get("is_leader")}
            led -= set(rows.filter(is_leader=True).values_list("team_id", flat=True))
        new = [team for team in teams if team.pk not in there]
        TeamMembership.objects.bulk_create(
            TeamMembership(
                organization_id=membership.organization_id,
                team=team,
                membership=membership,
                is_leader=team.pk in led,
            )
            for team in new
        )
        for team in new:
            tell_of_team([membership], team, joined=True)


def _rows(membership: Membership) -> list[TeamMembership]:
    rows = TeamMembership.objects.filter(membership=membership).select_related("team")
    return list(rows.order_by("team__name", "pk"))


def _still_there(organization_id: int, snapshot: Mapping[str, Any]) -> list[Team]:
    numbers = [each["id"] for each in snapshot.get("teams", ())]
    rows = Team.objects.filter(organization_id=organization_id, pk__in=numbers)
    return list(rows.order_by("name", "pk"))

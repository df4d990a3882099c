"""The list of invitations, declared once, and its CSV."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.http import StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Filter,
    Listing,
    ListPage,
    Option,
    Row,
    RowPattern,
    Search,
    Values,
    csv_response,
)
from console.shell.request import Request
from orgs.invitations.standing import REASONS, VOID, Standing, with_standing
from orgs.member_list import role_words
from orgs.models import Invitation, InvitationTeam, Role


def _rows(found: list[Values], listing: Listing[Invitation]) -> list[Row]:
    """Ready strings for a page; the teams come with one query for all."""
    teams = _teams_of([each["pk"] for each in found])
    actions, until = now_("Actions for %(name)s"), now_("until %(day)s")
    return [
        {
            "pk": each["pk"],
            "href": f"{each['pk']}/actions/",
            "email": each["email"],
            "actions": actions % {"name": each["email"]},
            "role": role_words(each),
            "teams": ", ".join(teams.get(each["pk"], ())),
            "by": each["invited_by_name"],
            "sent": _day(each["sent_at"]),
            "expires": until % {"day": _day(each["expires_at"])} if is_unanswered(each) else "",
            "standing": str(Standing(each["standing"]).label),
            "reason": capfirst(str(REASONS.get(each["standing"], ""))),
            "is_open": each["standing"] == Standing.OPEN,
            "is_expired": each["standing"] == Standing.EXPIRED,
            "is_accepted": each["standing"] == Standing.ACCEPTED,
            "is_declined": each["standing"] == Standing.DECLINED,
            "is_withdrawn": each["standing"] == Standing.WITHDRAWN,
            "has_menu": is_unanswered(each),
        }
        for each in found
    ]


def is_unanswered(each: Values) -> bool:
    """Whether it can still be sent again or withdrawn."""
    return each["standing"] not in {Standing.ACCEPTED, Standing.DECLINED, Standing.WITHDRAWN}


def standing_words(each: Values) -> str:
    """How it stands, and why where it is dead without an answer."""
    label = str(Standing(each["standing"]).label)
    reason = REASONS.get(each["standing"])
    return now_("%(state)s: %(reason)s") % {"state": label, "reason": reason} if reason else label


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "j M Y")


def _teams_of(invitations: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = InvitationTeam.objects.filter(invitation_id__in=invitations).order_by("team__name")
    for invitation, name in rows.values_list("invitation_id", "team__name"):
        names[invitation].append(name)
    return names


def _state(value: str, label: Any, *standings: str) -> Option:
    return Option(value, label, Q(standing__in=standings))


INVITATION_LIST = ListPage[Invitation](
    name="invitation-table",
    fields=(
        "email",
        "role",
        "has_accounting",
        "invited_by_name",
        "sent_at",
        "expires_at",
        "standing",
    ),
    columns=(
        Column("address", _("Address"), sort="email", csv="email"),
        Column("role", _("Role"), csv=role_words),
        Column("teams", _("Teams"), csv=lambda each: "|".join(each["team_names"])),
        Column("by", _("Invited by"), csv="invited_by_name"),
        Column("sent", _("Sent"), sort="sent_at", descends_first=True, csv="sent_at"),
        Column("expires", _("Valid"), sort="expires_at"),
        Column("until", _("Valid until"), csv="expires_at", only_in_csv=True),
        Column("state", _("State"), csv=standing_words),
        Column("menu", _("Actions"), css="c-act", quiet=True),
    ),
    sort="-sent",
    search=Search("email", _("Address contains"), fold=str.lower),
    filters=(
        Filter(
            "state",
            _("State"),
            _("Any state"),
            (
                _state("open", _("Open"), Standing.OPEN),
                _state("expired", _("Expired"), Standing.EXPIRED),
                _state("void", _("No longer valid"), *VOID),
                _state("accepted", _("Accepted"), Standing.ACCEPTED),
                _state("declined", _("Declined"), Standing.DECLINED),
                _state("withdrawn", _("Withdrawn"), Standing.WITHDRAWN),
            ),
        ),
        Filter.on("role", _("Role"), _("Any role"), Role.choices),
    ),
    rows=_rows,
    pattern=RowPattern("orgs/invitation_list.html#invitation-row"),
)


def read_invitations(request: Request) -> Listing[Invitation]:
    """The list as the address asks for it."""
    rows = with_standing(Invitation.objects.visible_to(request.actor))
    return INVITATION_LIST.read(request, rows, base_url=url_for(request, "orgs:invitation-list"))


def invitation_csv(request: Request) -> StreamingHttpResponse:
    """The same rows as a file, the teams with each."""
    teams = InvitationTeam.objects.filter(invitation=OuterRef("pk")).order_by("team__name")
    listing = read_invitations(request)
    listing.declaration = replace(
        listing.declaration, beside={"team_names": ArraySubquery(teams.values("team__name"))}
    )
    return csv_response(listing, name=f"{request.organization.slug}-invitations")

"""The list of those who were removed or left, declared once, and its CSV."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.http import StreamingHttpResponse
from django.utils import timezone
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
from console.shell.moments import short
from console.shell.names import initials
from console.shell.request import Request
from orgs.invitations.standing import Standing
from orgs.invitations.standing import with_standing as with_invitation_standing
from orgs.member_list import role_words
from orgs.models import FormerMember, Invitation, Membership, Role
from orgs.removal import KEPT

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Return(models.TextChoices):
    """Whether somebody can come back with what they had."""

    KEPT = "kept", _("Can come back")
    INVITED = "invited", _("Invited back")
    BACK = "back", _("Back in the organization")
    MOVED = "moved", _("Has another address now")
    GONE = "gone", _("Former rights are gone")


class _Stands(TypedDict):
    standing: str


def with_standing(
    former: models.QuerySet[FormerMember], now: datetime | None = None
) -> models.QuerySet[WithAnnotations[FormerMember, _Stands]]:
    """The same rows with `standing`, one of `Return`; decided where it is looked at."""
    moment = now or timezone.now()
    inside = Membership.objects.filter(
        organization_id=OuterRef("organization_id"), user_id=OuterRef("user_id")
    )
    asked = with_invitation_standing(
        Invitation.objects.filter(former_id=OuterRef("pk")).open(), moment
    ).filter(standing=Standing.OPEN)
    cases: list[tuple[Q | Exists, Return]] = [
        (Exists(inside), Return.BACK),
        (
            Q(forgotten_at__isnull=False) | Q(removed_at__lte=moment - KEPT) | Q(user=None),
            Return.GONE,
        ),
        (~Q(user__email=models.F("email")), Return.MOVED),
        (Exists(asked), Return.INVITED),
    ]
    return former.annotate(
        standing=Case(
            *(When(condition, then=Value(standing.value)) for condition, standing in cases),
            default=Value(Return.KEPT.value),
            output_field=models.CharField(),
        )
    )


def _rows(found: list[Values], listing: Listing[FormerMember]) -> list[Row]:
    """Ready strings for a page."""
    return [
        {
            "pk": each["pk"],
            "href": f"{each['pk']}/invite/",
            "name": each["full_name"],
            "initials": initials(str(each["full_name"])),
            "is_external": each["role"] == Role.EXTERNAL,
            "invite": now_("Invite %(name)s back") % {"name": each["full_name"]},
            "email": each["email"],
            "role": role_words(each),
            "removed": short(each["removed_at"]),
            "by": _who(each),
            "standing": str(Return(each["standing"]).label),
            "until": _until(each),
            "is_kept": each["standing"] == Return.KEPT,
            "is_invited": each["standing"] == Return.INVITED,
            "is_back": each["standing"] == Return.BACK,
        }
        for each in found
    ]


def _who(each: Values) -> str:
    return now_("Left by themselves") if each["has_left"] else str(each["removed_by"])


def _until(each: Values) -> str:
    """The day after which nothing is kept, where that still matters."""
    if each["standing"] not in {Return.KEPT, Return.INVITED}:
        return ""
    return now_("until %(day)s") % {"day": short(each["removed_at"] + KEPT)}


def _words(each: Values) -> str:
    return " ".join(filter(None, (str(Return(each["standing"]).label), _until(each))))


REMOVED_LIST = ListPage[FormerMember](
    name="removed-table",
    fields=(
        "full_name",
        "email",
        "role",
        "has_accounting",
        "removed_at",
        "removed_by",
        "has_left",
        "standing",
    ),
    columns=(
        Column("name", _("Name"), css="c-name", csv="full_name"),
        Column("email", _("Address"), csv="email", only_in_csv=True),
        Column("role", _("Former role"), csv=role_words),
        Column("removed", _("Removed"), sort="removed_at", descends_first=True, csv="removed_at"),
        Column("by", _("By"), csv=_who),
        Column("state", _("State"), csv=_words),
        Column("invite", _("Invite back"), css="nowrap", quiet=True),
    ),
    sort="-removed",
    search=Search("email", _("Address contains"), fold=str.lower),
    filters=(
        Filter(
            "state",
            _("State"),
            _("Any state"),
            tuple(Option(each.value, each.label, Q(standing=each.value)) for each in Return),
        ),
        Filter.on("role", _("Role"), _("Any role"), Role.choices),
    ),
    rows=_rows,
    pattern=RowPattern("orgs/removed_list.html#removed-row"),
)


def read_removed(request: Request) -> Listing[FormerMember]:
    """The list as the address asks for it."""
    rows = with_standing(FormerMember.objects.visible_to(request.actor))
    return REMOVED_LIST.read(request, rows, base_url=url_for(request, "orgs:removed-list"))


def removed_csv(request: Request) -> StreamingHttpResponse:
    """The same rows as a file."""
    return csv_response(read_removed(request), name=f"{request.organization.slug}-removed")

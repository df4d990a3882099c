"""The list of people, declared once, and its CSV.

Whoever may not see addresses and visits (collaborators) gets the same list without those
columns: not hidden, absent, and not searched either.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import (
    NEVER,
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
    selected_ids,
)
from console.shell.names import initials
from console.shell.request import Request
from orgs.models import Membership, MembershipQuerySet, Role, names_of_teams
from orgs.names import fold, fold_for_search
from orgs.policy import decide

ACCOUNTING = _("Collaborator, accounting")
_HIGH = frozenset({Role.LEGAL_REPRESENTATIVE.value, Role.ADMINISTRATOR.value})
_PATTERN = RowPattern("orgs/member_list.html#member-row")
_BESIDE = {"teams": names_of_teams()}


def _rows(found: list[Values], members: Listing[Membership]) -> list[Row]:
    """Ready strings for a page of people. The words that rows share are looked up once: this runs
    for every row of every page."""
    roles, accounting = {role.value: str(role.label) for role in Role}, str(ACCOUNTING)
    seen_words = words_for_visits()
    rows = []
    for each in found:
        name, role = each["user__full_name"], each["role"]
        rows.append(
            {
                "pk": each["pk"],
                "name": name,
                "initials": initials(name),
                "email": each.get("user__email", ""),
                "role": accounting if each["has_accounting"] else roles[role],
                "is_external": role == Role.EXTERNAL.value,
                "is_high": role in _HIGH,
                "teams": ", ".join(each["teams"]),
                "seen": seen_words(each["last_seen_at"]) if "last_seen_at" in each else "",
                "suspended": each["suspended_at"] is not None,
            }
        )
    return rows


def role_words(each: Values) -> str:
    """The role, and whether the accounting right comes with it."""
    return str(ACCOUNTING if each["has_accounting"] else Role(each["role"]).label)


def words_for_visits() -> Callable[[datetime | None], str]:
    """Says when somebody was last here, as exactly as its age makes useful; a day that several
    rows share is put into words once."""
    today, zone = timezone.localdate(), timezone.get_current_timezone()
    never, earlier_today = now_("never"), now_("today, %(time)s")

    @functools.cache
    def day_words(day: date) -> str:
        if (today - day).days == 1:
            return now_("yesterday")
        return date_format(day, "j M" if day.year == today.year else "j M Y")

    def words(seen: datetime | None) -> str:
        if seen is None:
            return never
        local = seen.astimezone(zone)
        if local.date() >= today:
            return earlier_today % {"time": date_format(local, "H:i")}
        return day_words(local.date())

    return words


NAME = Column("name", _("Person"), sort="sort_name", csv="user__full_name")
ROLE = Column("role", _("Role"), sort=("role_rank", "sort_name"), csv=role_words)
TICK = Column("tick", _("Select"), css="c-tick", quiet=True)
MENU = Column("menu", _("Actions"), css="c-act", quiet=True)
TEAMS = Column("teams", _("Teams"), csv=lambda each: "|".join(each["teams"]))
STATE = Filter(
    "state",
    _("State"),
    _("Any state"),
    (
        Option("active", _("Active"), Q(suspended_at=None)),
        Option("suspended", _("Suspended"), Q(suspended_at__isnull=False)),
    ),
)
FILTERS = (Filter.on("role", _("Role"), _("Any role"), Role.choices), STATE)
FIELDS = ("user__full_name", "role", "has_accounting", "suspended_at")

FULL_LIST = ListPage[Membership](
    name="member-table",
    fields=(*FIELDS, "user__email", "last_seen_at"),
    columns=(
        TICK,
        NAME,
        ROLE,
        TEAMS,
        Column(
            "seen",
            _("Last seen"),
            sort="last_seen_at",
            empty_as=NEVER,
            descends_first=True,
            csv="last_seen_at",
        ),
        MENU,
    ),
    sort="name",
    search=Search("search_text", _("Name or e-mail contains"), fold=fold_for_search),
    filters=FILTERS,
    rows=_rows,
    pattern=_PATTERN,
    beside=_BESIDE,
)
NAMES_LIST = ListPage[Membership](
    name="member-table",
    fields=FIELDS,
    columns=(TICK, NAME, ROLE, TEAMS, MENU),
    sort="name",
    search=Search("sort_name", _("Name contains"), fold=fold),
    filters=FILTERS,
    rows=_rows,
    pattern=_PATTERN,
    beside=_BESIDE,
)
EMAIL = Column("email", _("E-mail"), csv="user__email")
SUSPENDED = Column("suspended", _("Suspended since"), csv="suspended_at")


def read_members(request: Request, people: MembershipQuerySet) -> Listing[Membership]:
    """The list as this actor may see it."""
    sees_contact = decide(request.actor, "orgs.member.contact")
    declared = FULL_LIST if sees_contact else NAMES_LIST
    return declared.read(request, people, base_url=url_for(request, "orgs:member-list"))


def changed_row(request: Request, membership: Membership) -> SafeString:
    """The row of a member who was just changed, of what is known already: no query."""
    listing = read_members(request, Membership.objects.none())
    names = {name: name.split("__") for name in listing.declaration.fields}
    values = {
        name: getattr(membership.user if len(path) == 2 else membership, path[-1])
        for name, path in names.items()
    }
    found = [{**values, "pk": membership.pk, "teams": membership.team_names}]
    return _PATTERN.render(_rows(found, listing))


def member_csv(request: Request, people: MembershipQuerySet) -> StreamingHttpResponse:
    """The same rows as a file; with ticks in the address, only those."""
    chosen = selected_ids(request)
    if chosen:
        people = people.filter(pk__in=chosen)
    listing = read_members(request, people)
    columns: list[Any] = [NAME, ROLE, TEAMS, SUSPENDED]
    if decide(request.actor, "orgs.member.contact"):
        columns = [
            NAME,
            EMAIL,
            ROLE,
            TEAMS,
            SUSPENDED,
            *(column for column in FULL_LIST.columns if column.name == "seen"),
        ]
    return csv_response(listing, columns, name=f"{request.organization.slug}-users")

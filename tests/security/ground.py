"""What these tests share: two Organizations alike, and a fingerprint of the whole database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from orgs.models import Membership, Organization, PartnerContract, Team, TeamMembership
from tests.conftest import Cast, make_person
from tests.log import write_entry

# Written without a change in the sense of the log: sessions, visits, attempts that were counted,
# and who was turned away.
PASSING = {
    "auth2fa_attempt": "false",
    "django_session": "false",
    "shell_auditentry": "event <> 'orgs.access.refused'",
    "shell_chainhead": "false",  # moves with the entries
}
FORGOTTEN = ("last_seen_at", "last_login")


def database() -> dict[str, tuple[int, str]]:
    """Rows and digest of every table, but for what a visit leaves."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            row = f"to_jsonb(row) - '{{{','.join(FORGOTTEN)}}}'::text[]"
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(({row})::text, '|' ORDER BY"
                f" ({row})::text), '')) FROM {connection.ops.quote_name(table)} AS row"
                f" WHERE {PASSING.get(table, 'true')}"
            )
            found[table] = cursor.fetchone()
    return found


@dataclass
class Twin:
    """The rows of the other Organization."""

    organization: Organization
    members: list[Membership]
    names: list[str]


def furnish(cast: Cast) -> Twin:
    """Give `rival` everything that `alpine` has, under its own marker word."""
    rival = cast.rival
    for name, role in (
        ("Rita Legal", "legal_representative"),
        ("Rolf Admin", "administrator"),
        ("Ruth Collaborator", "collaborator"),
        ("Remo External", "external"),
    ):
        make_person(name, rival, role)
    members = list(Membership.objects.filter(organization=rival).select_related("user"))
    team = Team.objects.create(organization=rival, name="Web RIVALMARK")
    TeamMembership.objects.create(organization=rival, team=team, membership=members[-1])
    PartnerContract.objects.create(
        organization=rival, partner=cast.agency, access="full", given_by="Rita Legal"
    )
    write_entry(
        event="orgs.member.role_changed",
        organization_id=rival.pk,
        actor_name="Rita Legal RIVALMARK",
        subject_name=str(members[1]),
        after={"role": "external"},
    )
    return Twin(rival, members, [row.user.full_name for row in members])

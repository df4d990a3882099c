"""People by the thousand, made inside PostgreSQL."""

from __future__ import annotations

from django.db import connection

from auth2fa.models import User
from console.commands.bench.filling import BATCH, indexed_last, insertion
from orgs.models import Membership, Organization, Team, TeamMembership

DOMAIN = "bench.example"

_FIRST = (
    "Anna Beat Carla Dario Elena Fabio Giulia Hugo Irène Jonas Klara Luca Marie Nils Olivia Paul"
    " Quentin Rosa Simon Theres Urs Vera Walter Xenia Yves Zoé"
)
_LAST = (
    "Aebischer Berger Caduff Dubois Egger Favre Gerber Hofmann Imhof Jenni Keller Lehmann Meier"
    " Noser Odermatt Pellegrini Quadri Rossi Schneider Tobler Ulrich Vogt Wyss Zbinden"
)
_NAME = (
    f"(string_to_array('{_FIRST}', ' '))[1 + n %% 26] || ' '"
    f" || (string_to_array('{_LAST}', ' '))[1 + (n / 26) %% 24]"
)
_PLAIN = "lower(translate({}, 'éè ', 'ee.'))"


def add_people(organization: Organization, start: int, end: int) -> None:
    """Give the Organization people number `start` to `end`: three roles, some suspended, a fifth
    never seen, a third in a team. Every other column has what the models give it."""
    with indexed_last("orgs_membership", end - start):
        for first in range(start, end + 1, BATCH):
            _add_batch(organization, first, min(first + BATCH - 1, end))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orgs_membership, auth2fa_user, orgs_teammembership")


def _add_batch(organization: Organization, start: int, end: int) -> None:
    pattern = User(email="", full_name="")
    pattern.set_unusable_password()
    people, for_people = insertion(
        pattern,
        {
            "email": f"{_PLAIN.format(_NAME)} || '.{organization.pk}.' || n || '@{DOMAIN}'",
            "full_name": _NAME,
        },
        source=f"generate_series({start}, {end}) AS n",
    )
    members, for_members = insertion(
        Membership(organization=organization),
        {
            "user_id": "id",
            "role": "(ARRAY['administrator', 'collaborator', 'external'])[1 + id %% 3]",
            "sort_name": "lower(translate(full_name, 'éè', 'ee'))",
            "search_text": "upper(translate(full_name, 'éè', 'ee') || ' ' || email)",
            "suspended_at": "CASE WHEN id %% 50 = 0 THEN now() END",
            "last_seen_at": "CASE WHEN id %% 5 > 0 THEN now() - id %% 9999 * interval '7 min' END",
        },
        source="people",
    )
    team, _made = Team.objects.get_or_create(organization=organization, name="Front office")
    in_team, for_team = insertion(
        TeamMembership(organization=organization, team=team),
        {"membership_id": "id"},
        source="members WHERE id %% 3 = 0",
    )
    chain = (
        f"WITH people AS ({people} RETURNING id, email, full_name),"
        f" members AS ({members} RETURNING id) {in_team}"
    )
    with connection.cursor() as cursor:
        cursor.execute(chain, for_people + for_members + for_team)

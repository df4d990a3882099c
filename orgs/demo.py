"""Demo Organizations and people; tests and screenshots rely on them.

`alpine` is a company of 40 people in three teams, `rival` a stranger to it, `agency` its
partner, `solo` one person. Everybody is `…@demo.example`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.actor import Actor
from orgs.actions.members import change_role
from orgs.actions.organizations import open_organization
from orgs.actions.suspensions import check_suspension, lift_suspension, suspend_member
from orgs.demo_invitations import invite_some, join_by_invitation
from orgs.details_demo import describe_organization
from orgs.models import Membership, Organization, PartnerContract, Role, Team, TeamMembership
from orgs.names import search_text, sort_name
from orgs.removal_demo import GOING, remove_some
from orgs.team_demo import describe_teams

DOMAIN = "demo.example"
TEAMS = ("Front desk", "Mail", "Web")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the cast."""

    mailbox: str
    name: str
    role: Role
    has_accounting: bool = False
    is_suspended: bool = False
    teams: tuple[str, ...] = ()


LR, AD, CO, EX = Role
ALPINE = (
    Person("legal", "Lara Legal", LR),
    Person("legal2", "Leon Legal", LR),
    Person("admin", "Adrian Admin", AD, teams=("Mail", "Web")),
    Person("collaborator", "Cora Collaborator", CO, teams=("Web",)),
    Person("accounting", "Ada Accounting", CO, has_accounting=True),
    Person("external", "Emil External", EX, teams=("Web",)),
    Person("suspended", "Sven Suspended", CO, is_suspended=True, teams=("Mail",)),
    Person("webmaster", "Wanda Webmaster", AD),
)
OTHERS = (
    "Aline Aebi", "Beat Brunner", "Célia Chappuis", "Daniel Dubois", "Élodie Favre",
    "Fabio Ferrari", "Gianna Galli", "Hannah Huber", "Ivo Imhof", "Jana Jost",
    "Kevin Keller", "Léa Lambert", "Marco Meier", "Noemi Nägeli", "Oskar Ott",
    "Paola Pedrini", "Quentin Quartier", "Renata Roth", "Simon Schmid", "Tanja Trachsel",
    "Urs Utzinger", "Valérie Vuilleumier", "Walter Wyss", "Xenia Xanthos", "Yannick Yersin",
    "Zoë Zimmermann", "Bruno Baumann", "Chiara Conti", "Dario Dietrich", "Eva Egli",
    "Flurin Frei", "Greta Graf",
)  # fmt: skip


def load_organizations(password: str) -> int:
    """Make the cast and give everybody the same password; returns how many people there are."""
    secret = make_password(password)
    alpine = _open(
        "Alpine Cooperative", "alpine", _person(ALPINE[0].mailbox, ALPINE[0].name, secret)
    )
    rival = _open("Rival Works", "rival", _person("stranger", "Stella Stranger", secret))
    agency = _open("Agency North", "agency", _person("partner", "Paul Partner", secret))
    solo = _person("solo", "Sofia Solo", secret)
    _open("Sofia Solo", "solo", solo, Organization.Kind.PERSON)
    teams = {name: Team.objects.create(organization=alpine, name=name) for name in TEAMS}
    for line in ALPINE[1:]:
        _join(alpine, line, _person(line.mailbox, line.name, secret), teams)
    _join_others(alpine, secret, teams)
    webmaster = User.objects.get(email=f"webmaster@{DOMAIN}")
    for organization in (rival, agency):
        _join(organization, Person("webmaster", "", AD), webmaster, {})
    PartnerContract.objects.create(
        organization=alpine,
        partner=agency,
        access=PartnerContract.Access.LIMITED,
        given_by="Lara Legal",
    )
    _some_history(alpine)
    describe_organization(_legal(alpine), alpine)
    describe_teams(_legal(alpine), teams, DOMAIN)
    invite_some(_legal(alpine), DOMAIN, list(teams.values()))
    going = [_person(mailbox, name, secret) for mailbox, name in GOING]
    remove_some(_legal(alpine), going, list(teams.values()))
    return User.objects.count()


def _person(mailbox: str, name: str, secret: str) -> User:
    user = User(email=f"{mailbox}@{DOMAIN}", full_name=name, password=secret)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _open(
    name: str, slug: str, user: User, kind: Organization.Kind = Organization.Kind.COMPANY
) -> Organization:
    organization = open_organization(
        actor=Actor(user_id=user.pk, name=user.full_name), name=name, kind=kind, user=user
    )
    Organization.objects.filter(pk=organization.pk).update(slug=slug)
    organization.slug = slug
    return organization


def _join(
    organization: Organization, line: Person, user: User, teams: dict[str, Team]
) -> Membership:
    membership = Membership.objects.create(
        organization=organization,
        user=user,
        role=line.role,
        has_accounting=line.has_accounting,
        role_given_by="Lara Legal",
        sort_name=sort_name(user.full_name),
        search_text=search_text(user.full_name, user.email),
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(organization=organization, team=teams[name], membership=membership)
        for name in line.teams
    )
    return membership


def _join_others(alpine: Organization, secret: str, teams: dict[str, Team]) -> None:
    now = timezone.now()
    for place, name in enumerate(OTHERS):
        mailbox = sort_name(name).replace(" ", ".")
        role = EX if place % 8 == 5 else CO
        line = Person(mailbox, name, role, teams=(TEAMS[place % 3],) if place % 4 else ())
        user = _person(mailbox, name, secret)
        if name == OTHERS[-1]:
            mine = [teams[each] for each in line.teams]
            membership = join_by_invitation(_legal(alpine), user, role, mine)
        else:
            membership = _join(alpine, line, user, teams)
        if place % 5:
            seen = now - timedelta(hours=7 * place * place)
            Membership.objects.filter(pk=membership.pk).update(last_seen_at=seen)


def _legal(alpine: Organization) -> Actor:
    legal = Membership.objects.get(organization=alpine, user__email=f"legal@{DOMAIN}")
    return Actor(
        user_id=legal.user_id,
        name=str(legal.user),
        organization_id=alpine.pk,
        membership_id=legal.pk,
        role=legal.role,
        credential="demo data",
    )


def _some_history(alpine: Organization) -> None:
    """Changes of role and suspensions, made by the actions: entries and letters are real."""
    actor = _legal(alpine)
    someone = Membership.objects.get(organization=alpine, user__full_name=OTHERS[1])
    for role, accounting in ((Role.EXTERNAL, False), (Role.COLLABORATOR, True)):
        someone = change_role(
            actor=actor,
            membership_id=someone.pk,
            role=role,
            has_accounting=accounting,
            version=someone.version,
            is_proven=True,
        )
    _suspend(actor, OTHERS[3], "Phone lost, found again an hour later")
    lift_suspension(actor=actor, membership_id=_number(actor, OTHERS[3]))
    for line in ALPINE:
        if line.is_suspended:
            _suspend(actor, line.name, "Laptop stolen on the train to Chur")


def _number(actor: Actor, name: str) -> int:
    return Membership.objects.get(organization_id=actor.here, user__full_name=name).pk


def _suspend(actor: Actor, name: str, reason: str) -> None:
    number = _number(actor, name)
    suspend_member(actor=actor, membership_id=number, reason=reason)
    check_suspension(actor=actor, membership_id=number)

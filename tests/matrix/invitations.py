"""Invitations: the pages of who invites, and the link of who is invited.

The link that everybody opens is one of an Organization apart, since whoever holds a link reads
the name of what it leads to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from console.shell.forms import mark_of
from orgs.invitations.tokens import digest_of, new_token
from orgs.invitations.wanted import Wanted
from orgs.models import Invitation, Organization
from tests.conftest import join, make_organization, make_person
from tests.matrix.case import PARTS, Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World


def add(organization: Organization, part_of: World | None = None, token: str = "") -> Invitation:
    """An open invitation, sent by somebody who may."""
    _end_earlier(organization)
    if part_of is not None:
        inviter = part_of.cast.membership("legal2")
    else:
        person = make_person(f"Hanna {organization.name}")
        inviter = join(person, organization, "legal_representative")
    return Invitation.objects.create(
        organization=organization,
        email="invited@nowhere.example",
        role="collaborator",
        invited_by=inviter,
        invited_by_name=str(inviter.user),
        token_digest=digest_of(token or new_token()),
        expires_at=timezone.now() + timedelta(days=30),
    )


def _end_earlier(organization: Organization) -> None:
    """There is one open invitation to an address; a table that is walked twice makes two."""
    rows = Invitation.objects.filter(organization=organization, withdrawn_at=None)
    rows.filter(email="invited@nowhere.example").update(withdrawn_at=timezone.now())


def invitation(which: str) -> Values:
    """One of `alpine`, one of `rival`, or none."""

    def where(world: World, part: str) -> dict[str, Any]:
        found = {"pk": MISSING}
        if which == "own":
            found = {"pk": add(world.cast.alpine, world).pk}
        elif which == "neighbor":
            row = add(world.cast.alpine, world)
            _end_earlier(world.cast.rival)
            Invitation.objects.filter(pk=row.pk).update(organization=world.cast.rival)
            found = {"pk": row.pk}
        return {"organization": "alpine", **found}

    return where


def a_link(world: World, part: str) -> dict[str, Any]:
    token = new_token()
    add(make_organization("harbor", "Harbor"), token=token)
    return {"token": token}


def open_link(world: World, part: str, client: Client) -> None:
    client.get(reverse("orgs_joining:invitation-open", kwargs=a_link(world, part)))


def answer(what: str, **more: str) -> Values:
    def send(world: World, part: str) -> dict[str, Any]:
        opened = Invitation.objects.filter(organization__slug="harbor").first()
        return {"invitation": opened.pk if opened else MISSING, "answer": what, **more}

    return send


def one(world: World, part: str) -> dict[str, Any]:
    return {"to": "send", "email": "nina@new.example", "role": "administrator"}


def many(world: World, part: str) -> dict[str, Any]:
    text = "nina@new.example;administrator\nnoah@new.example\nnobody"
    wanted = [
        Wanted("nina@new.example", "administrator"),
        Wanted("noah@new.example", "collaborator"),
    ]
    return {"to": "send", "text": text, "role": "collaborator", "seen": mark_of(wanted)}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("orgs:invitation-list", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-export", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-create", "", where=in_alpine, send=one, moved=200,
         writes=("orgs.invitation.created",),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-create", "a legal representative", where=in_alpine, moved=200,
         send=lambda world, part: {**one(world, part), "role": "legal_representative"},
         writes=("orgs.invitation.created",),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 422 403 403 403 403 403 422 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-import", "", where=in_alpine, send=many, moved=200,
         writes=("orgs.invitation.created", "orgs.invitation.created"),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-actions", "", where=invitation("own"),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-actions", "of a neighbor", where=invitation("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-resend", "", where=invitation("own"), moved=200,
         writes=("orgs.invitation.resent",),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-resend", "of a neighbor", where=invitation("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-withdraw", "", where=invitation("own"), moved=200,
         writes=("orgs.invitation.withdrawn",),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-withdraw", "of a neighbor", where=invitation("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:invitation-withdraw", "that is not there", where=invitation("missing"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),

    Case("orgs_joining:invitation-open", "with a good link", where=a_link,
         get="                  302 302 302 302 302 302 302 302 302 302",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-open", "with a bad link",
         where=lambda world, part: {"token": "0" * 40},
         get="                  404 404 404 404 404 404 404 404 404 404",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-answer", "without a link",
         get="                  404 404 404 404 404 404 404 404 404 404",
         post="                 404 404 404 404 404 404 404 404 404 404",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-answer", "to join with another account", before=open_link,
         send=answer("join"), works_for=(),
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 422 422 422 422 422 422 422 422 422 200",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-answer", "to sign up", before=open_link,
         send=answer("sign-up", full_name="Nina New", password="seven green umbrellas"),
         works_for=("anonymous",),
         writes=("auth2fa.person.joined", "orgs.invitation.accepted", "orgs.member.joined",
                 "auth2fa.session.began"),
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 200 200 200 200 200 200 200 200 200 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-answer", "to decline", before=open_link,
         send=answer("decline"), writes=("orgs.invitation.declined",),
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 200 200 200 200 200 200 200 200 200 200",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("orgs_joining:invitation-answer", "to sign out first", before=open_link,
         send=answer("leave"), writes=("auth2fa.session.ended",), works_for=PARTS[:-1],
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
]
# fmt: on

"""Removing, the list of the removed, asking back, and leaving."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from orgs.models import FormerMember, Membership
from orgs.removal import fingerprint, parts_of
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World


def member(which: str, **more: Any) -> Values:
    """A colleague, somebody of `rival`, or nobody."""

    def where(world: World, part: str) -> dict[str, Any]:
        numbers = {
            "colleague": world.colleague.pk,
            "neighbor": world.neighbor.pk,
            "missing": MISSING,
        }
        return {"organization": "alpine", "pk": numbers[which], **more}

    return where


def former(which: str) -> Values:
    """Somebody who was removed from `alpine` or `rival`; made when it is asked for."""

    def where(world: World, part: str) -> dict[str, Any]:
        if which == "missing":
            return {"organization": "alpine", "pk": MISSING}
        organization = world.cast.alpine if which == "own" else world.cast.rival
        user = world.unconfirmed.user
        row, _made = FormerMember.objects.get_or_create(
            organization=organization,
            user=user,
            defaults={
                "email": user.email,
                "full_name": user.full_name,
                "role": "external",
                "removed_by": "Lara Legal",
            },
        )
        return {"organization": "alpine", "pk": row.pk}

    return where


def come_to(step: int) -> Any:
    """Walk through the screens before this one, as far as one may."""

    def walk(world: World, part: str, client: Client) -> None:
        if part in {"suspended", "stranger"}:
            return  # turned away at the door; only the first attempt in a while is noted
        pk = world.colleague.pk
        for place in range(1, step):
            url = _screen(pk, place)
            page = client.get(url).content.decode() if part != "anonymous" else ""
            found = re.search(r'name="(seen|mark)" value="([^"]*)"', page)
            if found is None:
                return
            client.post(url, {found.group(1): unescape(found.group(2)), "is_read": "on"})

    return walk


def _screen(pk: int, step: int) -> str:
    if step == 1:
        return reverse("orgs:member-remove", kwargs={"organization": "alpine", "pk": pk})
    values = {"organization": "alpine", "pk": pk, "step": step}
    return reverse("orgs:member-remove-step", kwargs=values)


def confirmation(world: World, part: str) -> dict[str, Any]:
    """What the second and the last screen want; without a mark the walk of the session holds."""
    person = world.cast.people.get(part)
    return {
        "is_read": "on",
        "is_sure": "on",
        "own_email": person.email if person else "a@b.example",
    }


def own_place(world: World, part: str) -> dict[str, Any]:
    return {"slug": "alpine"}


def as_seen(world: World, part: str) -> dict[str, Any]:
    row = Membership.objects.filter(
        user=world.cast.people.get(part), organization=world.cast.alpine
    ).first()
    seen = fingerprint(row, parts_of(row)) if row else "x"
    return {"version": row.version if row else 0, "seen": seen}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
REMOVING = [
    Case("orgs:member-remove", "", where=member("colleague"), moved=200,
         works_for=(),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    *(
        Case("orgs:member-remove-step", f"{step}, without the ones before",
             where=member("colleague", step=step), send=confirmation, moved=200, works_for=(),
             get="              302 302 403 403 403 403 403 302 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for step in (2, 3, 4)
    ),
    *(
        Case("orgs:member-remove-step", f"{step}, in order", where=member("colleague", step=step),
             before=come_to(step), send=confirmation, moved=200,
             writes=("orgs.member.removed",) if step == 4 else (),
             works_for=("legal", "administrator", "partner_full") if step == 4 else (),
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for step in (2, 3, 4)
    ),
    *(
        Case("orgs:member-remove", f"a {which}", where=member(which), send=confirmation,
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing")
    ),
    *(
        Case("orgs:member-remove-step", f"{step} of a {which}", where=member(which, step=step),
             send=confirmation,
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing") for step in (2, 4)
    ),
]
REMOVED = [
    *(
        Case(name, "", where=in_alpine,
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             405 405 403 403 403 403 403 405 404 in")
        for name in ("orgs:removed-list", "orgs:removed-export")
    ),
    Case("orgs:removed-invite", "", where=former("own"), moved=200,
         writes=("orgs.invitation.created",),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    *(
        Case("orgs:removed-invite", f"of a {which}", where=former(which),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing")
    ),
]
LEAVING = [
    Case("orgs_personal:organization-leave", "", where=own_place, send=as_seen, moved=200,
         writes=("orgs.member.left",),
         works_for=("legal", "administrator", "collaborator", "accounting", "external"),
         get="                  200 200 200 200 200 200 404 404 404 in",
         post="                 302 302 302 302 302 422 404 404 404 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
]
# fmt: on
CASES = [*REMOVING, *REMOVED, *LEAVING]

"""Details, logo, security rules and deletion of an Organization."""

from __future__ import annotations

import hashlib
from typing import Any

from django.test import Client

from orgs.models import Logo, Membership, Organization
from tests.matrix.case import Case
from tests.matrix.organizations import in_alpine
from tests.matrix.world import World
from tests.orgs.details import fields
from tests.orgs.pictures import picture, upload


def to_chur(world: World, part: str) -> dict[str, Any]:
    return fields(world.cast, city="Chur")


def a_picture(world: World, part: str) -> dict[str, Any]:
    return {"logo": upload(picture(size=(40, 40)))}


def two_hours(world: World, part: str) -> dict[str, Any]:
    return {"idle_hours": "2", "was": ""}


def name_of_alpine(world: World, part: str) -> dict[str, Any]:
    return {"name": world.cast.alpine.name}


def with_logo(world: World, part: str, client: Client) -> None:
    content = picture(size=(20, 20))
    digest = hashlib.sha256(content).hexdigest()
    alpine = world.cast.alpine
    Logo.objects.create(
        organization=alpine, content=content, content_type="image/png", digest=digest
    )
    Organization.objects.filter(pk=alpine.pk).update(logo_digest=digest)


def nobody_else(world: World, part: str, client: Client) -> None:
    """Only whoever asks is left, so that nothing stands against it."""
    if part in {"legal", "administrator", "collaborator"}:
        Membership.objects.filter(organization=world.cast.alpine).exclude(
            user=world.cast[part]
        ).delete()


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("orgs:organization-edit", "", where=in_alpine, send=to_chur,
         writes=("orgs.organization.changed",), moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:logo-change", "", where=in_alpine, send=a_picture,
         writes=("orgs.logo.changed",), moved=200,
         get="                  405 405 403 403 403 403 403 405 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:logo-remove", "", where=in_alpine, before=with_logo,
         writes=("orgs.logo.removed",), moved=200,
         get="                  405 405 403 403 403 403 403 405 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:logo-view", "", where=in_alpine, before=with_logo,
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    Case("orgs:logo-view", "where there is none", where=in_alpine,
         get="                  404 404 404 404 404 403 404 404 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    Case("orgs:organization-secure", "", where=in_alpine, send=two_hours,
         writes=("orgs.organization.secured",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:organization-close", "with others in it", where=in_alpine, send=name_of_alpine,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 422 403 403 403 403 403 403 403 404 in",
         other="                405 403 403 403 403 403 403 403 404 in"),
    Case("orgs:organization-close", "alone", where=in_alpine, send=name_of_alpine,
         before=nobody_else, writes=("orgs.organization.closed",), moved=200,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 403 403 403 403 403 403 403 404 in"),
]
# fmt: on

"""Who was removed does not come back in through their own Organization, a partner of this one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from auth2fa.models import User
from console.shell.actions import Forbidden
from console.shell.actor import Actor
from orgs.actions.teams import create_team
from orgs.entering import everywhere
from orgs.models import Membership, PartnerContract, Role
from orgs.reach import as_actor
from tests.conftest import Cast
from tests.orgs.removing import remove
from tests.orgs.test_member_leave import by_action

As = Callable[..., Client]


@pytest.mark.flow("G6.8")
def test_removing_closes_the_way_through_a_partner_too(cast: Cast, as_: As) -> None:
    person, client = cast["partner_full"], as_("partner_full")
    assert client.get("/o/alpine/users/").status_code == 200
    as_partner = _inside(cast, person)
    member = Membership.objects.create(
        organization=cast.alpine, user=person, role=Role.EXTERNAL, sort_name="pia"
    )
    assert client.get("/o/alpine/users/").status_code == 403

    remove(cast.membership("legal"), member)

    assert client.get("/o/alpine/users/").status_code == 404
    assert "/o/alpine/" not in client.get("/me/organizations/").content.decode()
    with pytest.raises(Forbidden):
        create_team(actor=as_partner, name="Way in", description="")
    contract = PartnerContract.objects.get(organization=cast.alpine, access="full")
    contract.given_at = timezone.now()
    contract.save(update_fields=["given_at"])
    assert client.get("/o/alpine/users/").status_code == 200, "authorized anew"


def test_leaving_closes_nothing_that_the_partner_has(cast: Cast, as_: As) -> None:
    person, client = cast["partner_full"], as_("partner_full")
    member = Membership.objects.create(
        organization=cast.alpine, user=person, role=Role.EXTERNAL, sort_name="pia"
    )
    by_action(member)
    assert not Membership.objects.filter(organization=cast.alpine, user=person).exists()
    assert client.get("/o/alpine/users/").status_code == 200


def _inside(cast: Cast, person: User) -> Actor:
    own = as_actor(Membership.objects.get(user=person))
    return next(actor for place, actor in everywhere(own) if place == cast.alpine)

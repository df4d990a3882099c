"""A right that ends between the page and the lock, and rights that only a page asked for."""

from __future__ import annotations

import pytest

from console.shell.actions import Forbidden
from console.shell.actor import Actor
from console.shell.models import OutgoingLetter
from orgs.actions.letters import resend_letter
from orgs.actions.members import change_role
from orgs.models import Membership, Team
from orgs.reach import as_actor
from products.actions.renewals import switch_auto_renew
from products.actions.tags import set_tags
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import put_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(cast: Cast) -> Product:
    """A domain that the person with the accounting right sees by a grant."""
    product = put_product(cast.alpine, "alpine.example", auto_renew=True)
    Grant.objects.create(
        organization=cast.alpine,
        membership=cast.membership("accounting"),
        scope=Grant.Scope.PRODUCT,
        product=product,
        given_by="Lara Legal",
    )
    return product


def without_accounting(cast: Cast) -> None:
    member = cast.membership("accounting")
    change_role(
        actor=as_actor(cast.membership("legal")),
        membership_id=member.pk,
        role=member.role,
        has_accounting=False,
        version=member.version,
        is_proven=True,
    )


def test_the_accounting_right_is_asked_for_again_under_the_lock(
    cast: Cast, domain: Product
) -> None:
    """The request came in with it; until the action had the lock, somebody took it back. The
    role is the same as before, and renewals are paid."""
    actor = as_actor(cast.membership("accounting"))
    without_accounting(cast)
    with pytest.raises(Forbidden):
        switch_auto_renew(actor=actor, product_ids=[domain.pk], is_on=False)
    domain.refresh_from_db()
    assert domain.auto_renew


def test_with_the_accounting_right_it_goes(cast: Cast, domain: Product) -> None:
    """The control: it is the right that was missing above."""
    actor = as_actor(cast.membership("accounting"))
    assert switch_auto_renew(actor=actor, product_ids=[domain.pk], is_on=False) == [domain]


def test_a_right_that_came_meanwhile_stops_nobody(cast: Cast, domain: Product) -> None:
    """Only what was lost since the request began is an obstacle, not what was won."""
    grant = Grant.objects.get()
    grant.membership, grant.level = cast.membership("collaborator"), "manage"
    grant.save()
    actor = as_actor(cast.membership("collaborator"))
    Membership.objects.filter(pk=actor.membership_id).update(has_accounting=True)
    set_tags(actor=actor, product_id=domain.pk, tag_ids=[], seen_ids=[], name="Spring")
    assert domain.product_tags.count() == 1


@pytest.mark.parametrize("part", ["collaborator", "external"])
def test_the_action_itself_asks_who_may_send_a_letter_again(part: str, cast: Cast) -> None:
    """Not only the page: whatever else comes to call it, letters are for administrators."""
    letter = OutgoingLetter.objects.create(
        key="lost",
        event="orgs.member.removed",
        organization_id=cast.alpine.pk,
        to="gone@nowhere.example",
        subject="Gone",
        text="Gone",
        message_id="<1@x>",
        state="dead",
    )
    with pytest.raises(Forbidden):
        resend_letter(actor=as_actor(cast.membership(part)), letter_id=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "dead"


def test_without_a_role_nobody_is_seen(cast: Cast) -> None:
    """An actor in an Organization without a role (suspended, or not looked up yet) sees no
    people, teams or products, whichever query is asked."""
    nobody = Actor(user_id=cast["suspended"].pk, organization_id=cast.alpine.pk)
    assert not Membership.objects.visible_to(nobody).exists()
    assert not Team.objects.visible_to(nobody).exists()
    assert not Product.objects.visible_to(nobody).exists()

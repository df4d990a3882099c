"""Access is changed and withdrawn, one or several at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.actions import Forbidden, Overtaken, Refused
from orgs.policy import decide
from orgs.reach import as_actor
from products.actions.grants import change_access, withdraw_access
from products.models import Grant, Product, ProductTag, Tag
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.granting import (
    ACCESS,
    entries,
    given,
    letters,
    limited,
    post,
    rows_of,
    web,
)
from tests.products.test_grant_reach import give, seen

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`."""
    return make_product(cast.alpine, "alpine.example")


@pytest.mark.flow("G3.11")
def test_the_level_the_reason_and_the_end_are_changed(cast: Cast, as_: As, site: Product) -> None:
    cora = cast.membership("collaborator")
    (grant,) = given(cast, cora, products=[site]).new
    path = f"{ACCESS}{grant.pk}/change/"
    assert 'value="view"' in as_("legal").get(path).content.decode()
    last = (timezone.now() + timedelta(days=30)).date().isoformat()
    answer = post(as_("administrator"), path, level="manage", reason="Relaunch", ends_on=last)
    assert answer.status_code == 302
    (entry,) = entries("changed")
    assert (entry.before["level"], entry.after["level"]) == ("view", "manage")
    assert (entry.before["reason"], entry.after["reason"]) == ("", "Relaunch")
    assert letters("changed")[0].to == cast["collaborator"].email
    again = post(as_("administrator"), path, level="manage", reason="Relaunch", ends_on=last)
    assert again.status_code == 302
    assert len(entries("changed")) == 1  # nothing to do leaves no trace


def test_a_form_from_before_somebody_elses_change_is_overtaken(
    cast: Cast, as_: As, site: Product
) -> None:
    (grant,) = given(cast, cast.membership("collaborator"), products=[site]).new
    seen_before = timezone.now().isoformat()
    change_access(
        actor=as_actor(cast.membership("administrator")), grant_id=grant.pk, level="manage"
    )
    answer = post(as_("legal"), f"{ACCESS}{grant.pk}/change/", reason="mine", seen=seen_before)
    assert answer.status_code == 409
    assert "Adrian Admin" in answer.content.decode()
    assert Grant.objects.get().reason == ""


def test_an_external_cannot_be_left_with_more_than_chosen_products(cast: Cast) -> None:
    grant = give(cast, membership=cast.membership("external"), scope="everything")
    with pytest.raises(Refused, match="chosen products only"):
        change_access(actor=as_actor(cast.membership("legal")), grant_id=grant.pk, level="manage")


@pytest.mark.flow("G3.10", "G3.11")
def test_several_are_withdrawn_with_one_entry_each_and_one_letter_a_holder(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    other = make_product(cast.alpine, "other.example")
    cora, emil = cast.membership("collaborator"), cast.membership("external")
    given(cast, cora, products=[site, other])
    given(cast, emil, products=[site])
    numbers = list(Grant.objects.values_list("pk", flat=True))
    page = as_("administrator").get(f"{ACCESS}withdraw/", {"selected": numbers}).content.decode()
    assert page.count("alpine.example") == 2
    answer = as_("administrator").post(f"{ACCESS}withdraw/", {"selected": numbers})
    assert answer.status_code == 302
    assert not Grant.objects.exists()
    assert len(entries("withdrawn")) == 3
    assert {each.before["holder"]["name"] for each in entries("withdrawn")} == {
        str(cora.user),
        str(emil.user),
    }
    told = letters("withdrawn")
    assert {each.to for each in told} == {cora.user.email, emil.user.email}
    assert len(told) == 2
    assert seen(as_actor(cora)) == set()


def test_what_is_gone_or_foreign_is_like_none(cast: Cast, as_: As, site: Product) -> None:
    (grant,) = given(cast, cast.membership("collaborator"), products=[site]).new
    foreign = Grant.objects.create(
        organization=cast.rival,
        membership=cast.membership("stranger", cast.rival),
        scope="everything",
        given_by="Stella",
    )
    legal = as_("legal")
    for numbers in ([foreign.pk], [grant.pk, foreign.pk], [987654321]):
        assert legal.get(f"{ACCESS}withdraw/", {"selected": numbers}).status_code == 404
        assert legal.post(f"{ACCESS}withdraw/", {"selected": numbers}).status_code == 404
    for path in (f"{ACCESS}{foreign.pk}/change/", f"{ACCESS}987654321/change/"):
        assert legal.get(path).status_code == 404
        assert post(legal, path).status_code == 404
    assert Grant.objects.count() == 2
    actor = as_actor(cast.membership("legal"))
    assert withdraw_access(actor=actor, grant_ids=[foreign.pk]) == []
    with pytest.raises(Overtaken):
        change_access(actor=actor, grant_id=foreign.pk, level="manage")


def test_nothing_ticked_is_a_sentence(cast: Cast, as_: As) -> None:
    answer = as_("legal").post(f"{ACCESS}withdraw/")
    assert answer.status_code == 422
    assert "Tick something first." in answer.content.decode()


def test_a_partners_access_is_for_legal_representatives(cast: Cast, as_: As, site: Product) -> None:
    (grant,) = given(cast, limited(cast), products=[site]).new
    for part in ("administrator", "partner_full"):
        answer = as_(part).post(f"{ACCESS}withdraw/", {"selected": grant.pk})
        assert answer.status_code == 403
        assert post(as_(part), f"{ACCESS}{grant.pk}/change/", level="manage").status_code == 403
    assert rows_of(cast.alpine) == {("product", "alpine.example", "view")}
    assert as_("legal").post(f"{ACCESS}withdraw/", {"selected": grant.pk}).status_code == 302
    assert [each.to for each in letters("withdrawn")] == [cast["partner_limited"].email]


def test_a_grant_that_ends_while_a_form_is_open_is_refused_with_the_reason(
    cast: Cast, site: Product
) -> None:
    """What every change of a product asks under its lock (`products.product.manage`)."""
    cora = cast.membership("collaborator")
    (grant,) = given(cast, cora, products=[site], level="manage").new
    given(cast, web(cast), products=[site])
    actor = as_actor(cora)
    assert decide(actor, "products.product.manage", site)
    withdraw_access(actor=as_actor(cast.membership("legal")), grant_ids=[grant.pk])
    refused = decide(actor, "products.product.manage", site)
    assert not refused
    assert "you need a grant to manage it" in str(refused.reason)


def test_an_actor_demoted_meanwhile_withdraws_nothing(cast: Cast, site: Product) -> None:
    (grant,) = given(cast, cast.membership("collaborator"), products=[site]).new
    actor = as_actor(cast.membership("administrator"))
    cast.alpine.memberships.filter(pk=actor.membership_id).update(role="collaborator")
    with pytest.raises(Forbidden):
        withdraw_access(actor=actor, grant_ids=[grant.pk])
    assert Grant.objects.exists()


@pytest.mark.parametrize("sees_on", [True, False])
@pytest.mark.parametrize("ends", ["withdrawn", "over"])
def test_a_collaborator_whose_access_ends_while_the_form_is_open_is_told_why(
    cast: Cast, as_: As, site: Product, ends: str, sees_on: bool
) -> None:
    (grant,) = given(cast, cast.membership("collaborator"), products=[site], level="manage").new
    if sees_on:
        given(cast, web(cast), products=[site])
    tag = Tag.objects.create(organization=cast.alpine, name="shop", sort_name="shop")
    ProductTag.objects.create(organization=cast.alpine, product=site, tag=tag, sort_name="shop")
    browser, path = as_("collaborator"), f"/o/alpine/products/{site.pk}/tags/"
    shown = re.search(r'name="shown" value="([^"]*)"', browser.get(path).content.decode())
    assert shown
    if ends == "over":
        Grant.objects.filter(pk=grant.pk).update(ends_at=timezone.now())
    else:
        withdraw_access(actor=as_actor(cast.membership("legal")), grant_ids=[grant.pk])
    answer = browser.post(path, {"seen": tag.pk, "hue": "lake", "shown": shown[1]})
    assert answer.status_code == 403
    reason = "you need a grant to manage it" if sees_on else "No grant reaches this product."
    assert reason in answer.content.decode()
    assert ProductTag.objects.exists()

"""Access to products is given: from the person, the team, the partner and the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.actions import Forbidden, Overtaken, Refused
from orgs.models import Membership, Team, TeamMembership
from orgs.reach import as_actor
from products.actions.grants import give_access
from products.grant_giving import refuse_above, refuse_reach
from products.models import Grant, Product
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
from tests.products.test_grant_reach import seen

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`."""
    return make_product(cast.alpine, "alpine.example")


@pytest.mark.flow("G1.10", "G1.11")
def test_several_products_are_given_from_the_person(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    other = make_product(cast.alpine, "files", type="drive")
    cora = cast.membership("collaborator")
    page = as_("administrator").get(f"{ACCESS}users/{cora.pk}/").content.decode()
    assert "alpine.example" in page
    answer = post(
        as_("administrator"),
        f"{ACCESS}users/{cora.pk}/",
        scope="product",
        product=[site.pk, other.pk],
        level="manage",
        reason="The relaunch",
    )
    assert answer.status_code == 302
    assert rows_of(cast.alpine) == {
        ("product", "alpine.example", "manage"),
        ("product", "files", "manage"),
    }
    assert seen(as_actor(cora)) == {"alpine.example", "files"}
    assert [each.after["product"]["name"] for each in entries("given")] == [
        "alpine.example",
        "files",
    ]
    (letter,) = letters()
    assert letter.to == cast["collaborator"].email
    for words in ("alpine.example", "files", "Adrian Admin", "The relaunch"):
        assert words in letter.text
        assert words in letter.html


@pytest.mark.flow("G1.10")
def test_everything_with_maximum_permissions_is_one_click(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    cora = cast.membership("collaborator")
    path = f"{ACCESS}users/{cora.pk}/"
    assert "Everything, with maximum permissions" in as_("legal").get(path).content.decode()
    post(as_("legal"), path, scope="everything", level="manage")
    assert rows_of(cast.alpine) == {("everything", "", "manage")}
    make_product(cast.alpine, "future.example")
    assert "future.example" in seen(as_actor(cora))


@pytest.mark.flow("G1.10")
def test_a_type_is_given_with_the_future_ones(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    ada = cast.membership("accounting")
    post(as_("partner_full"), f"{ACCESS}users/{ada.pk}/", scope="type", type="drive", level="view")
    make_product(cast.alpine, "new files", type="drive")
    assert seen(as_actor(ada)) == {"new files"}
    assert Grant.objects.get().giver is None


@pytest.mark.flow("G1.10")
def test_a_team_carries_access_for_the_people_in_it(cast: Cast, as_: As, site: Product) -> None:
    for part in ("external", "legal"):
        TeamMembership.objects.create(
            organization=cast.alpine, team=web(cast), membership=cast.membership(part)
        )
    path = f"{ACCESS}teams/{web(cast).pk}/"
    post(as_("legal"), path, scope="type", type="domain")
    assert seen(as_actor(cast.membership("collaborator"))) == {"alpine.example"}
    assert seen(as_actor(cast.membership("external"))) == set()
    # The external has nothing of it, and the representative everything anyway.
    assert [each.to for each in letters()] == [cast["collaborator"].email]
    team_page = as_("legal").get(f"/o/alpine/teams/{web(cast).pk}/").content.decode()
    assert "Domains: all, future ones too" in team_page
    assert path in team_page


@pytest.mark.flow("G3.11")
def test_it_is_given_from_the_product(cast: Cast, as_: As, site: Product) -> None:
    emil = cast.membership("external")
    path = f"/o/alpine/products/{site.pk}/grant/"
    assert "Emil External" in as_("administrator").get(f"{path}?q=emil").content.decode()
    assert "Cora" not in as_("administrator").get(f"{path}?q=emil").content.decode()
    answer = post(as_("administrator"), path, holder=f"membership-{emil.pk}", level="manage")
    assert answer.status_code == 302
    assert rows_of(cast.alpine) == {("product", "alpine.example", "manage")}
    page = as_("administrator").get(f"/o/alpine/products/{site.pk}/").content.decode()
    assert "Emil External" in page
    assert f"person={emil.pk}&amp;action=products.product.manage&amp;object={site.pk}" in page


def test_nobody_chosen_on_the_product_is_a_sentence(cast: Cast, as_: As, site: Product) -> None:
    answer = post(as_("legal"), f"/o/alpine/products/{site.pk}/grant/")
    assert answer.status_code == 422
    assert "Choose who gets the access." in answer.content.decode()


@pytest.mark.parametrize("scope", ["type", "everything"])
def test_externals_and_limited_partners_get_chosen_products_only(
    cast: Cast, as_: As, site: Product, scope: str
) -> None:
    emil = cast.membership("external")
    for path in (f"users/{emil.pk}/", f"partners/{limited(cast).pk}/"):
        page = as_("legal").get(ACCESS + path).content.decode()
        assert "maximum permissions" not in page
        answer = post(as_("legal"), ACCESS + path, scope=scope, type="domain")
        assert answer.status_code == 422
        assert "chosen products only" in answer.content.decode()
    assert not Grant.objects.exists()


def test_a_partner_is_for_legal_representatives(cast: Cast, as_: As, site: Product) -> None:
    path = f"{ACCESS}partners/{limited(cast).pk}/"
    for part in ("administrator", "partner_full"):
        answer = post(as_(part), path, scope="product", product=site.pk)
        assert answer.status_code == 403
    assert post(as_("legal"), path, scope="product", product=site.pk).status_code == 302
    assert [each.to for each in letters()] == [cast["partner_limited"].email]


def test_administrators_need_no_grant(cast: Cast, as_: As, site: Product) -> None:
    for part in ("legal2", "administrator"):
        member = cast.membership(part)
        page = as_("legal").get(f"{ACCESS}users/{member.pk}/").content.decode()
        assert "manages every product already" in page
        with pytest.raises(Refused, match="manages every product already"):
            given(cast, member)


def test_nobody_gives_beyond_what_they_hold(cast: Cast, site: Product) -> None:
    """Whatever a policy of tomorrow says: the rule stands in the action."""
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    actor = as_actor(cora)
    refuse_above(actor, site, "view")
    with pytest.raises(Forbidden, match="more than you have"):
        refuse_above(actor, site, "manage")
    for scope in ("type", "everything"):
        with pytest.raises(Forbidden, match="more than you have"):
            refuse_reach(actor, scope, [], "domain", "view")
    with pytest.raises(Forbidden):
        given(cast, cast.membership("external"), by="collaborator", products=[site])


def test_the_same_again_leaves_no_trace(cast: Cast, site: Product) -> None:
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    again = given(cast, cora, products=[site], by="administrator")
    assert not again.new
    assert not again.changed
    assert Grant.objects.count() == len(entries("given")) == len(letters()) == 1


def test_what_is_there_is_set_to_the_new_terms(
    cast: Cast, site: Product, make_product: Make
) -> None:
    other = make_product(cast.alpine, "other.example")
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    found = given(cast, cora, products=[site, other], level="manage", by="administrator")
    assert (len(found.new), len(found.changed)) == (1, 1)
    (entry,) = entries("changed")
    assert (entry.before["level"], entry.after["level"]) == ("view", "manage")
    assert len(letters()) == 2  # one for each step
    assert "alpine.example" in letters()[1].text


def test_what_somebody_else_set_meanwhile_is_not_overwritten(cast: Cast, site: Product) -> None:
    cora = cast.membership("collaborator")
    page_made = timezone.now()
    given(cast, cora, products=[site], level="manage", by="administrator")
    with pytest.raises(Overtaken, match="Adrian Admin"):
        given(cast, cora, products=[site], seen=page_made)
    assert Grant.objects.get().level == "manage"


def test_what_has_ended_is_given_anew_and_the_log_says_both(cast: Cast, site: Product) -> None:
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    Grant.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    given(cast, cora, products=[site], level="manage")
    assert rows_of(cast.alpine) == {("product", "alpine.example", "manage")}
    assert (len(entries("ended")), len(entries("given")), len(entries("changed"))) == (1, 2, 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("level", "own", "Choose how far"),
        ("level", "", "Choose how far"),
        ("scope", "", "Choose what the access reaches"),
        ("scope", "all", "Choose what the access reaches"),
        ("type", "spaceship", "There is no such type"),
        ("ends_on", "2001-01-01", "must not be over already"),
        ("ends_on", "9999-12-31", "too far away"),
        ("ends_on", "soon", "year-month-day"),
        ("reason", "x" * 301, "at most 300"),
        ("reason", "a\u202eb", "visible characters"),
        ("seen", "", "incomplete"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    cast: Cast, as_: As, site: Product, field: str, value: str, words: str
) -> None:
    path = f"{ACCESS}users/{cast.membership('collaborator').pk}/"
    fields = {"scope": "type", "type": "domain", field: value}
    answer = post(as_("legal"), path, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Grant.objects.exists()


def test_no_product_ticked_is_a_sentence(cast: Cast, as_: As) -> None:
    path = f"{ACCESS}users/{cast.membership('collaborator').pk}/"
    answer = post(as_("legal"), path, scope="product")
    assert answer.status_code == 422
    assert "Tick at least one product." in answer.content.decode()


def test_foreign_numbers_are_like_none(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    foreign = make_product(cast.rival, "rival.example")
    team = Team.objects.create(organization=cast.rival, name="Theirs")
    stranger = cast.membership("stranger", cast.rival)
    cora = cast.membership("collaborator")
    legal = as_("legal")
    asked = {"scope": "product", "product": [site.pk]}
    for path, fields in (
        (f"{ACCESS}users/{stranger.pk}/", asked),
        (f"{ACCESS}users/987654321/", asked),
        (f"{ACCESS}teams/{team.pk}/", asked),
        (f"{ACCESS}partners/987654321/", asked),
        (f"{ACCESS}users/{cora.pk}/", {"scope": "product", "product": [site.pk, foreign.pk]}),
        (f"/o/alpine/products/{foreign.pk}/grant/", {"holder": f"membership-{cora.pk}"}),
        (f"/o/alpine/products/{site.pk}/grant/", {"holder": f"membership-{stranger.pk}"}),
        (f"/o/alpine/products/{site.pk}/grant/", {"holder": f"team-{team.pk}"}),
        (f"/o/alpine/products/{site.pk}/grant/", {"holder": "organization-1"}),
        (f"/o/alpine/products/{site.pk}/grant/", {"holder": "team-x"}),
    ):
        assert post(legal, path, **fields).status_code == 404, path
        assert legal.get(path, fields).status_code == 404, path
    assert not Grant.objects.exists()
    with pytest.raises(Overtaken):
        given(cast, stranger, products=[site])
    with pytest.raises(Overtaken):
        given(cast, cora, products=[foreign])


def test_a_right_that_went_meanwhile_gives_nothing(cast: Cast, site: Product) -> None:
    actor = as_actor(cast.membership("administrator"))
    Membership.objects.filter(pk=actor.membership_id).update(role="collaborator")
    with pytest.raises(Forbidden):
        give_access(
            actor=actor,
            holder=("membership", cast.membership("collaborator").pk),
            scope="everything",
            level="view",
        )

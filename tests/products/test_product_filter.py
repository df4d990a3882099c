"""The list of products by holder, tag and access: what one may see, and 404 for all else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Team
from orgs.reach import as_actor
from products.actions.tags import delete_tag
from products.models import Grant, Product, ProductTag, Tag
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.test_grant_reach import give

As = Callable[..., Client]
PATH = "/o/alpine/products/"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> dict[str, Product]:
    """Three products of `alpine`; the collaborator manages one, sees another through a team."""
    wes = make_contact(cast.alpine, "Wes Webmaster")
    made = {
        "own": make_product(cast.alpine, "own.example", holder=wes),
        "team": make_product(cast.alpine, "team", type="drive"),
        "other": make_product(cast.alpine, "other.example"),
    }
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="product", product=made["own"], level="manage")
    team = Team.objects.create(organization=cast.alpine, name="Storage")
    team.memberships.create(organization=cast.alpine, membership=member)
    give(cast, team=team, scope="type", type="drive", level="view")
    return made


def names(client: Client, query: str) -> set[str]:
    """What the CSV of that address holds, which is what the list shows."""
    answer = client.get(f"{PATH}export/{query}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    return {line.split(";")[0] for line in lines}


def test_it_filters_by_holder(cast: Cast, as_: As, site: dict[str, Product]) -> None:
    query = f"?holder={site['own'].holder_id}"
    assert names(as_("legal"), query) == {"own.example"}
    assert names(as_("collaborator"), query) == {"own.example"}
    page = as_("collaborator").get(f"{PATH}?more=filters").content.decode()
    assert "Wes Webmaster" in page
    assert f'<option value="{site["other"].holder_id}"' not in page


@pytest.mark.flow("G1.10", "G3.11")
def test_it_shows_what_somebody_reaches(cast: Cast, as_: As, site: dict[str, Product]) -> None:
    person = f"?access=membership-{cast.membership('collaborator').pk}"
    held = as_("administrator").get(f"/o/alpine/users/{cast.membership('collaborator').pk}/")
    assert f"/o/alpine/products/{person}" in held.content.decode()
    team = f"?access=team-{Team.objects.get(name='Storage').pk}"
    page = as_("administrator").get(PATH + person).content.decode()
    assert "own<span>.example" in page
    assert "other<span>" not in page
    assert names(as_("administrator"), person) == {"own.example", "team"}
    assert names(as_("administrator"), f"{person}&level=manage") == {"own.example"}
    assert names(as_("administrator"), team) == {"team"}
    assert names(as_("administrator"), f"{team}&level=manage") == set()
    assert names(as_("administrator"), "?level=manage") == {"own.example"}
    assert names(as_("collaborator"), "?level=manage") == {"own.example"}


def test_an_external_reaches_chosen_products_only(
    cast: Cast, as_: As, site: dict[str, Product]
) -> None:
    external = cast.membership("external")
    team = Team.objects.get(name="Storage")
    team.memberships.create(organization=cast.alpine, membership=external)
    give(cast, team=team, scope="product", product=site["other"])
    assert names(as_("legal"), f"?access=membership-{external.pk}") == {"other.example"}
    assert names(as_("external"), "") == {"other.example"}


def test_ended_access_is_no_access(cast: Cast, as_: As, site: dict[str, Product]) -> None:
    Grant.objects.filter(scope="product").update(ends_at=timezone.now())
    person = f"?access=membership-{cast.membership('collaborator').pk}"
    assert names(as_("legal"), person) == {"team"}
    assert names(as_("collaborator"), "") == {"team"}


@pytest.mark.parametrize("path", [PATH, f"{PATH}export/"])
@pytest.mark.parametrize("kind", ["tag", "holder", "person", "team"])
def test_what_one_cannot_see_is_not_found(
    cast: Cast, as_: As, site: dict[str, Product], make_product: Make, path: str, kind: str
) -> None:
    foreign = make_product(cast.rival, "rivalmark.example")
    tag = Tag.objects.create(organization=cast.rival, name="RIVALMARK", sort_name="rivalmark")
    ProductTag.objects.create(
        organization=cast.rival, product=foreign, tag=tag, sort_name=foreign.sort_name
    )
    team = Team.objects.create(organization=cast.rival, name="RIVALMARK team")
    stranger = cast.membership("stranger", cast.rival)
    query = {
        "tag": f"tag={tag.pk}",
        "holder": f"holder={foreign.holder_id}",
        "person": f"access=membership-{stranger.pk}",
        "team": f"access=team-{team.pk}",
    }[kind]
    assert as_("legal").get(f"{path}?{query}").status_code == 404
    missing = query.partition("=")[0] + "=" + ("team-987654321" if "-" in query else "987654321")
    assert as_("legal").get(f"{path}?{missing}").status_code == 404


@pytest.mark.parametrize("path", [PATH, f"{PATH}export/"])
def test_a_bookmark_to_a_deleted_tag_says_so_to_who_had_it(
    cast: Cast, as_: As, site: dict[str, Product], path: str
) -> None:
    tag = Tag.objects.create(organization=cast.alpine, name="Bygone", sort_name="bygone")
    delete_tag(actor=as_actor(cast.membership("legal")), tag_id=tag.pk)
    answer = as_("administrator").get(f"{path}?tag={tag.pk}")
    assert answer.status_code == 200
    if path == PATH:
        assert "Bygone (does not exist any more)" in answer.content.decode()
        assert names(as_("administrator"), f"?tag={tag.pk}") == set()
    assert as_("collaborator").get(f"{path}?tag={tag.pk}").status_code == 404
    rival = path.replace("alpine", "rival")
    assert as_("stranger").get(f"{rival}?tag={tag.pk}").status_code == 404


def test_a_collaborator_finds_no_card_and_no_tag_of_what_they_do_not_see(
    cast: Cast, as_: As, site: dict[str, Product]
) -> None:
    tag = Tag.objects.create(organization=cast.alpine, name="secret", sort_name="secret")
    ProductTag.objects.create(
        organization=cast.alpine, product=site["other"], tag=tag, sort_name="other.example"
    )
    other = site["other"].holder_id
    for query in (f"?tag={tag.pk}", f"?holder={other}", f"?holder={10**30}"):
        assert as_("collaborator").get(PATH + query).status_code == 404, query
    # Who has access is not theirs to ask: no such filter, whatever the address says.
    person = f"?access=membership-{cast.membership('external').pk}"
    page = as_("collaborator").get(f"{PATH}{person}&more=filters").content.decode()
    assert 'name="access"' not in page
    assert names(as_("collaborator"), person) == {"own.example", "team"}


def test_pages_and_links_keep_the_filters(
    cast: Cast, as_: As, site: dict[str, Product], make_product: Make
) -> None:
    holder = make_contact(cast.alpine, "Many")
    for number in range(60):
        make_product(cast.alpine, f"many-{number:02}.example", holder=holder)
    client, seen = as_("legal"), []
    url = f"{PATH}?holder={holder.pk}&level=manage"
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="everything", level="manage")
    for part in ("", "&after=", "&before=end"):
        if part == "&after=":
            page = client.get(url).content.decode()
            following = page.partition('rel="next" href="')[2].partition('"')[0]
            assert f"holder={holder.pk}" in following
            answer = client.get(following.replace("&amp;", "&"))
        else:
            answer = client.get(
                url + part, headers={"HX-Request": "true", "HX-Target": "product-table"}
            )
            assert f"holder={holder.pk}" in answer["HX-Push-Url"]
            assert "level=manage" in answer["HX-Push-Url"]
        seen.append(answer.content.decode().count('<input type="checkbox" class="tick"'))
    assert seen == [50, 10, 50]

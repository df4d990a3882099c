"""Every list is a file too: what it shows and not more, and what it holds can come in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import Team, TeamMembership
from products.models import Grant, IncomingTransfer, Move, MoveItem, Product, ProductTag, Tag
from tests.conftest import Cast
from tests.matrix.walk import body_of
from tests.products.conftest import Make, make_contact, put_product
from tests.products.holding import make_card
from tests.products.importing import check, seen, words

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def rows(browser: Client, path: str) -> list[list[str]]:
    """The file behind a list, its heading first."""
    answer = browser.get(f"/o/alpine/{path}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="alpine-')
    body = body_of(answer).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(body, newline=""), delimiter=";"))


def label(product: Product, *names: str) -> None:
    for name in names:
        tag, _made = Tag.objects.get_or_create(
            organization=product.organization, name=name, sort_name=name.lower()
        )
        ProductTag.objects.create(
            organization=product.organization,
            product=product,
            tag=tag,
            sort_name=product.sort_name,
        )


def test_cards(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine, company="=Glacier;Ltd", full_name='Gina "G"\nGlacier')
    put_product(cast.alpine, "site", type="web_hosting", holder=card)
    make_card(cast.alpine, kind="person", company="", full_name="Paul Person")
    make_contact(cast.rival)
    head, *found = rows(as_("legal"), "contacts/export/")
    assert head[:3] == ["Kind", "Company", "First and last name"]
    assert [row[:3] for row in found] == [
        ["Person", "", "Paul Person"],
        ["Company", "'=Glacier;Ltd", 'Gina "G"\nGlacier'],
    ]
    assert found[1][-1] == "1"
    assert [row[2] for row in rows(as_("legal"), "contacts/export/?kind=person")[1:]] == [
        "Paul Person"
    ]


def test_tags(cast: Cast, as_: As) -> None:
    label(put_product(cast.alpine, "site", type="web_hosting"), "live", "@winter")
    Tag.objects.create(organization=cast.rival, name="RIVALMARK", sort_name="rivalmark")
    assert rows(as_("administrator"), "tags/export/") == [
        ["Tag", "Products"],
        ["'@winter", "1"],
        ["live", "1"],
    ]
    assert len(rows(as_("administrator"), "tags/export/?q=live")) == 2


def test_moves(cast: Cast, as_: As) -> None:
    member = cast.membership("legal")
    for organization, receiver in ((cast.alpine, None), (cast.rival, cast.alpine)):
        move = Move.objects.create(
            organization=organization,
            receiver=receiver,
            email="" if receiver else "nina@new.example",
            token_digest=organization.slug,
            offered_by=member,
            offered_by_name="Lara",
            expires_at=timezone.now() + timedelta(days=3),
        )
        for name in "abcde":
            MoveItem.objects.create(organization=organization, move=move, product_name=name)
    found = rows(as_("legal"), "products/moves/export/")[1:]
    assert [row[:3] for row in found] == [
        ["a, b, c, d, e", "from Rival RIVALMARK", "Waits for an answer"],
        ["a, b, c, d, e", "to nina@new.example", "Waits for an answer"],
    ]
    assert rows(as_("legal"), "products/moves/export/?state=refused")[1:] == []


def test_transfers(cast: Cast, as_: As) -> None:
    for name in ("one.example", "two.example"):
        product = put_product(cast.alpine, name, status="transfer_failed")
        IncomingTransfer.objects.create(
            organization=cast.alpine,
            product=product,
            state="failed" if name == "one.example" else "asked",
            failure_code=2202,
            asked_by_name="Adrian",
        )
    by_name = {row[0]: row for row in rows(as_("legal"), "products/transfers/export/")[1:]}
    assert (by_name["one.example"][1], by_name["one.example"][-1]) == ("Failed", "Adrian")
    assert "code" in by_name["one.example"][2]
    assert by_name["two.example"][2] == ""
    assert rows(as_("collaborator"), "products/transfers/export/")[1:] == []
    failed = rows(as_("legal"), "products/transfers/export/?state=failed")[1:]
    assert [row[0] for row in failed] == ["one.example"]


def test_people_with_their_teams(cast: Cast, as_: As) -> None:
    for name in ("Night", "Day"):
        team = Team.objects.create(organization=cast.alpine, name=name)
        TeamMembership.objects.create(
            organization=cast.alpine, team=team, membership=cast.membership("administrator")
        )
    for part in ("legal", "collaborator"):
        head, *found = rows(as_(part), "users/export/")
        place = head.index("Teams")
        assert [row[place] for row in found if row[0].startswith("Adrian Admin")] == ["Day|Night"]


def test_teams_with_what_they_carry(cast: Cast, as_: As, make_product: Make) -> None:
    """As far as whoever asks may know of it, like the list itself."""
    team = Team.objects.create(organization=cast.alpine, name="Night")
    Grant.objects.create(
        organization=cast.alpine,
        team=team,
        scope="product",
        product=make_product(cast.alpine, "hidden.example"),
        level="manage",
        given_by="Lara",
    )
    head, *found = rows(as_("legal"), "teams/export/")
    line = next(row for row in found if row[0] == "Night")
    shown = words(as_("legal").get("/o/alpine/teams/"))
    assert line[head.index("Carries")] in shown
    assert line[head.index("Carries")]
    found = rows(as_("collaborator"), "teams/export/")[1:]
    assert "hidden" not in str(found)


def test_products_come_in_again_as_they_were(cast: Cast, as_: As, make_product: Make) -> None:
    """Name, type, expiry, holder, tags and renewal: all that an import reads, and what was made
    harmless on its way out."""
    office = make_contact(cast.alpine, "Alpine Office")
    card = make_card(cast.alpine, company="=Glacier; Ltd")
    until = timezone.now().replace(hour=12, minute=0) + timedelta(days=99)
    facts = {"status": "elsewhere", "holder": card, "expires_at": until}
    for name, kind in (("one.example", "domain"), ("A site", "web_hosting")):
        product = make_product(cast.alpine, name, type=kind, auto_renew=True, **facts)
        label(product, "@home", "live", "-old")
    make_product(cast.alpine, "two.example", status="elsewhere", holder=office)
    browser = as_("legal")
    before = rows(browser, "products/export/")
    file = browser.get("/o/alpine/products/export/").getvalue()
    Product.objects.all().delete()
    sent = SimpleUploadedFile("products.csv", file)
    page = check(browser, file=sent)
    text = file.decode("utf-8-sig")
    assert check(browser, text, to="import", **seen(page)).status_code == 302
    after = rows(browser, "products/export/")
    place = before[0].index("Expires")
    for lines in (before, after):
        for line in lines:
            line[place] = line[place][:10]
    assert after == before
    assert len(after) == 4


def test_a_collaborator_gets_what_they_see(cast: Cast, as_: As, make_product: Make) -> None:
    label(make_product(cast.alpine, "hidden.example"), "secret")
    assert rows(as_("collaborator"), "products/export/")[1:] == []


@pytest.mark.parametrize(
    "path",
    [
        "products/export/",
        "users/export/",
        "contacts/export/",
        "tags/export/",
        "users/invitations/export/",
    ],
)
def test_a_file_costs_as_many_statements_for_many_rows(
    path: str, cast: Cast, as_: As, make_product: Make
) -> None:
    browser, costs = as_("legal"), []
    rows(browser, path)
    for count in (1, 20):
        for number in range(count):
            label(make_product(cast.alpine, f"p{count}-{number}.example"), f"t{count}-{number}")
        with CaptureQueriesContext(connection) as made:
            rows(browser, path)
        costs.append(len(made))
    assert costs[0] == costs[1]

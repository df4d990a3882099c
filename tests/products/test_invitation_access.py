"""Products chosen for somebody who is only being invited: promised, shown, given on joining."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.shell.actions import Forbidden, Overtaken, Refused
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.invitations import invite_member, invite_members, resend_invitation
from orgs.invitations.wanted import Wanted
from orgs.models import Invitation, Membership, Role
from orgs.policy import TABLE
from orgs.reach import as_actor
from products.grant_ends import today
from products.models import Grant, Product
from tests.conftest import Cast
from tests.orgs.inviting import INVITE, MANY, NEW, invite, link_to, open_link, sign_up
from tests.products.conftest import Make
from tests.products.granting import rows_of
from tests.products.importing import seen

pytestmark = [pytest.mark.django_db, pytest.mark.flow("G1.6", "G1.13")]
As = Callable[..., Client]
STEP = "products.grants"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`, another one, some files, and a neighbor's domain."""
    make_product(cast.rival, "rival.example")
    make_product(cast.alpine, "zebra.example")
    make_product(cast.alpine, "Files of the studio", type="drive")
    return make_product(cast.alpine, "alpine.example")


def named(name: str) -> Product:
    return Product.objects.get(name=name)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def go(browser: Client, to: str, **more: Any) -> Any:
    return browser.post(INVITE, {"email": NEW, "role": "collaborator", "to": to, **more})


def chosen(*products: Product, level: str = "manage") -> dict[str, Any]:
    return {"scope": "product", "product": [each.pk for each in products], "level": level}


def promise(*products: Product, **terms: Any) -> dict[str, dict[str, Any]]:
    """What the form makes of ticked products, written down by hand."""
    one = {"scope": "product", "type": "", "level": "view", "reason": "", "ends_at": None}
    fields = {**one, "given_by": "Lara Legal", "giver": None, **terms}
    return {STEP: {"grants": [{**fields, "product": each.pk} for each in products]}}


def newcomer() -> Membership:
    """Whoever has joined by the newest letter."""
    browser = Client()
    open_link(browser, link_to())
    assert sign_up(browser).status_code == 302
    return Membership.objects.get(user__email=NEW)


def test_it_is_chosen_shown_everywhere_and_given_on_joining(
    as_: As, cast: Cast, site: Product
) -> None:
    browser = as_("administrator")
    step = go(browser, STEP)
    assert re.search(r'aria-current="step">\s*2. Product access', step.content.decode())
    for name in ("alpine.example", "Files of the studio"):
        assert name in words(step)
    assert "rival.example" not in words(step)
    typed = {**chosen(site, named("Files of the studio")), "reason": "The relaunch"}
    more = go(browser, "more", **typed)
    assert f'name="product" value="{site.pk}"' in more.content.decode()
    check = words(go(browser, "check", **typed))
    assert "Files of the studio (Manage)" in check
    assert "alpine.example (Manage)" in check
    assert go(browser, "send", **typed).status_code == 302

    letter = OutgoingLetter.objects.get()
    guest = Client()
    shown = words(open_link(guest, link_to()))
    for said in ("Files of the studio (Manage)", "alpine.example (Manage)"):
        assert said in letter.text
        assert said in letter.html
        assert said in shown
    assert "The relaunch" not in letter.text, "a link may come to the wrong address"
    assert not Grant.objects.exists()

    assert sign_up(guest).status_code == 302
    assert rows_of(cast.alpine) == {
        ("product", "alpine.example", "manage"),
        ("product", "Files of the studio", "manage"),
    }
    grant = Grant.objects.get(product=site)
    giver = cast.membership("administrator")
    assert (grant.membership.user.email, grant.reason) == (NEW, "The relaunch")  # type: ignore[union-attr]
    assert (grant.given_by, grant.giver) == (str(giver.user), giver)
    mine = words(guest.get("/o/alpine/products/"))
    assert "Files of the studio" in mine
    assert "zebra" not in mine
    assert AuditEntry.objects.filter(event="products.grant.given").count() == 2
    assert not OutgoingLetter.objects.filter(event__startswith="products.").exists()


def test_the_search_keeps_what_is_ticked_and_says_nothing_early(as_: As, site: Product) -> None:
    """The level is not chosen yet: that is said when the step is left, not while searching."""
    page = go(as_("legal"), STEP, scope="product", product=[site.pk], q="studio")
    assert page.status_code == 200
    assert re.search(rf'value="{site.pk}" checked', page.content.decode())
    assert "Files of the studio" in words(page)
    assert "zebra.example" not in words(page)
    assert "Choose how far the access goes." not in words(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"scope": "product", "level": "view"}, "Tick at least one product."),
        ({"scope": "type", "level": "view"}, "There is no such type."),
        ({"scope": "everything"}, "Choose how far the access goes."),
        ({"scope": "all"}, "Choose what the access reaches."),
        ({"scope": "everything", "level": "view", "ends_on": "2020-01-01"}, "over already"),
        ({"scope": "everything", "level": "view", "ends_on": "soon"}, "Write the day as"),
        ({"scope": "everything", "level": "view", "reason": "x" * 301}, "at most 300"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_loses_nothing(
    typed: dict[str, Any], said: str, as_: As, site: Product
) -> None:
    for to in ("more", "check", "send"):
        page = go(as_("legal"), to, has_accounting="on", **typed)
        assert page.status_code == 422
        assert said in words(page)
        assert "What they may reach" in words(page)
        assert 'name="has_accounting" value="on"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_nothing_yet_is_an_answer(as_: As, site: Product) -> None:
    """What is half filled in below it does not count."""
    assert go(as_("legal"), "send", scope="", ends_on="soon", type="x").status_code == 302
    assert Invitation.objects.get().grants == {}


def test_an_external_is_offered_chosen_products_alone(as_: As, site: Product) -> None:
    browser = as_("legal")
    step = go(browser, STEP, role="external")
    assert "Chosen products" in words(step)
    assert "All of one type" not in words(step)
    wide = go(browser, "send", role="external", scope="everything", level="view")
    assert wide.status_code == 422
    assert "Externals get chosen products only." in words(wide)
    assert go(browser, "send", role="external", **chosen(site)).status_code == 302


def test_administrators_are_not_asked(as_: As, site: Product) -> None:
    """They have every product; what was chosen before the role was changed is not promised."""
    page = go(as_("legal"), "more", role="administrator", **chosen(site))
    assert "Product access" not in words(page)
    assert re.search(r'aria-current="step">\s*2. Teams', page.content.decode())
    assert f'name="product" value="{site.pk}"' in page.content.decode(), "should they go back"
    browser = as_("legal")
    assert go(browser, "send", role="administrator", **chosen(site)).status_code == 302
    assert Invitation.objects.get().grants == {}


@pytest.mark.parametrize("of", ["neighbor", "nobody"])
def test_a_product_of_another_organization_is_like_none(of: str, as_: As, site: Product) -> None:
    foreign = named("rival.example").pk if of == "neighbor" else 987_654
    page = go(as_("legal"), "send", scope="product", level="view", product=[site.pk, foreign])
    assert page.status_code == 422
    assert "rival.example" not in words(page)
    assert "One of these products is not here any more." in words(page)
    assert not Invitation.objects.exists()


def test_the_action_looks_at_all_of_it_itself(cast: Cast, site: Product) -> None:
    """No form stands before it here."""
    wide = {"scope": "everything", "product": None}
    promises: list[tuple[dict[str, Any], str, type[Refused]]] = [
        (promise(named("rival.example")), "collaborator", Overtaken),
        (promise(site), "administrator", Refused),
        ({STEP: {"grants": [{**promise(site)[STEP]["grants"][0], **wide}]}}, "external", Refused),
        (promise(site, level="own"), "collaborator", Refused),
        (promise(site, scope="type", type="x"), "collaborator", Refused),
    ]
    for grants, role, no in promises:
        with pytest.raises(no):
            invite(cast, role=role, grants=grants)
    with pytest.raises(Forbidden):
        invite(cast, by="collaborator", grants=promise(site))
    assert not Invitation.objects.exists()


def test_who_was_an_administrator_a_moment_ago_promises_nothing(cast: Cast, site: Product) -> None:
    actor = as_actor(cast.membership("administrator"))
    Membership.objects.filter(pk=actor.membership_id).update(role=Role.COLLABORATOR)
    with pytest.raises(Forbidden):
        invite_member(actor=actor, email=NEW, role="external", grants=promise(site), is_proven=True)


def test_what_is_gone_or_over_by_then_is_neither_shown_nor_given(cast: Cast, site: Product) -> None:
    zebra, files = named("zebra.example"), named("Files of the studio")
    over = timezone.now() + timedelta(days=2)
    first = promise(site, zebra)[STEP]["grants"]
    second = promise(files, ends_at=over.isoformat())[STEP]["grants"]
    invite(cast, grants={STEP: {"grants": [*first, *second]}})
    zebra.delete()
    row = Invitation.objects.get()
    row.grants[STEP]["grants"][2]["ends_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    row.save()
    guest = Client()
    shown = words(open_link(guest, link_to()))
    assert "alpine.example (See)" in shown
    assert "zebra.example" not in shown
    assert "Files of the studio" not in shown
    assert sign_up(guest).status_code == 302
    assert rows_of(cast.alpine) == {("product", "alpine.example", "view")}


def test_a_product_that_went_to_a_neighbor_is_not_given_there(cast: Cast, site: Product) -> None:
    invite(cast, grants=promise(site))
    Product.objects.filter(pk=site.pk).update(organization=cast.rival)
    assert "alpine.example" not in words(open_link(Client(), link_to()))
    newcomer()
    assert not Grant.objects.exists()


def test_whoever_sends_it_again_may_give_it_too(as_: As, cast: Cast, site: Product) -> None:
    """Dialog and letter say it again; whoever invites is always somebody who may give access, so
    the invitation that lives by the right to invite lives by this one."""
    row = invite(cast, grants=promise(site))
    dialog = as_("administrator").get(f"/o/alpine/users/invitations/{row.pk}/send/")
    assert "Whoever accepts it gets: alpine.example (See)" in words(dialog)
    resend_invitation(
        actor=as_actor(cast.membership("administrator")), invitation_id=row.pk, is_proven=True
    )
    assert "alpine.example (See)" in OutgoingLetter.objects.latest("id").text
    inviting, giving = TABLE["orgs.invitation.create"].roles, TABLE["products.grant.give"].roles
    assert set(inviting) <= set(giving)


def test_the_last_day_is_the_one_of_the_organization(as_: As, cast: Cast, site: Product) -> None:
    cast.alpine.time_zone = "Pacific/Auckland"
    cast.alpine.save()
    day = today("Pacific/Auckland")
    assert go(as_("legal"), "send", **chosen(site), ends_on=day.isoformat()).status_code == 302
    assert f"until {day.day} {day:%b %Y}" in OutgoingLetter.objects.get().text
    newcomer()
    assert Grant.objects.get().ends_at is not None


def test_the_log_of_the_invitation_says_what_it_promises(cast: Cast, site: Product) -> None:
    invite(cast, grants=promise(site))
    entry = AuditEntry.objects.get(event="orgs.invitation.created")
    assert entry.after["promised"] == ["alpine.example (See)"]


LIST = "a@x.example;external\nb@x.example\nc@x.example;administrator\n"


def paste(browser: Client, to: str, **more: Any) -> Any:
    return browser.post(MANY, {"text": LIST, "role": "collaborator", "to": to, **more})


def test_many_get_the_same_as_far_as_their_role_holds_it(
    as_: As, cast: Cast, site: Product
) -> None:
    browser = as_("legal")
    page = paste(browser, "check", **chosen(site))
    check = words(page)
    assert "3 people can be invited" in check
    assert "alpine.example (Manage)" in check
    assert not Invitation.objects.exists()
    assert paste(browser, "send", **seen(page), **chosen(site)).status_code == 302
    promised = {row.email[0]: row.grants for row in Invitation.objects.all()}
    assert promised["c"] == {}
    for each in ("a", "b"):
        (grant,) = promised[each][STEP]["grants"]
        assert (grant["product"], grant["level"]) == (site.pk, "manage")
    said = {letter.to[0]: letter.text for letter in OutgoingLetter.objects.all()}
    assert "alpine.example (Manage)" in said["a"]
    assert "You will have access" not in said["c"]


def test_a_line_that_cannot_hold_it_says_so(as_: As, site: Product) -> None:
    wide = {"scope": "everything", "level": "view"}
    check = words(paste(as_("legal"), "check", **wide))
    assert "2 people can be invited" in check
    assert "Externals get chosen products only." in check


def test_a_search_beside_a_list_checks_and_invites_nothing(as_: As, site: Product) -> None:
    page = paste(as_("legal"), STEP, scope="product", product=[site.pk], q="studio")
    assert page.status_code == 200
    assert "Files of the studio" in words(page)
    assert "a@x.example;external" in page.content.decode()
    assert "can be invited" not in words(page)
    assert "Choose how far" not in words(page)


def test_a_mistake_beside_a_list_keeps_the_list(as_: As, site: Product) -> None:
    page = paste(as_("legal"), "send", seen="x", scope="product", level="view")
    assert page.status_code == 422
    assert "Tick at least one product." in words(page)
    assert "a@x.example;external" in page.content.decode()
    assert not Invitation.objects.exists()


def test_promising_to_many_costs_as_many_statements_as_to_few(cast: Cast, site: Product) -> None:
    """Beside one statement a letter and its fingerprint, whatever is in it."""

    def cost(count: int, grants: dict[str, Any]) -> int:
        actor = as_actor(cast.membership("legal"))
        wanted = [
            Wanted(f"p{count}-{bool(grants)}-{each}@x.example", "collaborator", grants=grants)
            for each in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            invite_members(actor=actor, wanted=wanted, is_proven=True)
        return len(seen)

    more = cost(3, promise(site)) - cost(3, {})
    assert cost(40, promise(site)) - cost(40, {}) == more <= 8

"""What a block and a suspension do not close is said where they are made (G3.13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from orgs.models import Membership
from products.left_open import left_open_by_block, left_open_by_suspension
from products.models import Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.granting import given

pytestmark = [pytest.mark.django_db, pytest.mark.flow("G3.13")]
As = Callable[..., Client]
SERVER = "FTP, MySQL and SSH"
MAIL = "mail programs (IMAP, SMTP)"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> dict[str, Product]:
    """Some of each kind in `alpine`, and a neighbor's server."""
    make_product(cast.rival, "Rival server", type="cloud_server")
    names = {
        "domain": "alpine.example",
        "cloud_server": "Build machine",
        "web_hosting": "Main site",
        "mail_service": "Front desk mail",
    }
    return {kind: make_product(cast.alpine, name, type=kind) for kind, name in names.items()}


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_block_names_the_doors_it_leaves_open(as_: As, site: dict[str, Product]) -> None:
    browser = as_("administrator")
    server, domain = site["cloud_server"], site["domain"]
    page = words(browser.get(f"/o/alpine/products/{server.pk}/block/"))
    assert f"This does not close {SERVER}" in page
    assert "does not close" not in words(browser.get(f"/o/alpine/products/{domain.pk}/block/"))


def test_blocking_many_names_each_door_once(as_: As, site: dict[str, Product]) -> None:
    kinds = ["domain", "cloud_server", "web_hosting", "mail_service"]
    ticked = "&".join(f"selected={site[kind].pk}" for kind in kinds)
    page = words(as_("legal").get(f"/o/alpine/products/block/?{ticked}"))
    assert "FTP, MySQL, SSH and WebDAV" in page
    assert MAIL not in page, "a mail service is not blocked, so nothing is said of it"
    assert "does not close" not in words(as_("legal").get(f"/o/alpine/products/unblock/?{ticked}"))


def test_a_suspension_names_what_the_person_may_know_passwords_of(
    cast: Cast, as_: As, site: dict[str, Product]
) -> None:
    """Only of what they see; and still so on the page of the suspension, as long as it lasts."""
    member = cast.membership("external")
    path = f"/o/alpine/users/{member.pk}"
    browser = as_("administrator")
    assert "Not closed by a suspension" not in words(browser.get(f"{path}/suspend/"))
    given(cast, member, products=[site["cloud_server"], site["domain"]])
    page = words(browser.get(f"{path}/suspend/"))
    assert f"Cloud servers: {SERVER} of 1 product" in page
    assert MAIL not in page
    assert browser.post(f"{path}/suspend/", {"reason": "laptop stolen"}).status_code in {200, 302}
    assert f"Cloud servers: {SERVER} of 1 product" in words(browser.get(f"{path}/suspension/"))
    browser.post(f"{path}/lift/", {})
    assert Membership.objects.get(pk=member.pk).suspended_at is None
    assert "Not closed" not in words(browser.get(f"{path}/suspension/"))


def test_an_administrator_may_know_all_of_it(cast: Cast, site: dict[str, Product]) -> None:
    lines = list(left_open_by_suspension(cast.membership("administrator")))
    assert f"Mail services: {MAIL} of 1 product" in lines
    assert len(lines) == 3, "web hosting, mail and servers; a domain has no door of its own"


def test_nothing_is_said_of_nothing(cast: Cast, site: dict[str, Product]) -> None:
    assert left_open_by_block([]) == ""
    assert list(left_open_by_suspension(cast.membership("external"))) == []

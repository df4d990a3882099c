"""The lists that are measured, and who opens them."""

from __future__ import annotations

from auth2fa.models import User
from console.commands.bench.browser import Browser
from console.commands.bench.pages import Sheet
from orgs.models import Membership, Organization, Role
from products.models import Grant, Level, Product, Tag

FEW = 3


def people_sheet(organization: Organization, user: User, repeats: int) -> Sheet:
    """The list of people."""
    return Sheet(
        name="people",
        url=f"/o/{organization.slug}/users/",
        target="member-table",
        browser=Browser(user),
        colleagues={"collaborator": Browser(_collaborators(organization)[0].user)},
        places={
            "first page": "",
            "last page": "?before=end",
            "filter": "?state=suspended",
            "search": "?q=keller.1.77",
        },
        search_index="membership_search",
        repeats=repeats,
    )


def product_sheet(organization: Organization, user: User, repeats: int) -> Sheet:
    """The list of products; one collaborator was given a type and some products, one a few."""
    tag = Tag.objects.filter(organization=organization).order_by("pk")[0]
    _first, some, few = _collaborators(organization)
    _give(organization, some, type="cloud_server")
    rows = Product.objects.filter(organization=organization).order_by("-sort_name")
    for product in rows[:FEW]:
        _give(organization, some, product=product)
        _give(organization, few, product=product)
    return Sheet(
        name="products",
        url=f"/o/{organization.slug}/products/",
        target="product-table",
        browser=Browser(user),
        colleagues={
            "collaborator with a type": Browser(some.user),
            "collaborator with few products": Browser(few.user),
        },
        places={
            "first page": "",
            "last page": "?before=end",
            "by expiry": "?sort=expires",
            "tag": f"?tag={tag.pk}",
            "search": "?q=-771",
        },
        search_index="product_search",
        repeats=repeats,
    )


def _collaborators(organization: Organization) -> list[Membership]:
    """Those whose role is changed last."""
    rows = Membership.objects.filter(organization=organization, role=Role.COLLABORATOR)
    return list(rows.filter(suspended_at=None).select_related("user").order_by("-pk")[:3])


def _give(organization: Organization, member: Membership, **reach: object) -> None:
    Grant.objects.create(
        organization=organization,
        membership=member,
        scope=Grant.Scope.TYPE if "type" in reach else Grant.Scope.PRODUCT,
        level=Level.VIEW,
        given_by="Bench",
        **reach,
    )

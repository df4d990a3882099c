"""Search: people and pages, as far as the person may see them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.navigation import navigation
from console.shell.http import page
from console.shell.request import Request
from orgs.models import Membership
from orgs.names import sort_name
from orgs.policy import decide, requires
from orgs.roles import role_label

MOST_FOUND = 20
LONGEST = 200


@requires("orgs.search.view")
@require_safe
def search(request: Request) -> HttpResponse:
    """People whose name contains the words, and pages whose title does."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    return page(
        request,
        "console/search.html",
        {
            "text": text,
            "search_words": text,
            "people": _people(request, text) if text else [],
            "pages": _pages(request, text) if text else [],
        },
        fragments=["search-results"],
    )


def _people(request: Request, text: str) -> list[dict[str, Any]]:
    if not decide(request.actor, "orgs.member.list"):
        return []
    rows = Membership.objects.visible_to(request.actor)
    for word in sort_name(text).split():
        rows = rows.filter(sort_name__contains=word)
    return [
        {
            "name": row.user.full_name,
            "role": role_label(row.role),
            "href": reverse(
                "orgs:member-view",
                kwargs={"organization": request.organization.slug, "pk": row.pk},
            ),
        }
        for row in rows.select_related("user").order_by("sort_name", "id")[:MOST_FOUND]
    ]


def _pages(request: Request, text: str) -> list[dict[str, Any]]:
    wanted = sort_name(text)
    return [
        entry
        for group in navigation(request)["navigation"]
        for entry in group["entries"]
        if wanted in sort_name(entry["label"])
    ]

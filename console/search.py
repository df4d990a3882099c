"""The search page, and the panel that opens under the search box."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.finding.commands import find_commands
from console.finding.found import LONGEST, MOST_IN_PANEL, Group, words_of
from console.finding.people import find_people, find_teams
from console.finding.places import find_pages
from console.finding.products import find_products
from console.shell.http import page
from console.shell.request import Request
from orgs.policy import requires


@requires("orgs.search.view")
@require_safe
def search(request: Request) -> HttpResponse:
    """Everything the words name that this person may see; the panel shows the first of each."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    groups = _groups(request, words_of(text))
    return page(
        request,
        "console/search.html",
        {
            "text": text,
            "search_words": text,
            "groups": groups,
            "first_groups": [replace(group, lines=group.lines[:MOST_IN_PANEL]) for group in groups],
        },
        fragments=["search-results", "search-panel"],
    )


def _groups(request: Request, words: list[str]) -> list[Group]:
    found = [
        Group("people", _("People"), find_people(request, words)),
        Group("products", _("Products"), find_products(request, words)),
        Group("teams", _("Teams"), find_teams(request, words)),
        Group("commands", _("Do"), find_commands(request, words)),
        Group("pages", _("Pages"), find_pages(request, words)),
    ]
    return [group for group in found if group.lines]

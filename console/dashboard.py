"""Where one lands: the start, and the home page of an Organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from auth2fa.personal import personal
from console.attention import what_needs_attention
from console.census import census_of
from console.overview import product_overview
from console.shell.http import page
from console.shell.models import AuditEntry
from console.shell.request import Request
from orgs.activity import latest
from orgs.member_page import facts, rights
from orgs.mine import first_place_of
from orgs.models import Membership
from orgs.policy import decide, requires


@personal
@require_safe
def start(request: Request) -> HttpResponse:
    """The Organization one was in last; without any, the list that offers to open one."""
    slug = first_place_of(request.actor)
    return (
        redirect("home", organization=slug) if slug else redirect("orgs_personal:organization-list")
    )


@requires("orgs.organization.view")
@require_safe
def home(request: Request) -> HttpResponse:
    """What is here, what happened lately, and what one may do here."""
    actor = request.actor
    people = Membership.objects.visible_to(actor).select_related("user", "organization")
    mine = people.filter(user_id=actor.person).first()
    sees_people = bool(decide(actor, "orgs.member.list"))
    sees_activity = bool(decide(actor, "orgs.activity.list"))
    return page(
        request,
        "console/home.html",
        {
            # First, since it counts for what needs attention too.
            **product_overview(request),
            "attention": what_needs_attention(request),
            "membership": mine,
            "facts": facts(actor, mine) if mine else None,
            "rights": rights(mine) if mine else (),
            "census": census_of(request) if sees_people else None,
            "latest": latest(AuditEntry.objects.visible_to(actor)) if sees_activity else None,
        },
    )

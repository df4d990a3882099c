"""The tour of the interface: what is where, pointed at on the page one is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from auth2fa.actions.people import end_tour
from auth2fa.personal import PersonalRequest, personal
from console.shell.http import page


@dataclass(frozen=True, slots=True)
class Step:
    """One stop. `points_at` is the selector of what it speaks of; where that is not on the page
    or not shown, the stop stands in the middle."""

    title: str | Promise
    text: str | Promise
    icon: str
    points_at: str = ""


STEPS: tuple[Step, ...] = (
    Step(
        _("Your organizations"),
        _(
            "One login for all of them. Here you see which one you are in, and change to another "
            "at once."
        ),
        "updown",
        ".topbar .org",
    ),
    Step(
        _("What you may open"),
        _(
            "The list on the side holds what is yours to see, and nothing else. If something is "
            "missing, you are in another organization, or nobody gave it to you yet."
        ),
        "list",
        "#sidebar",
    ),
    Step(
        _("Search and do"),
        _(
            "Press / or Ctrl K and type a name, a page, or what you want to do: “suspend” and a "
            "name is enough."
        ),
        "search",
        "[data-find]",
    ),
    Step(
        _("Names open, ticks choose"),
        _(
            "In a list, the name opens the page. A tick only chooses; what can be done to all that "
            "are ticked appears below. The three dots hold what can be done to one."
        ),
        "dots",
    ),
    Step(
        _("Nothing is closed without a reason"),
        _(
            "What you may not do here is dashed. Point at it, or go to it with Tab: it says why, "
            "and who can help."
        ),
        "lock",
    ),
    Step(
        _("You"),
        _("Your profile, security, organizations, and light or dark. You also sign out here."),
        "user",
        '.topbar [popovertarget="me"]',
    ),
    Step(
        _("Help"),
        _("This tour and the way to the support. Come back whenever you like."),
        "help",
        '.topbar [popovertarget="help"]',
    ),
)


@personal
@require_safe
def tour(request: PersonalRequest) -> HttpResponse:
    """All stops on one page; with scripts, one stop at a time beside what it speaks of."""
    number = _number(request.GET.get("step", ""))
    return page(
        request,
        "console/tour.html",
        {
            "steps": STEPS,
            "step": STEPS[number - 1],
            "number": number,
            "previous": number - 1,
            "next": number + 1 if number < len(STEPS) else 0,
        },
        fragments=["tour-step"],
    )


@personal
@require_POST
def tour_end(request: PersonalRequest) -> HttpResponse:
    """It was seen, or is not wanted; nothing offers it again."""
    end_tour(actor=request.actor, user=request.user)
    if request.htmx:
        return page(request, "console/tour_over.html", partial="tour-over")
    return redirect("start")


def _number(text: str) -> int:
    return int(text) if text in {str(n) for n in range(1, len(STEPS) + 1)} else 1

"""Every component in every state, as one page of demo mode.

Whoever draws a page looks here first; the tests look here with axe, in light and dark. The
forms below check what is typed like any form, and keep nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.shell.decision import Decision, Helper
from console.shell.http import go_to, page
from console.shell.icons import LUCIDE, OWN
from console.shell.outbox import demo_only
from console.shell.widgets import ExplainedChoice

LONG_NAME = "Maximiliana " + "Wolfeschlegelsteinhausenbergerdorff-" * 5 + "Ost"
NAMES = (
    "Lara Legal",
    "Adrian Admin",
    "Cora Collab",
    "Aude Auditor",
    "Bea Billing",
    "Wes Webmaster",
)
HUES = ("rose", "clay", "sand", "moss", "jade", "lake", "iris", "plum")
MOST_ROWS = 40
GOOD = {"name": "Front desk", "level": "view", "country": "CH"}


class TeamForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name of the team"),
        max_length=40,
        help_text=gettext_lazy("Seen by its members."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=[("CH", gettext_lazy("Switzerland")), ("DE", gettext_lazy("Germany"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=[
            ("view", gettext_lazy("View")),
            ("manage", gettext_lazy("Manage")),
            ("own", gettext_lazy("Legal representative")),
        ],
        widget=ExplainedChoice(
            hints={
                "view": gettext_lazy("See it, its statistics and its tags"),
                "manage": gettext_lazy("Change everything but who may change it"),
            },
            badges={"view": gettext_lazy("now")},
            reasons={"own": gettext_lazy("Granted only by one who holds the role: Lara Legal")},
        ),
    )
    future = forms.BooleanField(
        label=gettext_lazy("Also future domains"),
        required=False,
        help_text=gettext_lazy("Whatever this organization orders later."),
    )


class RenameForm(forms.Form):
    """The one field of the example dialog."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=20)


@require_safe
@demo_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page. `?rows=` 0 to 40 sets the length of the table, `?toast=1` shows one."""
    if request.GET.get("toast"):
        messages.success(request, _("Cora Collab is a collaborator now."))
        messages.error(request, _("The transfer could not be started."))
    broken = TeamForm({"email": "cora.collab@alpine", "level": ""}, auto_id="broken_%s")
    broken.add_error(None, _("A team of this name exists already."))
    context = {
        "good": TeamForm(initial=GOOD, auto_id="good_%s"),
        "broken": broken,
        "rename": RenameForm(initial={"name": "legacy"}, auto_id="flow_%s"),
        "refused": Decision(
            False,
            _("Only administrators and legal representatives block a product."),
            find_helpers=lambda: [Helper(name, "", "") for name in NAMES[:2]],
        ),
        "allowed": Decision(True, _("You are an administrator.")),
        "rows": _rows(request),
        "hues": HUES,
        "drawings": sorted(LUCIDE | OWN.keys()),
        "moments": [timezone.now() - timedelta(hours=hours) for hours in (0, 2, 30, 400)],
        "long_name": LONG_NAME,
        "navigation": _navigation(),
    }
    return page(request, "styleguide/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def styleguide_dialog(request: HttpRequest) -> HttpResponse:
    """A dialog, and the page that stands in for it; "taken" is refused."""
    form = RenameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["name"] != "taken":
            messages.success(request, _("The tag has its new name."))
            return go_to(request, "styleguide")
        form.add_error("name", _("Another tag is called so."))
    return page(
        request,
        "styleguide/rename.html",
        {"form": form, "navigation": _navigation()},
        fragments=["dialog"],
        status=422 if form.errors else 200,
    )


@require_safe
@demo_only
def styleguide_menu(request: HttpRequest) -> HttpResponse:
    """What a ⋮ button opens, and its page."""
    return page(
        request, "styleguide/actions.html", {"navigation": _navigation()}, fragments=["menu"]
    )


@require_POST
@demo_only
def styleguide_switch(request: HttpRequest) -> HttpResponse:
    """Takes any change of a switch, or refuses it with `refuse` in the form."""
    return HttpResponse(status=409 if "refuse" in request.POST else 204)


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    asked = request.GET.get("rows", "6")
    count = min(int(asked), MOST_ROWS) if asked.isascii() and asked.isdecimal() else len(NAMES)
    rows = [
        {
            "pk": number,
            "name": NAMES[number % len(NAMES)],
            "email": f"{NAMES[number % len(NAMES)].replace(' ', '.').lower()}@alpine.example",
            "suspended": number % 5 == 4,
        }
        for number in range(count)
    ]
    if rows:
        rows[-1] |= {"name": LONG_NAME, "email": f"{'m' * 64}@{'long-label.' * 16}example"}
    return rows


def _navigation() -> list[dict[str, Any]]:
    here = reverse("styleguide")
    entries = [
        {"label": _("Style guide"), "href": here, "icon": "box", "count": "", "current": "page"},
        {"label": _("No rows"), "href": f"{here}?rows=0", "icon": "inbox", "count": "0"},
        {"label": _("One row"), "href": f"{here}?rows=1", "icon": "user", "count": "1"},
        {"label": _("Many rows"), "href": f"{here}?rows=40", "icon": "users", "count": "1,000+"},
        {"label": _("Toasts"), "href": f"{here}?toast=1", "icon": "bell", "count": ""},
    ]
    return [{"title": "", "entries": entries[:1]}, {"title": _("States"), "entries": entries[1:]}]


urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("dialog/", styleguide_dialog, name="styleguide-dialog"),
    path("menu/", styleguide_menu, name="styleguide-menu"),
    path("switch/", styleguide_switch, name="styleguide-switch"),
]

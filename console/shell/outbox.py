"""The letters this installation wrote, for demo mode: what was sent to whom, ready to read.

Anonymous people may look too, since the letter that confirms an address comes before signing in.
Demo mode is bound to the loopback interface; elsewhere these pages do not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.models import Installation, OutgoingLetter

PAGE_LENGTH = 50
View = Callable[..., HttpResponse]

# A letter is a stranger's HTML: no script, no form, no request of its own; links open in the tab.
LETTER_POLICY: dict[str, list[str]] = {
    "sandbox": ["allow-top-navigation-by-user-activation"],
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


def demo_only(view: View) -> View:
    """Answer like any address that does not exist, unless both settings and database say demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO_MODE or not Installation.objects.filter(is_demo=True).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@demo_only
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """The newest letters; `?before=<id>` goes on where a page ended."""
    letters = OutgoingLetter.objects.order_by("-id").defer("text", "html")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:  # bigint
        letters = letters.filter(pk__lt=int(before))
    found = list(letters[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    older = shown[-1].pk if len(found) > PAGE_LENGTH else None
    context = {"letters": shown, "older": older, "is_later": bool(before)}
    return _page(request, "shell/outbox_list.html", context)


@login_not_required
@demo_only
@require_safe
def letter_show(request: HttpRequest, letter: int) -> HttpResponse:
    """One letter: its headers, its text, and its HTML in a frame of its own."""
    row = get_object_or_404(OutgoingLetter, pk=letter)
    return _page(request, "shell/outbox_letter.html", {"letter": row})


@login_not_required
@demo_only
@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_POLICY)
def letter_html(request: HttpRequest, letter: int) -> HttpResponse:
    """The HTML part as a mail program shows it; its links leave the frame."""
    row = get_object_or_404(OutgoingLetter.objects.exclude(html=""), pk=letter)
    return HttpResponse(row.html.replace("<head>", '<head><base target="_top">', 1))


def _page(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    if request.user.is_authenticated:
        return page(request, template, context)
    return render(request, template, {**context, "layout": "shell/alone.html"})


urlpatterns = [
    path("", letter_list, name="demo-outbox"),
    path("<int:letter>/", letter_show, name="demo-letter"),
    path("<int:letter>/html/", letter_html, name="demo-letter-html"),
]

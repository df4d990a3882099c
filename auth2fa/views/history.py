"""What happened to one's account."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from auth2fa.history import history_of
from auth2fa.personal import PersonalRequest, personal
from console.shell.http import page


@personal
@require_safe
def activity_list(request: PersonalRequest) -> HttpResponse:
    """Six months, the newest first; `before` is the number of the last line seen."""
    before = request.GET.get("before", "")
    known = before.isdecimal() and before.isascii() and len(before) < 19
    lines, older = history_of(request.user, before=int(before) if known else None)
    return page(
        request,
        "auth2fa/activity_list.html",
        {"lines": lines, "older": older, "is_first": not known},
    )

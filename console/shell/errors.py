"""Pages for what went wrong, each with a way back; for htmx one sentence as a toast."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from console.shell.http import VARY, toast


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent could not be read, or is more than is read at once."""
    sentence = _("The console could not read this request.")
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        sentence = _("What you sent is too long: at most %(most)s are read from fields.")
        sentence = sentence % {"most": most}
    return _answer(request, 400, sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason, and who can help when the gate decided."""
    reason = str(exception) or _("You may not do this.")
    decision = getattr(exception, "decision", None)
    permission = getattr(exception, "permission", "")
    return _answer(request, 403, reason, decision=decision, permission=permission)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist and for what somebody may not see."""
    return _answer(request, 404, _("There is nothing here, or nothing that you may see."))


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or whose page is too old."""
    return _answer(
        request, 403, _("This form is too old. Load the page again and send it once more.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without the database: the number finds the log line."""
    number = getattr(request, "request_id", "")
    return render(None, "shell/errors/500.html", {"request_id": number}, status=500)


def _answer(request: HttpRequest, status: int, sentence: str, **more: Any) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted and not htmx.history_restore_request:
        return toast(request, sentence, status=status)
    user = getattr(request, "user", None)
    layout = "shell/base.html" if user and user.is_authenticated else "shell/alone.html"
    response = render(
        request,
        f"shell/errors/{status}.html",
        {"sentence": sentence, "layout": layout, **more},
        status=status,
    )
    patch_vary_headers(response, VARY)
    return response

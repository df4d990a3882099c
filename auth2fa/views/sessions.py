"""The security of one's account: its sessions, and the doors to the rest."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from auth2fa.actions.sessions import end_other_sessions, end_session
from auth2fa.forms.mine import AlertsForm
from auth2fa.personal import PersonalRequest, personal
from auth2fa.sessions import listed, sessions_of
from console.shell.http import page, stay_on


@personal
@require_safe
def security_view(request: PersonalRequest) -> HttpResponse:
    """Password, address, sessions, alerts."""
    return security_page(request)


def security_page(
    request: PersonalRequest, *, alerts_form: AlertsForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with a form that was refused in it."""
    chosen = {"sign_in_alerts": request.user.sign_in_alerts}
    return page(
        request,
        "auth2fa/security_view.html",
        {
            "sessions": listed(request, request.user),
            "alerts_form": alerts_form or AlertsForm(initial=chosen),
        },
        fragments=["session-list", "alerts"],
        status=status,
    )


@personal
@require_POST
def session_end(request: PersonalRequest, pk: int) -> HttpResponse:
    """End exactly this one, of one's own."""
    row = next((row for row in sessions_of(request.user) if row.pk == pk), None)
    if row is None:
        raise Http404
    end_session(actor=request.actor, user=request.user, session_key=row.session_key, why="by_owner")
    messages.success(request, _("The session is ended."))
    return stay_on(request, "auth2fa:security-view")


@personal
@require_POST
def session_end_others(request: PersonalRequest) -> HttpResponse:
    """End all but this one."""
    count = end_other_sessions(
        actor=request.actor, user=request.user, session_key=request.session.session_key or ""
    )
    messages.success(
        request,
        ngettext("%(count)d other session is ended.", "%(count)d other sessions are ended.", count)
        % {"count": count},
    )
    return stay_on(request, "auth2fa:security-view")

"""Many people at once: pasted or uploaded, looked through line by line, then invited together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from auth2fa.proof import has_fresh_proof
from console.shell.actions import ProofNeeded, Refused
from console.shell.http import go_to, page
from console.shell.request import Request
from orgs.actions.invitations import invite_members
from orgs.forms.invitation_lists import ManyForm
from orgs.invitation_many import many_context, read_list, report_of
from orgs.policy import requires


@requires("orgs.invitation.create")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_import(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Paste or upload, look at every line, and invite those that are right.

    The list stays in its field between the two: it is checked anew when it is sent, and a list
    that has changed under the person's hands is shown again first.
    """
    form = ManyForm.of(request, actor=request.actor)
    asked = request.POST.get("to", "")
    if form.is_searching or not form.is_bound or not form.is_valid() or not read_list(form):
        return _page(request, form, 422 if form.errors and not form.is_searching else 200)
    if asked == "report":
        return report_of(request, form)
    if asked != "send" or not form.is_as_shown():
        return _page(request, form, 409 if asked == "send" else 200)
    try:
        made = invite_members(
            actor=request.actor,
            wanted=form.checked.right,
            is_proven=has_fresh_proof(request),
        )
    except ProofNeeded:
        form.needs_proof = True
    except Refused as no:
        form.add_error(None, str(no))
    else:
        sentence = ngettext(
            "%(count)d invitation is on its way.",
            "%(count)d invitations are on their way.",
            len(made),
        )
        messages.success(request, sentence % {"count": len(made)})
        return go_to(request, "orgs:invitation-list")
    return _page(request, form, 422)


def _page(request: Request, form: ManyForm, status: int) -> HttpResponse:
    return page(request, "orgs/invitation_import.html", many_context(request, form), status=status)

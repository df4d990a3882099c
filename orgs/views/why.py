"""Why somebody may, or may not; and who may."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.request import Request
from orgs.explanation import Question
from orgs.models import Membership
from orgs.policy import requires


@requires("orgs.decision.explain")
@require_safe
def decision_explain(request: Request) -> HttpResponse:
    """One question at one address, so that it can be sent to a colleague."""
    question = Question.read(
        request.GET, request.actor, Membership.objects.visible_to(request.actor)
    )
    return page(request, "orgs/decision_explain.html", {"question": question}, fragments=["answer"])

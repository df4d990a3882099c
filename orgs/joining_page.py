"""What the page of an invitation shows to whoever holds its link."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from auth2fa.redirects import address_of
from console.shell.request import Request
from orgs.following import promised_lines
from orgs.forms.invitations import NewcomerForm
from orgs.invitations.joining import has_account
from orgs.models import Invitation, Membership
from orgs.roles import DESCRIPTIONS, role_label


def joining_context(request: Request, invitation: Invitation, form: NewcomerForm) -> dict[str, Any]:
    """Who may answer how: `way` is `join`, `other`, `member`, `suspended`, `sign_in` or `sign_up`.

    Whether the address has an account is told here, and only here: the link came to it.
    """
    return {
        "invitation": invitation,
        "role": role_label(invitation.role),
        "description": DESCRIPTIONS[invitation.role],
        "teams": sorted(each.team.name for each in invitation.teams.all()),
        "promised": promised_lines(invitation.organization_id, invitation.role, invitation.grants),
        "way": _way(request, invitation),
        "form": form,
        "sign_in": address_of("account_login", then=reverse("orgs_joining:invitation-answer")),
        "home": reverse("home", kwargs={"organization": invitation.organization.slug}),
    }


def _way(request: Request, invitation: Invitation) -> str:
    if not request.user.is_authenticated:
        return "sign_in" if has_account(invitation.email) else "sign_up"
    if request.user.email != invitation.email:
        return "other"
    own = Membership.objects.filter(
        organization=invitation.organization, user_id=request.user.pk
    ).first()
    if own is None:
        return "join"
    return "suspended" if own.suspended_at else "member"

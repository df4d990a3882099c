"""How an invitation stands now. Decided by one expression of the database, for the list, its
filters, the link and the letter alike; nothing is stored that could be out of date."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import PARTNER_FULL
from orgs.models import FormerMember, Invitation, Membership, PartnerContract, Role
from orgs.policy import TABLE
from orgs.roles import GIVES

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PERMISSION = "orgs.invitation.create"


class Standing(models.TextChoices):
    """What became of it. The last six: nobody answered, and the link is dead."""

    OPEN = "open", _("Open")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    INVITER_GONE = "inviter_gone", _("No longer valid")
    INVITER_SUSPENDED = "inviter_suspended", _("No longer valid")
    INVITER_ROLE = "inviter_role", _("No longer valid")
    PARTNER_ENDED = "partner_ended", _("No longer valid")
    ADDRESS_CHANGED = "address_changed", _("No longer valid")
    PERSON_GONE = "person_gone", _("No longer valid")


VOID = (
    Standing.INVITER_GONE,
    Standing.INVITER_SUSPENDED,
    Standing.INVITER_ROLE,
    Standing.PARTNER_ENDED,
    Standing.ADDRESS_CHANGED,
    Standing.PERSON_GONE,
)
# What can be sent again or withdrawn: nobody has answered.
UNANSWERED = (Standing.OPEN, Standing.EXPIRED, *VOID)

REASONS: dict[str, Promise] = {
    Standing.INVITER_GONE: _("who invited is no longer in the organization"),
    Standing.INVITER_SUSPENDED: _("who invited is suspended"),
    Standing.INVITER_ROLE: _("who invited may no longer give this role"),
    Standing.PARTNER_ENDED: _("the partner who invited no longer acts in the organization"),
    Standing.ADDRESS_CHANGED: _("the account has another e-mail address now"),
    Standing.PERSON_GONE: _("the person was removed or left after it was sent"),
}


class _Stands(TypedDict):
    standing: str


def with_standing(
    invitations: models.QuerySet[Invitation], now: datetime | None = None
) -> models.QuerySet[WithAnnotations[Invitation, _Stands]]:
    """The same rows with `standing`, one of `Standing`."""
    moment = now or timezone.now()
    contract = PartnerContract.objects.filter(
        organization_id=OuterRef("organization_id"),
        partner_id=OuterRef("invited_by_partner_id"),
        access=PartnerContract.Access.FULL,
    )
    # Removing ends every way in: whoever had another address then has no second link.
    gone = FormerMember.objects.filter(
        organization_id=OuterRef("organization_id"),
        user__email=OuterRef("email"),
        removed_at__gt=OuterRef("sent_at"),
    )
    cases: list[tuple[Q, Standing]] = [
        (Q(accepted_at__isnull=False), Standing.ACCEPTED),
        (Q(declined_at__isnull=False), Standing.DECLINED),
        (Q(withdrawn_at__isnull=False), Standing.WITHDRAWN),
        (Q(expires_at__lte=moment), Standing.EXPIRED),
        (Q(account__isnull=False) & ~Q(account__email=F("email")), Standing.ADDRESS_CHANGED),
        (Q(Exists(gone)), Standing.PERSON_GONE),
        (Q(invited_by=None) | Q(invited_by__user__is_active=False), Standing.INVITER_GONE),
        (Q(invited_by__suspended_at__isnull=False), Standing.INVITER_SUSPENDED),
        (Q(invited_by_partner__isnull=False) & ~Q(Exists(contract)), Standing.PARTNER_ENDED),
        (~_may_still_give(), Standing.INVITER_ROLE),
    ]
    return invitations.annotate(
        standing=Case(
            *(When(condition, then=Value(standing.value)) for condition, standing in cases),
            default=Value(Standing.OPEN.value),
            output_field=models.CharField(),
        )
    )


def standing_of(invitation: Invitation) -> Standing:
    """How this one stands, read anew."""
    rows = with_standing(Invitation.objects.filter(pk=invitation.pk))
    return Standing(rows.values_list("standing", flat=True).get())


def pending_count(organization_id: int) -> int:
    """How many people could still say yes; one query."""
    rows = Invitation.objects.filter(organization_id=organization_id).open()
    return with_standing(rows).filter(standing=Standing.OPEN).count()


def invitations_by(
    membership: Membership,
) -> models.QuerySet[WithAnnotations[Invitation, _Stands]]:
    """The open ones that stand and fall with this member's right."""
    rows = Invitation.objects.filter(invited_by=membership).open()
    return with_standing(rows).filter(standing=Standing.OPEN).order_by("email")


def _may_still_give() -> Q:
    """Whether the role of the inviter, as the gate has it, gives the role of the invitation.

    A partner's person is a member of the partner: there they must still be one of those who
    may act in its clients.
    """
    may_invite = TABLE[PERMISSION].roles
    found = Q(pk__in=[])
    for role in Role:
        givers = [each for each in Role if each in may_invite and role in GIVES.get(each, ())]
        found |= Q(role=role, invited_by_partner=None, invited_by__role__in=givers) & Q(
            invited_by__organization_id=F("organization_id")
        )
    if PARTNER_FULL in may_invite:
        found |= Q(
            role__in=GIVES[PARTNER_FULL],
            invited_by_partner__isnull=False,
            invited_by__organization_id=F("invited_by_partner_id"),
            invited_by__role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR],
        )
    return found

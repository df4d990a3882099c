"""What needs somebody among people: who leads, who is kept out, who was asked, who was not told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.attention.line import Attention
from console.census import census_of
from console.shell.http import url_for
from console.shell.models import OutgoingLetter
from console.shell.request import Request
from orgs.models import Invitation, Role
from orgs.policy import decide

# An undeliverable letter older than this is history; the list of letters still has it.
RECENT = timedelta(days=30)


def people(request: Request) -> Iterator[Attention]:
    """One legal representative only, and who is suspended; the numbers of the census."""
    if not decide(request.actor, "orgs.member.suspend"):
        return
    found = census_of(request)
    people = url_for(request, "orgs:member-list")
    if found.active_legal_representatives == 1:
        names_one = decide(request.actor, "orgs.member.give_legal_representative")
        yield Attention(
            "user",
            _("There is one legal representative only"),
            _("If that account is lost, nobody here can restore what only they may do."),
            people if names_one else f"{people}?role={Role.LEGAL_REPRESENTATIVE}",
            _("Name a second") if names_one else _("See who it is"),
        )
    if found.suspended:
        yield Attention(
            "ban",
            ngettext(
                "%(count)d person is suspended",
                "%(count)d people are suspended",
                found.suspended,
            )
            % {"count": found.suspended},
            _("They keep role and teams, and open nothing here until somebody lifts it."),
            f"{people}?state=suspended",
            _("Look at them"),
        )


def invitations(request: Request) -> Iterator[Attention]:
    """Open invitations, and how many of them have run out."""
    if not decide(request.actor, "orgs.invitation.list"):
        return
    rows = Invitation.objects.visible_to(request.actor).filter(
        accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
    )
    found = rows.aggregate(
        waiting=Count("pk", filter=Q(expires_at__gt=timezone.now())),
        over=Count("pk", filter=Q(expires_at__lte=timezone.now())),
    )
    if not any(found.values()):
        return
    href = url_for(request, "orgs:invitation-list")
    if found["waiting"]:
        yield Attention(
            "mail",
            ngettext(
                "%(count)d invitation waits for an answer",
                "%(count)d invitations wait for an answer",
                found["waiting"],
            )
            % {"count": found["waiting"]},
            _("An invitation can be sent again or withdrawn."),
            href,
            _("Look at them"),
            tone="",
        )
    if found["over"]:
        yield Attention(
            "timer",
            ngettext(
                "%(count)d invitation has run out",
                "%(count)d invitations have run out",
                found["over"],
            )
            % {"count": found["over"]},
            _("Nobody answered in 30 days. Send it again or withdraw it."),
            href,
            _("Look at them"),
        )


def letters(request: Request) -> Iterator[Attention]:
    """Letters of the last 30 days that no mail server took."""
    if not decide(request.actor, "orgs.letter.list"):
        return
    lost = OutgoingLetter.objects.visible_to(request.actor).filter(
        state=OutgoingLetter.State.DEAD, created_at__gt=timezone.now() - RECENT
    )
    count = lost.count()
    if count:
        yield Attention(
            "mail",
            ngettext(
                "%(count)d letter could not be delivered",
                "%(count)d letters could not be delivered",
                count,
            )
            % {"count": count},
            _("Whoever should have got it does not know. The list says why."),
            f"{url_for(request, 'orgs:letter-list')}?state=dead",
            _("Look at them"),
            tone="danger",
        )

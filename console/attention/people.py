"""What needs somebody among people: who leads, who is kept out, who was asked, who was not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.attention.line import Attention
from console.census import census_of
from console.shell.http import url_for
from console.shell.models import OutgoingLetter
from console.shell.request import Request
from orgs.invitations.standing import VOID, Standing, with_standing
from orgs.letter_list import RECENT, is_recent
from orgs.models import Invitation, Role
from orgs.policy import decide


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
    """Invitations that nobody has answered, as the list has them: open, run out, dead."""
    if not decide(request.actor, "orgs.invitation.list"):
        return
    rows = with_standing(Invitation.objects.visible_to(request.actor).open())
    counts = rows.order_by().values_list("standing").annotate(Count("pk"))
    found: Counter[str] = Counter(dict(counts))
    waiting, over = found[Standing.OPEN], found[Standing.EXPIRED]
    void = sum(found[each] for each in VOID)
    href = url_for(request, "orgs:invitation-list")
    if waiting:
        yield Attention(
            "mail",
            ngettext(
                "%(count)d invitation waits for an answer",
                "%(count)d invitations wait for an answer",
                waiting,
            )
            % {"count": waiting},
            _("An invitation can be sent again or withdrawn."),
            f"{href}?state=open",
            _("Look at them"),
            tone="",
        )
    if over:
        yield Attention(
            "timer",
            ngettext(
                "%(count)d invitation has run out",
                "%(count)d invitations have run out",
                over,
            )
            % {"count": over},
            _("Nobody answered in 30 days. Send it again or withdraw it."),
            f"{href}?state=expired",
            _("Look at them"),
        )
    if void:
        yield Attention(
            "circle-x",
            ngettext(
                "%(count)d invitation is no longer valid",
                "%(count)d invitations are no longer valid",
                void,
            )
            % {"count": void},
            _("Its link opens nothing; the list says why. Send it again or withdraw it."),
            f"{href}?state=void",
            _("Look at them"),
        )


def letters(request: Request) -> Iterator[Attention]:
    """Letters of the last 30 days that no mail server took."""
    if not decide(request.actor, "orgs.letter.list"):
        return
    lost = OutgoingLetter.objects.visible_to(request.actor).filter(
        is_recent(), state=OutgoingLetter.State.DEAD
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
            f"{url_for(request, 'orgs:letter-list')}?state=dead&written={RECENT.days}",
            _("Look at them"),
            tone="danger",
        )

"""Products that another Organization offers, and that nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from console.attention.line import Attention
from console.shell.http import url_for
from console.shell.request import Request
from orgs.policy import decide
from products.moving.standing import PERMISSION, waiting_for


def moves(request: Request) -> Iterator[Attention]:
    """One line for all of them; one query."""
    if not decide(request.actor, PERMISSION):
        return
    waiting = waiting_for(request.actor)
    if not waiting:
        return
    title = ngettext(
        "%(count)d offer of products waits for an answer",
        "%(count)d offers of products wait for an answer",
        len(waiting),
    )
    yield Attention(
        "send",
        title % {"count": len(waiting)},
        _("Another organization wants to move products here. Accept or refuse."),
        f"{url_for(request, 'products:move-list')}?state=waiting&side=in",
        _("Look at them"),
        tone="warn",
    )

"""Walking somebody through the four screens of a removal, and removing by the action alone."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from console.shell.actor import Actor
from orgs.actions.removals import remove_member
from orgs.models import FormerMember, Membership
from orgs.reach import as_actor


def remove_url(membership: Membership, step: int = 1, slug: str = "alpine") -> str:
    base = f"/o/{slug}/users/{membership.pk}/remove/"
    return base if step == 1 else f"{base}{step}/"


def hidden(response: Any, name: str) -> str:
    """What a hidden field of the page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return unescape(found.group(1))


def answer(client: Client, membership: Membership, step: int, **values: str) -> Any:
    """Open a screen and send its form."""
    screen = client.get(remove_url(membership, step))
    assert screen.status_code == 200, (step, screen.status_code)
    name = "seen" if step == 1 else "mark"
    return client.post(remove_url(membership, step), {name: hidden(screen, name), **values})


def walk_to(client: Client, membership: Membership, step: int, **choices: str) -> None:
    """Go through the screens before this one."""
    fields = [choices, {"is_read": "on"}, {}]
    for place in range(1, step):
        response = answer(client, membership, place, **fields[place - 1])
        assert response.status_code == 302, response.content.decode()
        assert response["Location"] == remove_url(membership, place + 1)


def finish(client: Client, membership: Membership, own: str, **choices: str) -> Any:
    """All four screens."""
    walk_to(client, membership, 4, **choices)
    return answer(client, membership, 4, own_email=own, is_sure="on")


def remove(actor: Actor | Membership, membership: Membership, **more: Any) -> FormerMember:
    """By the action, without the screens."""
    values = {"version": membership.version, "is_proven": True, **more}
    if isinstance(actor, Membership):
        actor = as_actor(actor)
    return remove_member(actor=actor, membership_id=membership.pk, **values)

"""The demo, made harder for pages to hold: long names, long addresses, somebody alone."""

from __future__ import annotations

from django.utils.translation import get_language
from pytest_django import Settings

from auth2fa.models import User
from console.commands.bench.people import add_people
from console.commands.demo import load
from orgs.models import Invitation, Membership, Organization, Team
from orgs.names import search_text, sort_name
from tests.conftest import PASSWORD, make_person
from tests.matrix.world import demo_addresses
from tests.snapshot import once

# What somebody may be called: one word that nothing can break, and many words.
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 6
LONGEST_WORD = LONG[:200]
LONG_MAILBOX = "o" * 60
MANY_WORDS = ("Ana María de los Ángeles von und zu Hohenstein " * 5)[:200].strip()


def fill(settings: Settings) -> None:
    """The demo, made harder: 52 people in `alpine`, names of 200 characters, one person alone,
    and somebody without any Organization."""
    demo_addresses(settings)
    once(("hard demo", get_language()), _fill)


def _fill() -> None:
    load(PASSWORD)
    alpine = Organization.objects.get(slug="alpine")
    add_people(alpine, 1, 12)
    _rename("beat.brunner", LONGEST_WORD)
    _rename("aline.aebi", MANY_WORDS)
    _rename("solo", LONGEST_WORD)
    Organization.objects.filter(slug="solo").update(name=MANY_WORDS)
    Team.objects.create(organization=alpine, name=LONGEST_WORD, description=MANY_WORDS)
    make_person("Nora Nowhere")
    address = f"{LONG_MAILBOX}@{'a' * 60}.{'b' * 60}.example"
    Invitation.objects.filter(email__startswith="otto.").update(
        email=address, invited_by_name=LONGEST_WORD
    )


def _rename(mailbox: str, name: str) -> None:
    user = User.objects.get(email=f"{mailbox}@demo.example")
    User.objects.filter(pk=user.pk).update(full_name=name)
    Membership.objects.filter(user=user).update(
        sort_name=sort_name(name), search_text=search_text(name, user.email)
    )

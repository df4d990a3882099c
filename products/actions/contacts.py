"""Contact cards: making, changing and deleting them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.events import changes
from orgs import policy
from orgs.holding import enter
from products.contact_cards import (
    FIELDS,
    card_of,
    domains_told,
    orders_away_from,
    orders_toward,
    why_it_stays,
)
from products.holder_change import ENDED
from products.models import ELSEWHERE, Contact
from products.registrar.order_many import place_each

CHANGED = "products.contact.changed"


@action
def create_contact(
    *,
    actor: Actor,
    kind: str,
    full_name: str,
    company: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    phone: str,
    email: str,
) -> Contact:
    """Make a card that holds nothing yet (G4.6). One that says exactly the same is returned
    instead, so that two clicks make one card."""
    organization = enter(actor)
    _demand(actor)
    details = {
        "kind": kind, "full_name": full_name, "company": company, "street": street,
        "postal_code": postal_code, "city": city, "country": country, "phone": phone,
        "email": email,
    }  # fmt: skip
    twin = Contact.objects.filter(organization=organization, **details).first()
    if twin is not None:
        return twin

    contact = Contact.objects.create(organization=organization, **details)

    record("products.contact.created", actor, contact, after=details)
    return contact


@action
def edit_contact(
    *,
    actor: Actor,
    contact_id: int,
    kind: str,
    full_name: str,
    company: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    phone: str,
    email: str,
    version: int,
) -> Contact:
    """Change what stands on a card; the registry of every domain it holds is told (G4.3).

    The name of a card that holds something does not change: another name is another holder, and
    that has its own way. `version` is the one the person looked at: raises `Overtaken`, with what
    it is now, when somebody changed it since; `Refused` for a rule. Nothing to do: no trace.
    """
    enter(actor)
    _demand(actor)
    contact = _hold(actor, contact_id)
    wanted = {
        "kind": kind, "full_name": full_name, "company": company, "street": street,
        "postal_code": postal_code, "city": city, "country": country, "phone": phone,
        "email": email,
    }  # fmt: skip
    was = {key: getattr(contact, key) for key in FIELDS}
    if email.lower() == contact.email.lower():
        wanted["email"] = contact.email  # a card from before addresses were kept in lower case
    after = {key: value for key, value in wanted.items() if value != was[key]}
    if not after:
        return contact
    if contact.version != version:
        raise _overtaken(wanted, was)
    is_used = contact.products.exists()
    if is_used:
        _keep_the_name(contact, wanted)
    if orders_away_from(contact).exists() or orders_toward(contact).exists():
        raise Refused(
            _(
                "A change of holder from or to this card is under way at the registry. Change the "
                "card when it is done."
            )
        )

    for key, value in after.items():
        setattr(contact, key, value)
    contact.version += 1
    Contact.objects.filter(pk=contact.pk).update(**after, version=F("version") + 1)
    told = place_each(
        domains_told(contact),
        "contacts",
        key=f"card-{contact.pk}-{contact.version}",
        actor=actor,
        holder=asdict(card_of(contact)),
    )

    record(
        CHANGED,
        actor,
        contact,
        before={key: was[key] for key in after},
        after=after,
        former_email=was["email"],
        is_used=is_used,
        told=told,
    )
    return contact


@action
def delete_contact(*, actor: Actor, contact_id: int) -> Contact:
    """Delete a card that nothing uses. Raises `Refused` while a product is held by it or about
    to be, `Overtaken` when it is gone."""
    enter(actor)
    _demand(actor)
    contact = _hold(actor, contact_id)
    if obstacle := why_it_stays(contact):
        raise Refused(obstacle)

    before = {key: getattr(contact, key) for key in FIELDS}
    Contact.objects.filter(pk=contact.pk).delete()

    record("products.contact.deleted", actor, contact, before=before)
    return contact


def _demand(actor: Actor) -> None:
    decision = policy.decide(actor, "products.contact.manage")
    if not decision:
        raise Forbidden(str(decision.reason))


def _hold(actor: Actor, contact_id: int) -> Contact:
    rows = Contact.objects.visible_to(actor).select_for_update(of=("self",))
    contact = rows.filter(pk=contact_id).first()
    if contact is None:
        raise Overtaken(_("This contact card does not exist any more."))
    return contact


def _keep_the_name(contact: Contact, wanted: dict[str, Any]) -> None:
    if wanted["kind"] != contact.kind:
        field = "kind"
    elif (wanted["company"] or wanted["full_name"]) != str(contact):
        field = "company" if contact.company else "full_name"
    else:
        return
    sentence = _(
        "Products are held in the name of %(name)s, and another name is another holder. Add a "
        "card for the new holder, then change the holder of the products."
    )
    if not contact.products.exclude(status__in=[*ENDED, ELSEWHERE]).exists():
        sentence = _(
            "What is kept elsewhere, or over, is held in the name of %(name)s, and another name "
            "is another holder. Add a card for the new holder."
        )
    raise Refused(sentence % {"name": contact}, field=field)


def _overtaken(wanted: dict[str, Any], there: dict[str, Any]) -> Overtaken:
    lines = [
        _("%(detail)s is now “%(value)s”") % {"detail": each.label, "value": each.after}
        for each in changes(CHANGED, wanted, there)
    ]
    return Overtaken(
        _(
            "Somebody has meanwhile changed this card: %(changes)s. Nothing of yours was saved. "
            "Look again and save if you still want to."
        )
        % {"changes": "; ".join(lines)}
    )

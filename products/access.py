"""How far somebody may go with one product, and the rows it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.decision import Basis
from orgs.models import Membership, TeamMembership
from products.models import CHOSEN_ONLY, ELSEWHERE, SEES_ALL, Grant, Level, Product

Sentence = str | Promise | None


def grants_on(actor: Actor, product: Product) -> Sequence[Grant]:
    """The grants in force that reach this product for the actor, the highest level first."""
    rows = Grant.objects.held_by(actor).on(product.pk, product.type)
    highest_first = models.Case(models.When(level=Level.MANAGE, then=0), default=1)
    return list(rows.select_related("team", "product").order_by(highest_first, "given_at", "id"))


def level_on(actor: Actor, product: Product) -> str:
    """`manage`, `view` or nothing: the role's, or the highest of all grants."""
    if product.organization_id != actor.here:
        return ""
    if actor.role in SEES_ALL:
        return Level.MANAGE
    grants = grants_on(actor, product)
    return grants[0].level if grants else ""


def bases_of(actor: Actor, subject: models.Model) -> Sequence[Basis]:
    """The grants that reach the product, with who gave each and when; and a block on it."""
    product = cast("Product", subject)
    if actor.role in SEES_ALL:
        return ()
    found = [
        Basis("grant", _sentence(grant), grant.pk, grant.given_by, grant.given_at)
        for grant in grants_on(actor, product)
    ]
    if product.blocked_at is not None:
        found.append(
            Basis(
                "block",
                _("The management of this product is blocked"),
                product.pk,
                product.blocked_by,
                product.blocked_at,
            )
        )
    return found


def seen(actor: Actor, subject: models.Model) -> Sentence:
    """A product that no grant reaches is not seen; views answer 404 before they come here."""
    if level_on(actor, cast("Product", subject)):
        return None
    return _("No grant reaches this product.")


def managed(actor: Actor, subject: models.Model) -> Sentence:
    """Changing a product takes the level *manage*; a block stops everybody but administrators
    and full partners (decisions, "A block on a product")."""
    product = cast("Product", subject)
    level = level_on(actor, product)
    if not level:
        return _("No grant reaches this product.")
    if actor.role in SEES_ALL:
        return None
    if level != Level.MANAGE:
        return _("You may see this product. To change it, you need a grant to manage it.")
    if product.blocked_at is not None:
        return _("The management of this product is blocked for everybody but administrators.")
    return None


def kept_here(actor: Actor, subject: models.Model) -> Sentence:
    """What another provider runs is not renewed, unlocked or handed on from here."""
    if cast("Product", subject).status == ELSEWHERE:
        return _("This product is kept elsewhere. Its own provider renews and changes it.")
    return None


def members_keeping(
    members: models.QuerySet[Membership], subject: models.Model
) -> models.QuerySet[Membership]:
    """Those whom `kept_here` lets act: everybody, or for what is kept elsewhere nobody."""
    return members.none() if kept_here(Actor.system(), subject) else members


def paid(actor: Actor, subject: models.Model) -> Sentence:
    """Renewing a product that is kept here takes seeing it; a block stops whom it stops."""
    product = cast("Product", subject)
    if not level_on(actor, product):
        return _("No grant reaches this product.")
    if elsewhere := kept_here(actor, product):
        return elsewhere
    if product.blocked_at is not None and actor.role not in SEES_ALL:
        return _("The management of this product is blocked for everybody but administrators.")
    return None


def members_paying(
    members: models.QuerySet[Membership], subject: models.Model
) -> models.QuerySet[Membership]:
    """Those whom `paid` lets renew the product, in one statement."""
    product = cast("Product", subject)
    if product.blocked_at is not None:
        members = members.filter(role__in=SEES_ALL)
    return members_seeing(members_keeping(members, product), product)


def members_seeing(
    members: models.QuerySet[Membership], subject: models.Model
) -> models.QuerySet[Membership]:
    """Those whom `seen` lets see the product, in one statement."""
    return members_granted(members, grants_to(cast("Product", subject)))


def members_managing(
    members: models.QuerySet[Membership], subject: models.Model
) -> models.QuerySet[Membership]:
    """Those whom `managed` lets change the product, in one statement."""
    product = cast("Product", subject)
    if product.blocked_at is not None:
        return members.filter(role__in=SEES_ALL)
    return members_granted(members, grants_to(product).filter(level=Level.MANAGE))


def find_product(actor: Actor, pk: int) -> models.Model | None:
    """The product of that number, if the actor can see it."""
    return Product.objects.visible_to(actor).filter(pk=pk).first()


def grants_to(product: Product) -> models.QuerySet[Grant]:
    """The grants in force that reach this product, whoever holds them."""
    rows = Grant.objects.filter(organization_id=product.organization_id)
    return rows.in_force().on(product.pk, product.type)


def grants_to_any(products: Sequence[Product]) -> models.QuerySet[Grant]:
    """The grants in force that reach at least one of these products of one Organization."""
    rows = Grant.objects.filter(organization_id=products[0].organization_id)
    types = sorted({each.type for each in products})
    return rows.in_force().filter(
        models.Q(product_id__in=[each.pk for each in products])
        | models.Q(scope=Grant.Scope.TYPE, type__in=types)
        | models.Q(scope=Grant.Scope.EVERYTHING)
    )


def members_granted(
    members: models.QuerySet[Membership], grants: models.QuerySet[Grant]
) -> models.QuerySet[Membership]:
    """Those whom one of these grants reaches, or who need none, in one statement."""
    chosen = grants.filter(scope=Grant.Scope.PRODUCT)
    return members.filter(
        models.Q(role__in=SEES_ALL)
        | (~models.Q(role__in=CHOSEN_ONLY) & _held(grants))
        | (models.Q(role__in=CHOSEN_ONLY) & _held(chosen))
    )


def _held(grants: models.QuerySet[Grant]) -> models.Q:
    own = grants.filter(membership__isnull=False).values("membership_id")
    teams = grants.filter(team__isnull=False).values("team_id")
    people = TeamMembership.objects.filter(team_id__in=teams).values("membership_id")
    return models.Q(pk__in=own) | models.Q(pk__in=people)


def _sentence(grant: Grant) -> str | Promise:
    if grant.team_id is not None:
        words = {"level": grant.get_level_display(), "team": grant.team}
        return _filled(_("%(level)s: given to the team %(team)s"), **words)
    return _filled(_("%(level)s: given by a grant"), level=grant.get_level_display())


def _filled(sentence: Promise, **words: object) -> str:
    return str(sentence) % words

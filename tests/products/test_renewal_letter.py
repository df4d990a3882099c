"""Whoever is told that a registry refused: somebody who can still do something about it (E6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Membership
from products.models import Grant, Product, RegistryName
from tests.conftest import Cast
from tests.products.renewing import at_the_registry, entries, form_of, in_days, letters, put_domain
from tests.products.renewing import send as sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
FLOWS = [("renew", "active", 40), ("restore", "redemption", -60)]


def accountant(cast: Cast, product: Product) -> Membership:
    """A collaborator with the accounting right who sees the product."""
    member = cast.membership("collaborator")
    Membership.objects.filter(pk=member.pk).update(has_accounting=True)
    Grant.objects.create(
        organization=cast.alpine, membership=member, scope="product", product=product,
        level="view", given_by="Lara",
    )  # fmt: skip
    return member


@pytest.mark.flow("G9.5")
@pytest.mark.parametrize(("verb", "status", "ends"), FLOWS)
@pytest.mark.parametrize("change", ["stays", "suspended", "right", "access", "gone"])
def test_a_refusal_reaches_who_can_act(
    cast: Cast, as_: As, verb: str, status: str, ends: int, change: str
) -> None:
    domain = put_domain(cast.alpine, "alpine.example", in_days(ends), status=status)
    member = accountant(cast, domain)
    RegistryName.objects.update(sponsor="another")
    assert (
        sent(as_("collaborator"), domain, verb, **form_of(as_("collaborator"), domain, verb)) == 302
    )
    rows = Membership.objects.filter(pk=member.pk)
    match change:
        case "suspended":
            rows.update(suspended_at=timezone.now())
        case "right":
            rows.update(has_accounting=False)
        case "access":
            Grant.objects.all().delete()
        case "gone":
            rows.delete()
    at_the_registry()
    event = "renewal_refused" if verb == "renew" else "restore_refused"
    assert len(entries(event)) == 1
    told = [each.to for each in letters(event)]
    asker, others = cast["collaborator"].email, {cast["legal"].email, cast["administrator"].email}
    if change == "stays":
        assert told == [asker]
    else:
        assert others <= set(told)
    assert (asker in told) == (change not in {"suspended", "gone"})
    assert len(told) == len(set(told))
    assert all("was given back" in each.text for each in letters(event))

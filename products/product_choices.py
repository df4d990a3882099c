"""What the filters of the product list offer: tags, holders, and who has access."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from console.shell.actor import PARTNER_LIMITED, Actor
from console.shell.http import wants_alone
from console.shell.lists import Option, first_and_count
from console.shell.models import AuditEntry
from console.shell.prepared import Prepared, Slot
from console.shell.request import Request
from orgs.models import Membership, PartnerContract, Team
from orgs.names import fold
from orgs.policy import decide
from products.grant_holders import MEMBER, TEAM, Holder, read_key
from products.models import (
    SEES_ALL,
    Contact,
    Grant,
    GrantQuerySet,
    Level,
    Product,
    ProductTag,
    Tag,
)
from products.reach import Reach, reach_of, seen_products

TABLE = "product-table"
"""The part of the page below the filters."""
FEW = 20
"""So many of a kind are offered; the pages of the others lead here."""
SAMPLE = 1_000
NAMING = frozenset({"tag", "holder", "access"})
"""The filters whose values are rows: one that the actor cannot see is not found."""
_LARGEST_ID = 2**63 - 1

Named = tuple[str, int, str]


def tags(request: HttpRequest) -> Iterator[Option]:
    """The tags on products that the actor sees."""
    mine = cast("Request", request)
    asked, sees_all = mine.GET.get("tag"), reach_of(mine).is_everything
    for _kind, pk, name in _offered(mine, "tag"):
        if str(pk) != asked:
            # Of the options only the one in force needs its condition.
            yield Option(str(pk), name, Q())
            continue
        links = ProductTag.objects.filter(tag_id=pk)
        # A tag is on products of its Organization alone, and on each once.
        yield Option(str(pk), name, _bears(pk), as_many=links if sees_all else None)


def _bears(tag: int) -> Q:
    return Q(Exists(ProductTag.objects.filter(tag_id=tag).filter(product=OuterRef("pk"))))


def holders(request: HttpRequest) -> Iterator[Option]:
    """The cards that hold something which the actor sees; their pages name them too."""
    for _kind, pk, name in _offered(cast("Request", request), "holder"):
        yield Option(str(pk), name, Q(holder_id=pk))


def people_and_teams(request: HttpRequest) -> Iterator[Option]:
    """Whoever was given access, for those who may look at that."""
    mine = cast("Request", request)
    if not decide(mine.actor, "products.grant.list"):
        return
    asked, chosen = mine.GET.get("access", ""), _holder_asked(mine)
    for kind, pk, name in _choices(mine):
        if kind in {MEMBER, TEAM} and f"{kind}-{pk}" != asked:
            yield Option(f"{kind}-{pk}", name, Q())
    if chosen is not None:
        yield Option(asked, chosen.name, Reach.of(mine.actor.here, _held(chosen)).condition)


def levels(request: HttpRequest) -> Iterator[Option]:
    """Only what may be changed: by whom the other filter names; by anybody with a grant; or, for
    whoever cannot look at that, by oneself."""
    # Of the options only the one in force needs its condition.
    mine = cast("Request", request)
    label = _("Managed")
    if mine.GET.get("level") != Level.MANAGE:
        yield Option(Level.MANAGE, label, Q())
        return
    if not decide(mine.actor, "products.grant.list"):
        grants = Grant.objects.held_by(mine.actor)
    elif (chosen := _holder_asked(mine)) is not None:
        grants = _held(chosen)
    else:
        grants = Grant.objects.visible_to(mine.actor).in_force()
    managed = Reach.of(mine.actor.here, grants.filter(level=Level.MANAGE))
    yield Option(Level.MANAGE, label, managed.condition)


def _offered(request: Request, name: str) -> list[Named]:
    """The first few by name, and the one that the address names, or a tag that was. Raises
    `Http404` where the actor cannot see that one."""
    few = [each for each in _choices(request) if each[0] == name]
    asked = request.GET.get(name, "")
    if not (asked.isascii() and asked.isdigit()) or asked in {str(pk) for _k, pk, _n in few}:
        return few
    number = min(int(asked[:19]), _LARGEST_ID)
    found = _find(request, name, number)
    if found is None:
        return [*few, _deleted(request, name, number)]
    return [*few, (name, found.pk, str(found))]


def _deleted(request: Request, name: str, pk: int) -> Named:
    """A tag that this Organization had, for who sees all of it: an old bookmark finds nothing and
    says why. Raises `Http404` for all else."""
    if name == "tag" and reach_of(request).is_everything:
        rows = AuditEntry.objects.filter(
            organization_id=request.actor.here, subject_type="products.tag", subject_id=pk
        ).order_by("-number")
        last = rows.values_list("subject_name", flat=True).first()
        if last is not None:
            return name, pk, gettext("%(name)s (does not exist any more)") % {"name": last}
    raise Http404


def _find(request: Request, name: str, pk: int) -> Tag | Contact | None:
    seen = seen_products(request)
    if name == "tag" and not reach_of(request).is_everything:
        borne = Tag.objects.filter(
            pk=pk, product_tags__product__in=seen.filter(product_tags__tag=pk)
        )
        # That is how many the list has where nothing else narrows it.
        return first_and_count(borne, seen.filter(_bears(pk)), request)
    if name == "tag":
        return Tag.objects.filter(pk=pk, organization_id=request.actor.here).first()
    return Contact.objects.filter(Exists(seen.filter(holder=pk)), pk=pk).first()


def _choices(request: Request) -> list[Named]:
    """The first few of each kind: kind, number, name. One query in a request. None where the table
    is asked for alone, since what may be chosen stands above it; unless several are in force, which
    one question finds sooner than one each."""
    if wants_alone(request, TABLE) and sum(bool(request.GET.get(each)) for each in NAMING) < 2:
        return []
    known = vars(request)
    if "_choices" not in known:
        kinds = ["tag", "holder"]
        if decide(request.actor, "products.grant.list"):
            kinds += [MEMBER, TEAM]
        actor = request.actor
        rows: list[Named]
        if actor.role in SEES_ALL:
            rows = _for_role(actor.role, tuple(kinds)).all(here=actor.here, now=timezone.now())
        else:
            seen = None if reach_of(request).is_everything else seen_products(request)
            rows = list(_first_of_each(kinds, actor, seen))
        known["_choices"] = sorted(rows, key=lambda each: fold(each[2]))
    found: list[Named] = known["_choices"]
    return found


@cache
def _for_role(role: str, kinds: tuple[str, ...]) -> Prepared[Named]:
    """What is asked for a role that sees every product, whatever the Organization."""
    anybody = Actor(None, organization_id=cast("int", Slot("here")), role=role)
    return Prepared(lambda: _first_of_each(kinds, anybody, None, Slot("now")))


def _first_of_each(
    kinds: Sequence[str], actor: Actor, seen: QuerySet[Any] | None, now: Slot | None = None
) -> QuerySet[Any, Named]:
    first, *others = [_rows(kind, actor, seen, now)[:FEW] for kind in kinds]
    return first.union(*others, all=True)


def _rows(
    kind: str, actor: Actor, seen: QuerySet[Any] | None, now: Slot | None
) -> QuerySet[Any, Named]:
    """All of a kind, by name; `seen` are the products that the actor sees, None for all."""
    named = "name"
    rows: QuerySet[Any]
    if kind == "tag":
        rows = Tag.objects.filter(organization_id=actor.here).order_by("sort_name")
        if seen is not None:
            links = ProductTag.objects.filter(product__in=_sample(seen, "pk"))
            rows = rows.filter(pk__in=links.values("tag"))
    elif kind == "holder":
        rows = Contact.objects.filter(organization_id=actor.here)
        if seen is None:
            rows = rows.filter(Exists(Product.objects.filter(holder=OuterRef("pk"))))
        else:
            rows = rows.filter(pk__in=_sample(seen, "holder"))
        rows = rows.annotate(shown=Coalesce(NullIf("company", Value("")), "full_name"))
        rows, named = rows.order_by("full_name", "id"), "shown"
    else:
        grants = Grant.objects.visible_to(actor).in_force(now)
        if kind == TEAM:
            rows = Team.objects.visible_to(actor).order_by("name")
            rows = rows.filter(Exists(grants.filter(team=OuterRef("pk"))))
        else:
            rows = Membership.objects.visible_to(actor).order_by("sort_name", "id")
            own = Exists(grants.filter(membership=OuterRef("pk")))
            teams = Exists(grants.filter(team__memberships__membership=OuterRef("pk")))
            rows = rows.exclude(role__in=SEES_ALL).filter(own | teams)
            named = "user__full_name"
    return rows.values_list(Value(kind), "pk", named)


def _sample(seen: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    """Of some of the products that the actor sees: of all, unless they are very many, where it
    would take longer to look at each than it takes to read the page."""
    some: QuerySet[Any, Any] = seen.values(column)[:SAMPLE]
    return some


def _holder_asked(request: Request) -> Holder | None:
    """Whose access the address asks for; None where it names nobody. Raises `Http404` for
    somebody whom the actor cannot see, or whose access they may not look at."""
    asked = request.GET.get("access", "")
    if not asked:
        return None
    found = read_key(request.actor, asked)
    if found is None:
        raise Http404
    return found


def _held(holder: Holder) -> GrantQuerySet:
    """The grants in force that open products to it: for a person, those of their teams too."""
    row = holder.row
    if isinstance(row, Team):
        return holder.grants.in_force()
    here = Actor(None, organization_id=row.organization_id)
    if isinstance(row, PartnerContract):
        partner = replace(here, role=PARTNER_LIMITED, partner_id=row.partner_id)
        return Grant.objects.held_by(partner)
    return Grant.objects.held_by(replace(here, membership_id=row.pk, role=row.role))

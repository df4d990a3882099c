"""The list of tags, declared once."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import Column, Listing, ListPage, Row, RowPattern, Search, Values
from console.shell.request import Request
from orgs.names import fold
from products.models import ProductTag, Tag


def _rows(found: list[Values], tags: Listing[Tag]) -> list[Row]:
    """Ready strings for a page of tags."""
    actions = now_("Actions for %(name)s")
    products = f"{tags.base_url.removesuffix('tags/')}products/?tag="
    return [
        {
            "pk": each["pk"],
            "name": each["name"],
            "hue": each["hue"],
            "href": f"{each['pk']}/edit/",
            "menu": f"{each['pk']}/actions/",
            "actions": actions % {"name": each["name"]},
            "with_tag": f"{products}{each['pk']}",
            "is_used": each["products"] > 0,
            "count": number_format(each["products"], force_grouping=True),
        }
        for each in found
    ]


TAGS = ListPage[Tag](
    name="tag-table",
    fields=("name", "hue", "products"),
    columns=(
        Column("name", _("Tag"), sort="sort_name", csv="name"),
        Column("products", _("Products"), css="num", csv="products"),
        Column("menu", _("Actions"), css="c-act", quiet=True),
    ),
    sort="name",
    search=Search("sort_name", _("Name contains"), fold=fold),
    rows=_rows,
    pattern=RowPattern("products/tag_list.html#tag-row"),
)


def with_counts(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Read along on how many products each tag is (`products`)."""
    links = ProductTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    counted = links.annotate(count=Count("pk")).values("count")
    return tags.annotate(products=Coalesce(Subquery(counted), 0))


def read_tags(request: Request, tags: QuerySet[Tag]) -> Listing[Tag]:
    """The list as the address asks for it."""
    return TAGS.read(
        request, with_counts(tags), base_url=url_for(request, "products_tags:tag-list")
    )

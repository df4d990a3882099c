"""Tags: on a product, on many, and the page where an Organization keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from console.shell.http import page, stay_on
from console.shell.lists import csv_response, selected_ids
from console.shell.request import Request
from orgs.policy import decide, requires
from products.actions.tags import (
    create_tag,
    delete_tag,
    edit_tag,
    merge_tag,
    set_tags,
    tag_products,
)
from products.forms.tags import DeleteForm, MergeForm, ProductTagsForm, TagEditForm, TagForm
from products.models import Tag
from products.shown import find_product, find_products, shown_to
from products.tag_holding import Tagged
from products.tag_list import read_tags
from products.tag_names import tags_on
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]
# More than these are found by their name.
MOST_SHOWN = 200


@requires("products.product.view")
@require_http_methods(READ)
def product_tags(request: Request, pk: int) -> HttpResponse:
    """The tags of one product, in place (G7.3): tick, find by name, make a new one."""
    ticked, seen = selected_ids(request, "tag"), selected_ids(request, "seen")
    form = ProductTagsForm.of(request, auto_id="dialog_%s")
    asked = {"product_id": pk, "tag_ids": ticked, "seen_ids": seen}
    if form.attempt(set_tags, actor=request.actor, **asked):
        tagged: Tagged = form.result
        words = {"name": tagged.product.name}
        messages.success(request, _("The tags of %(name)s are saved.") % words)
        return product_changed(request, tagged.product, tags=tagged.tags)
    # What the action refused may be a product or a tag that is not there for this person.
    product = find_product(request.actor, pk, request.POST.get("shown", ""))
    _refuse_foreign(request, set(ticked) - set(seen))
    again = form.is_bound and not form.was_overtaken
    there = [] if again else [tag.pk for tag in tags_on(product)]
    context = {
        "product": product,
        "form": form,
        "may": decide(request.actor, "products.tag.attach", product),
        "seen": seen if again else there,
        "shown": shown_to(request.actor, product),
        **_offer(request, ticked if again else there),
    }
    return _dialog(request, "products/product_tags.html", context, form.status)


@requires("products.product.view")
@require_http_methods(READ)
def tag_many(request: Request) -> HttpResponse:
    """Put tags on the ticked products."""
    products = find_products(request.actor, selected_ids(request))
    ticked = selected_ids(request, "tag")
    _refuse_foreign(request, set(ticked))
    form = ProductTagsForm.of(request, auto_id="dialog_%s")
    ids = {"product_ids": [each.pk for each in products], "tag_ids": ticked}
    if products and form.attempt(tag_products, actor=request.actor, **ids):
        count = len(form.result)
        sentence = ngettext("%(count)d product is tagged.", "%(count)d products are tagged.", count)
        messages.success(request, sentence % {"count": count})
        return stay_on(request, "products:product-list")
    decisions = [decide(request.actor, "products.tag.attach", each) for each in products]
    context = {
        "products": products,
        "form": form,
        "closed": next((each for each in decisions if not each), None),
        **_offer(request, ticked),
    }
    return _dialog(request, "products/tag_many.html", context, form.status)


@requires("products.tag.manage")
@require_safe
def tag_list(request: Request) -> HttpResponse:
    """All tags of the Organization, with the number of products (G7.4)."""
    listing = read_tags(request, Tag.objects.visible_to(request.actor))
    context = {"listing": listing}
    return listing.at_address(
        page(request, "products/tag_list.html", context, fragments=["tag-table"])
    )


@requires("products.tag.manage")
@require_safe
def tag_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    listing = read_tags(request, Tag.objects.visible_to(request.actor))
    return csv_response(listing, name=f"{request.organization.slug}-tags")


@requires("products.tag.manage")
@require_safe
def tag_actions(request: Request, pk: int) -> HttpResponse:
    """The ⋮ menu of a row; with scripts off, a page of its own."""
    context = {"tag": _tag(request, pk)}
    return page(request, "products/tag_actions.html", context, fragments=["menu"])


@requires("products.tag.manage")
@require_http_methods(READ)
def tag_create(request: Request) -> HttpResponse:
    """Make a tag that is on nothing yet (G7.5)."""
    form = TagForm.of(request, initial={"hue": Tag.Hue.LAKE}, auto_id="dialog_%s")
    if form.attempt(create_tag, actor=request.actor):
        messages.success(request, _("The tag “%(name)s” is made.") % {"name": form.result.name})
        return stay_on(request, "products_tags:tag-list")
    context = {"form": form, "hues": Tag.Hue.choices}
    return _dialog(request, "products/tag_create.html", context, form.status)


@requires("products.tag.manage")
@require_http_methods(READ)
def tag_edit(request: Request, pk: int) -> HttpResponse:
    """Another name or color."""
    tag = _tag(request, pk)
    now = {"name": tag.name, "hue": tag.hue, "version": tag.version}
    form = TagEditForm.of(request, initial=now, auto_id="dialog_%s")
    if form.attempt(edit_tag, actor=request.actor, tag_id=pk):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.result.name})
        return stay_on(request, "products_tags:tag-list")
    version = form["version"].value() if form.is_bound and not form.was_overtaken else tag.version
    context = {"form": form, "tag": tag, "version": version, "hues": Tag.Hue.choices}
    return _dialog(request, "products/tag_edit.html", context, form.status)


@requires("products.tag.manage")
@require_http_methods(READ)
def tag_merge(request: Request, pk: int) -> HttpResponse:
    """Let another tag take the place of this one, on every product."""
    tag = _tag(request, pk)
    form = MergeForm.of(request, auto_id="dialog_%s")
    others = Tag.objects.visible_to(request.actor).exclude(pk=pk).order_by("sort_name")
    if form.is_valid():
        _refuse_foreign(request, {form.cleaned_data["into"]})
    if form.attempt(merge_tag, actor=request.actor, tag_id=pk):
        words = {"name": tag.name, "other": form.result.name}
        messages.success(request, _("“%(name)s” is part of “%(other)s” now.") % words)
        return stay_on(request, "products_tags:tag-list")
    context = {
        "form": form,
        "tag": tag,
        "others": others,
        "chosen": form["into"].value() or "",
        "count": tag.product_tags.count(),
    }
    return _dialog(request, "products/tag_merge.html", context, form.status)


@requires("products.tag.manage")
@require_http_methods(READ)
def tag_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a tag, knowing from how many products it goes."""
    tag = _tag(request, pk)
    form = DeleteForm.of(request)
    if form.attempt(delete_tag, actor=request.actor, tag_id=pk):
        messages.success(request, _("The tag “%(name)s” is deleted.") % {"name": tag.name})
        return stay_on(request, "products_tags:tag-list")
    context = {"form": form, "tag": tag, "count": tag.product_tags.count()}
    return _dialog(request, "products/tag_delete.html", context, form.status)


def _tag(request: Request, pk: int) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.actor), pk=pk)


def _refuse_foreign(request: Request, asked: set[int]) -> None:
    """A tag that the actor cannot see is like none that exists."""
    if Tag.objects.visible_to(request.actor).filter(pk__in=asked).count() != len(asked):
        raise Http404


def _offer(request: Request, ticked: Sequence[int]) -> dict[str, Any]:
    """The tags to tick, those that are ticked first; and the colors of a new one."""
    tags = Tag.objects.visible_to(request.actor).order_by("sort_name")
    chosen = list(tags.filter(pk__in=ticked))
    others = list(tags.exclude(pk__in=ticked)[: MOST_SHOWN + 1])
    return {
        "chosen": chosen,
        "others": others[:MOST_SHOWN],
        "has_more": len(others) > MOST_SHOWN,
        "hues": Tag.Hue.choices,
    }


def _dialog(request: Request, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return page(request, template, context, fragments=["dialog"], status=status)

"""The three ways out of a view: a page, the same place again, another place."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, is_valid_path, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from console.shell.addresses import address

# A private-use character, where the words of a toast come.
_WORDS = "\ue000"
VARY = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragments: Sequence[str] = (),
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or the one listed fragment that htmx is about to swap.

    The id of the target is the name of the partial. `main` is allowed on every page: the
    page without its frame. What is not listed is never rendered alone. Toasts that wait
    travel out of band. `partial` answers with that one whatever the target was, for a change
    that shows elsewhere than where it was asked for.
    """
    fragment = partial or _wanted(request, fragments)
    values = {**(context or {}), "layout": "shell/base.html"}
    if fragment == "main":
        values["layout"] = "shell/fragment.html"
        response = render(request, template, values, status=status)
    elif fragment:
        response = render(request, f"{template}#{fragment}", values, status=status)
        _append_toasts(request, response)
    else:
        response = render(request, template, values, status=status)
    patch_vary_headers(response, VARY)
    return response


def drawn(request: HttpRequest, markup: SafeString) -> HttpResponse:
    """After a change: a fragment that is ready, with the toasts that wait. What `page` does with
    `partial`, for markup that no template has to make."""
    response = HttpResponse(markup)
    _append_toasts(request, response)
    patch_vary_headers(response, VARY)
    return response


def stay_on(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
    """After a change: show the page the person is on again, with the new truth.

    Without htmx that is a redirect to the named page. With htmx it is the main part of the
    page in the address bar (filters and all) when that lies in the same Organization, else
    of the named one.
    """
    url = url_for(request, name, **kwargs)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(url)
    here = _current_path(request)
    response = _render_as_get(request, here or url)
    if here is None:
        response["HX-Push-Url"] = url
    return reswap(retarget(response, "#main"), "outerHTML")


def go_to(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
    """After a change: leave for another page."""
    url = url_for(request, name, **kwargs)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)  # type: ignore[attr-defined]


def toast(request: HttpRequest, text: Any, *, status: int) -> HttpResponse:
    """A refusal that has no form: one sentence, and nothing else on the page moves."""
    messages.error(request, text)
    response = HttpResponse(status=status)
    _append_toasts(request, response)
    response["HX-Reswap"] = "none"
    patch_vary_headers(response, VARY)
    return response


def url_for(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """The address of a page in the Organization the request is in, or of a personal page."""
    organization = getattr(request, "organization", None)
    if organization is not None and "organization" not in kwargs:
        with suppress(LookupError, NoReverseMatch):  # the page is not inside an Organization
            if not kwargs:
                return address(name, organization.slug)
            return reverse(name, kwargs={"organization": organization.slug, **kwargs})
    return reverse(name, kwargs=kwargs)


def is_on(request: HttpRequest, path: str) -> bool:
    """Whether the address bar of the asking browser shows `path`, whatever its query."""
    return urlsplit(_address_bar(request)).path == path


def wants_alone(request: HttpRequest, name: str) -> bool:
    """Whether `page` will answer with the fragment of that name, if the view lists it."""
    return _wanted(request, (name,)) == name


def _wanted(request: HttpRequest, fragments: Sequence[str]) -> str | None:
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    target = (htmx.target or "").rpartition("#")[2]  # htmx 2 sends "id", htmx 4 "tag#id"
    return target if target == "main" or target in fragments else None


def _append_toasts(request: HttpRequest, response: HttpResponse) -> None:
    waiting = [
        _toast(each.level_tag, get_language()).replace(_WORDS, conditional_escape(str(each)))
        for each in get_messages(request)
    ]
    if waiting:
        response.write(f'<div hx-swap-oob="beforeend:#toasts">{"".join(waiting)}</div>')


@cache
def _toast(tone: str, language: str | None) -> str:
    """A toast with a mark for its words: there are few others."""
    values = {"tone": tone, "text": _WORDS}
    return render_to_string("shell/components/toast.html", values).strip()


def _current_path(request: HttpRequest) -> str | None:
    """Path and query of the address bar, if a page of ours and in the same Organization."""
    url = _address_bar(request)
    organization = getattr(request, "organization", None)
    prefix = f"/o/{organization.slug}/" if organization else "/me/"
    path = urlsplit(url).path
    is_elsewhere = path.startswith(prefix) and path != request.path
    return url if is_elsewhere and is_valid_path(path) else None


def _address_bar(request: HttpRequest) -> str:
    """Path and query that htmx says it was on, if on this host; else an empty string."""
    try:
        return request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    except ValueError:  # no address at all: `http://[`
        return ""


def _render_as_get(request: HttpRequest, url: str) -> HttpResponse:
    parts = urlsplit(url)
    again = copy.copy(request)
    again.method = "GET"
    again.path = again.path_info = parts.path
    again.GET = QueryDict(parts.query)
    again.POST = QueryDict()
    again.META = {**request.META, "HTTP_HX_TARGET": "main", "QUERY_STRING": parts.query}
    again.__dict__.pop("headers", None)
    again.htmx = type(request.htmx)(again)  # type: ignore[attr-defined]
    again.resolver_match = match = resolve(parts.path)
    kwargs = {key: value for key, value in match.kwargs.items() if key != "organization"}
    answer: HttpResponse = match.func(again, *match.args, **kwargs)
    return answer

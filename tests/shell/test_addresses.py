"""Addresses from memory are those that Django works out."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix

from console.shell.addresses import address

NAMES = ["home", "search", "products:product-list", "orgs:member-list", "products:tag-many"]


@pytest.mark.parametrize("slug", ["alpine", "a-b_c", "0-place-0", "ALPINE", "7"])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_address_of_the_page(name: str, slug: str) -> None:
    expected = reverse(name, kwargs={"organization": slug})
    assert address(name, slug) == expected
    text = f"{{% url '{name}' organization=slug %}}"
    assert Template(text).render(Context({"slug": slug})) == expected
    text = f"{{% url '{name}' organization=slug as there %}}-{{{{ there }}}}"
    assert Template(text).render(Context({"slug": slug})) == f"-{expected}"


@pytest.mark.parametrize("slug", ["", "a/b", "a b", '"><b', "é"])
def test_what_is_no_name_has_no_address(slug: str) -> None:
    with pytest.raises(NoReverseMatch):
        Template("{% url 'home' organization=slug %}").render(Context({"slug": slug}))
    silent = Template("{% url 'home' organization=slug as there %}[{{ there }}]")
    assert silent.render(Context({"slug": slug})) == "[]"
    if slug:
        with pytest.raises(NoReverseMatch):
            address("home", slug)


def test_who_needs_more_than_a_name_gets_it_from_django() -> None:
    context = Context({"slug": "alpine"})
    text = "{% url 'products:product-view' organization=slug pk=7 %}{% url 'home' slug %}"
    assert Template(text).render(context) == "/o/alpine/products/7//o/alpine/"
    assert Template("{% url 'account_logout' %}").render(context) == "/accounts/logout/"


def test_it_remembers_nothing_of_another_table_of_addresses() -> None:
    assert address("account_logout") == "/accounts/logout/"
    with override_settings(ROOT_URLCONF="auth2fa.account_urls"), pytest.raises(NoReverseMatch):
        address("products:product-list", "alpine")
    try:
        set_script_prefix("/console/")
        assert address("home", "alpine") == "/console/o/alpine/"
    finally:
        set_script_prefix("/")
    assert address("home", "alpine") == "/o/alpine/"

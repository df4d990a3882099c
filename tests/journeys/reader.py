"""Reads a page as a browser without scripts does: links, forms, and what htmx would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement, document_fromstring

Attributes = dict[str, str]
ASKING = frozenset({"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"})
# What holds the entries that a person finds their way by.
MENUS = frozenset({"menu", "sidebar"})


@dataclass
class Form:
    """A form with its fields as they stand, and a submission per button."""

    attributes: Attributes
    fields: list[tuple[str, str]] = field(default_factory=list)
    # What a person types, by name; radios of which none is chosen yet, with their first value.
    typed: dict[str, Attributes] = field(default_factory=dict)
    unchosen: dict[str, str] = field(default_factory=dict)
    buttons: list[Attributes] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """Where a link leads, and whether it is an entry of the sidebar or of a menu."""

    href: str
    is_entry: bool
    is_closed: bool


class Reader:
    """`Reader.of(html)`: everything that can be clicked or sent."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.scripted: list[str] = []

    @classmethod
    def of(cls, html: str) -> Reader:
        """Read a whole page, or a part of one."""
        reader = cls()
        reader._read(document_fromstring(html), None, is_menu=False)
        return reader

    def _read(self, element: HtmlElement, form: Form | None, *, is_menu: bool) -> None:
        """An element and all it holds, in the order of the page."""
        tag, here = element.tag, dict(element.attrib)
        if tag == "template" or not isinstance(tag, str):
            return
        if not here.keys().isdisjoint(ASKING) and not self._works_alone(tag, here, form):
            self.scripted.append(_start_of(tag, here))
        if tag == "iframe" or (tag == "a" and "href" in here):
            self._link(here, is_menu=is_menu)
        elif tag == "form":
            form = Form(here)
            self.forms.append(form)
        elif form is not None:
            self._field(form, element, tag, here)
        is_menu = is_menu or not MENUS.isdisjoint(here.get("class", "").split())
        for child in element:
            self._read(child, form, is_menu=is_menu)

    @staticmethod
    def _works_alone(tag: str, here: Attributes, form: Form | None) -> bool:
        """On a link or a form, or inside a form that can be sent without it."""
        if tag == "a":
            return bool(here.get("href")) and "hx-get" in here
        return (tag == "form" and "action" in here) or form is not None

    def _link(self, here: Attributes, *, is_menu: bool) -> None:
        href = here.get("href") or here.get("src", "")
        self.links.append(Link(href, is_menu, here.get("aria-disabled") == "true"))

    def _field(self, form: Form, element: HtmlElement, tag: str, here: Attributes) -> None:
        name = here.get("name", "")
        kind = here.get("type", "text" if tag == "input" else "submit")
        if tag in {"button", "input"} and kind == "submit":
            form.buttons.append(here)
        elif tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib]
            form.fields += [(name, option.get("value", "")) for option in chosen or options[:1]]
        elif tag != "option" and "disabled" not in here and name:
            self._value(form, name, kind, here)

    def _value(self, form: Form, name: str, kind: str, here: Attributes) -> None:
        if kind == "hidden":
            form.fields.append((name, here.get("value", "")))
        elif kind not in {"radio", "checkbox"}:
            form.typed[name] = here
        elif "checked" in here:
            form.fields.append((name, here.get("value", "on")))
        elif kind == "radio":
            form.unchosen.setdefault(name, here.get("value", "on"))


def _start_of(tag: str, here: Attributes) -> str:
    said = "".join(f' {name}="{value}"' for name, value in here.items())
    return f"<{tag}{said}>"

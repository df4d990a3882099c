"""Reads a page as a browser without scripts does: links, forms, and what htmx would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
VOID = {"input", "meta", "link", "br", "hr", "img", "use", "path"}
ASKING = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")


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


class Reader(HTMLParser):
    """`Reader.of(html)`: everything that can be clicked or sent."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.scripted: list[str] = []
        self._open: list[tuple[str, Attributes]] = []
        self._select: Attributes | None = None
        self._options: list[Attributes] = []

    @classmethod
    def of(cls, html: str) -> Reader:
        """Read a whole page."""
        reader = cls()
        reader.feed(html)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = {name: value or "" for name, value in attrs}
        if any(name == "template" for name, _attributes in self._open):
            self._push(tag, here)
            return
        if any(name in here for name in ASKING) and not self._works_alone(tag, here):
            self.scripted.append(self.get_starttag_text() or tag)
        if tag == "iframe" or (tag == "a" and "href" in here):
            self._link(here)
        elif tag == "form":
            self.forms.append(Form(here))
        elif self._form is not None:
            self._field(tag, here)
        self._push(tag, here)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._form is not None and self._select is not None:
            chosen = [option for option in self._options if "selected" in option]
            options = chosen or self._options[:1]
            name = self._select.get("name", "")
            self._form.fields += [(name, option.get("value", "")) for option in options]
            self._select = None
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def _push(self, tag: str, here: Attributes) -> None:
        if tag not in VOID:
            self._open.append((tag, here))

    @property
    def _form(self) -> Form | None:
        return self.forms[-1] if any(name == "form" for name, _here in self._open) else None

    def _works_alone(self, tag: str, here: Attributes) -> bool:
        """On a link or a form, or inside a form that can be sent without it."""
        if tag == "a":
            return bool(here.get("href")) and "hx-get" in here
        return (tag == "form" and "action" in here) or self._form is not None

    def _link(self, here: Attributes) -> None:
        around = [attributes.get("class", "").split() for _tag, attributes in self._open]
        is_entry = any({"menu", "sidebar"} & set(classes) for classes in around)
        href = here.get("href") or here.get("src", "")
        self.links.append(Link(href, is_entry, here.get("aria-disabled") == "true"))

    def _field(self, tag: str, here: Attributes) -> None:
        form, name = self.forms[-1], here.get("name", "")
        kind = here.get("type", "text" if tag == "input" else "submit")
        if tag in {"button", "input"} and kind == "submit":
            form.buttons.append(here)
        elif tag == "select":
            self._select, self._options = here, []
        elif tag == "option":
            self._options.append(here)
        elif "disabled" not in here and name:
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

"""The words that templates are written in. Built in: no template loads them.

`/styleguide/` shows each with its result.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, HiddenInput, Select, SelectMultiple
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from console.shell.controls import closed_control
from console.shell.decision import Decision
from console.shell.icons import icon as draw
from console.shell.lists import Listing, RowPattern, drawn_heads
from console.shell.moments import ago as ago_html
from console.shell.moments import day as day_html
from console.shell.moments import when as when_html
from console.shell.names import initials as initials_of
from console.shell.once import once
from console.shell.url_tag import url

register = template.Library()
register.tag("once", once)
register.tag("url", url)


@register.simple_tag
def icon(name: str, kind: str = "icon") -> SafeString:
    """`{% icon "mail" %}`: a drawing beside words; `console/shell/icons.py` lists the names."""
    return draw(name, kind)


@register.simple_tag
def state(shape: str, words: object, tone: str = "") -> SafeString:
    """`{% state "block" _("Suspended") tone="danger" %}`: shape, word and colour of a state.

    Shapes: ok soon grace delete wait fail block pause. Tones: danger warn ok accent ink;
    what is normal has none.
    """
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html(
        '<span class="state"{}>{}{}</span>', toned, draw(f"s-{shape}", kind=""), words
    )


@register.simple_tag
def badge(words: object, tone: str = "") -> SafeString:
    """`{% badge role.label tone="ink" %}`: a word that belongs to the name before it."""
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="badge"{}>{}</span>', toned, words)


_SIDEBAR_ENTRY = RowPattern("shell/sidebar.html#entry")


@register.simple_tag
def sidebar_entries(entries: Iterable[dict[str, Any]]) -> SafeString:
    """`{% sidebar_entries group.entries %}`: the lines of one group of the sidebar."""
    return _SIDEBAR_ENTRY.render(
        {
            "href": each["href"],
            "current": each.get("current", ""),
            "drawing": draw(each["icon"]),
            "label": each["label"],
            "count": str(each["count"]) if each["count"] else "",
        }
        for each in entries
    )


@register.simple_tag
def heads(listing: Listing[Any]) -> SafeString:
    """`{% heads listing %}`: the heads of a list, with their links."""
    return drawn_heads(listing)


@register.filter
def initials(name: str) -> str:
    """`{{ person.full_name|initials }}`: at most two letters for an avatar."""
    return initials_of(name)


@register.simple_tag
def avatar(name: str, kind: str = "") -> SafeString:
    """`{% avatar person.full_name "external" %}`; kinds: big external. The name is beside it."""
    css = f"avatar {kind}".strip()
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials_of(str(name)))


@register.simple_tag
def ago(moment: datetime | None) -> SafeString:
    """`{% ago member.last_seen_at %}`: "2 hours ago", the moment itself on hover; or "never"."""
    return ago_html(moment)


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """`{% when entry.at %}`: date and time in the person's own zone and language."""
    return when_html(moment)


@register.simple_tag
def day(moment: date | datetime) -> SafeString:
    """`{% day role.given_at %}`: the date alone."""
    return day_html(moment)


@register.simple_block_tag(takes_context=True)
def why(
    context: RequestContext,
    content: SafeString,
    decision: Decision,
    permission: str = "",
    **options: Any,
) -> SafeString:
    """`{% why decision %}<button …>Remove…</button>{% endwhy %}`: the control if it is allowed.

    If not, the same control closed, with the reason and who can help. `permission` and
    `subject` (a primary key) name the question, for the link to the page that answers why;
    `side="end"` and `side="below"` turn the hint.
    """
    if decision:
        return content
    return closed_control(content, decision, context, permission, **options)


@register.simple_block_tag(takes_context=True)
def dialog(
    context: RequestContext, content: SafeString, title: object, kind: str = "dialog"
) -> SafeString:
    """`{% dialog _("Modify the role") %}<form>.body .foot</form>{% enddialog %}`.

    For htmx a `<dialog>` with its head and a close button, which the script opens; else, in
    a page of that title, the same part in the flow. A page may lie behind it, so its form
    takes `auto_id="dialog_%s"` where both could have a field of one name. `data-close` on a
    link that leads back makes it close the dialog.
    """
    request = context.get("request")
    asked = bool(request and getattr(request, "htmx", None) and request.htmx.target == "dialog")
    return render_to_string(
        "shell/components/dialog.html",
        {"title": title, "content": content, "in_flow": not asked, "kind": kind},
    )


@register.simple_block_tag
def notice(content: SafeString, tone: str = "", icon: str = "", role: str = "") -> SafeString:
    """`{% notice "danger" %}<strong>…</strong><p>…</p>{% endnotice %}`; tones as for states."""
    sign = icon or {"danger": "alert", "warn": "alert", "ok": "check"}.get(tone, "info")
    return format_html(
        '<div class="notice"{}{}>{}<div>{}</div></div>',
        format_html(' data-tone="{}"', tone) if tone else "",
        format_html(' role="{}"', role) if role else "",
        draw(sign),
        content,
    )


@register.simple_block_tag
def empty(content: SafeString, title: object, icon: str = "inbox") -> SafeString:
    """`{% empty _("No team yet") icon="team" %}<p>What it is for.</p><a …>{% endempty %}`."""
    return format_html(
        '<div class="empty">{}<h2>{}</h2>{}</div>',
        draw(icon),
        title,
        content,
    )


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """`{% capture as name %}…{% endcapture %}`: render once, show in several places."""
    return SafeString(content.strip())  # what the template itself wrote, without its edges


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """`{% field form.email %}`: label, input, hint and error of one field, tied together.

    `label=` and `hint=` replace what the form says; `autofocus=True`; `cards=True` shows radio
    choices as cards. Other options become attributes of the input (`hx_get=` → `hx-get`).
    """
    labels: dict[str, Any] = {key: options.pop(key) for key in ("label", "hint") if key in options}
    cards = options.pop("cards", False)
    attributes = {key.replace("_", "-"): value for key, value in options.items()}
    return render_to_string(
        "shell/forms/field.html",
        {"field": bound, "cards": cards, "attributes": attributes, **labels},
    )


@register.simple_tag
def control(bound: BoundField, attributes: dict[str, Any] | None = None) -> SafeString:
    """The input of a field with its class; used by the template of a field."""
    widget = bound.field.widget
    attrs = dict(attributes or {})
    if not isinstance(widget, CheckboxInput):
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    return bound.as_widget(attrs=attrs)


@register.filter
def control_kind(bound: BoundField) -> str:
    """How the template of a field lays it out: hidden, check, choices, select or text."""
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "check"
    if bound.use_fieldset:
        return "choices"
    if isinstance(widget, Select) and not isinstance(widget, SelectMultiple):
        return "select"
    return "text"

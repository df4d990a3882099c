"""The form that imports a list of products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.pasted import PastedForm
from products.catalog.types import catalog
from products.importing.lines import CheckedImport
from products.importing.reading import RawList
from products.models import Contact

# More cards than these are named in the list itself.
MOST_CARDS = 200


class ImportForm(PastedForm):
    """A list of products, and what holds where a line says nothing.

    `listed` are the lines once they were read, `checked` what became of them.
    """

    checked: CheckedImport

    type = forms.ChoiceField(
        label=_("Type of whatever names none"),
        initial="domain",
        error_messages={"invalid_choice": _("There is no such type. Choose one of the list.")},
    )
    holder = forms.ModelChoiceField(
        label=_("Holder of whatever names none"),
        queryset=Contact.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose who holds what names nobody."),
            "invalid_choice": _("This contact card is not there any more. Choose another one."),
        },
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.listed = RawList(())
        self.checked = CheckedImport()
        self.fields["text"].label = _("Products")
        kind: Any = self.fields["type"]
        kind.choices = [(each.slug, each.label) for each in catalog().types.values()]
        holder: Any = self.fields["holder"]
        cards = Contact.objects.visible_to(actor)
        holder.queryset = cards.order_by("full_name", "pk")
        shown = [(each.pk, str(each)) for each in holder.queryset[:MOST_CARDS]]
        holder.choices = sorted(shown, key=lambda card: card[1].casefold())
        self.has_cards = bool(shown)

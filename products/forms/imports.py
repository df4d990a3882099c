"""The form that imports a list of products."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.forms import ActionForm
from products.catalog.types import catalog
from products.importing.lines import CheckedImport
from products.importing.reading import RawList
from products.models import Contact

# More cards than these are named in the list itself.
MOST_CARDS = 200


class ImportForm(ActionForm):
    """A list pasted, or a file of it, and what holds where a line says nothing.

    `listed` are the lines once they were read, `checked` what became of them; `list_text` is
    what stands in the field then.
    """

    text = forms.CharField(
        label=_("Products"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "class": "mono"}
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("This file is empty.")},
    )
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
    # How many could be imported when the person looked; another number is shown again first.
    seen_right = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.listed = RawList(())
        self.checked = CheckedImport()
        self.list_text = str(self.data.get("text", ""))
        kind: Any = self.fields["type"]
        kind.choices = [(each.slug, each.label) for each in catalog().types.values()]
        holder: Any = self.fields["holder"]
        cards = Contact.objects.visible_to(actor)
        holder.queryset = cards.order_by("full_name", "pk")
        shown = [(each.pk, str(each)) for each in holder.queryset[:MOST_CARDS]]
        holder.choices = sorted(shown, key=lambda card: card[1].casefold())
        self.has_cards = bool(shown)

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """With the file of the request, if one was chosen."""
        if request.method != "POST":
            return cls(**kwargs)
        return cls(request.POST, request.FILES, **kwargs)

    @property
    def is_as_shown(self) -> bool:
        """Whether the list can be imported: as many are right as the person was shown, and not
        more than one go does."""
        right = len(self.checked.right)
        return 0 < right == self.cleaned_data.get("seen_right") and not self.checked.is_too_many

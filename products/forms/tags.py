"""Forms about tags."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import INCOMPLETE, ActionForm
from orgs.forms.text import clean_line
from products.models import Tag
from products.tag_names import LONGEST, fold_name


class TagForm(ActionForm):
    """What a tag is called, and its color."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST,
        error_messages={
            "required": _("Give the tag a name."),
            "max_length": _("A name has at most 60 characters; this one has %(show_value)d."),
        },
    )
    hue = forms.ChoiceField(
        label=_("Color"),
        choices=Tag.Hue.choices,
        initial=Tag.Hue.LAKE,
        error_messages={
            "required": _("Choose a color."),
            "invalid_choice": _("Choose one of the colors."),
        },
    )

    def clean_name(self) -> str:
        """One line of visible text."""
        name = clean_line(self.cleaned_data["name"])
        if name and not fold_name(name).strip():
            raise forms.ValidationError(_("A name needs at least one letter, digit or sign."))
        return name


class TagEditForm(TagForm):
    """The same for a tag that exists; `version` is the state the person looked at."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages={
            "required": INCOMPLETE,
            "invalid": INCOMPLETE,
            "min_value": INCOMPLETE,
            "max_value": INCOMPLETE,
        },
    )


class ProductTagsForm(TagForm):
    """A name to find or to make; the ticks beside it are read by `selected_ids`."""

    name = forms.CharField(
        label=_("Find a tag, or name a new one"),
        required=False,
        max_length=LONGEST,
        error_messages=TagForm.base_fields["name"].error_messages,
    )


class MergeForm(ActionForm):
    """Which tag takes the place of this one."""

    into = forms.IntegerField(
        label=_("Into"),
        min_value=1,
        max_value=2**63 - 1,
        error_messages={
            "required": _("Choose the tag that stays."),
            "invalid": INCOMPLETE,
            "min_value": INCOMPLETE,
            "max_value": INCOMPLETE,
        },
    )


class DeleteForm(ActionForm):
    """No field: the tag stands in the address."""

"""Forms that renew and restore products, and switch what looks after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import INCOMPLETE, ActionForm, new_key
from products.models import Product
from products.quotes import Quote
from products.registrar.life import add_years


class _OrderForm(ActionForm):
    """A key, and what the form showed: the expiry, and the price of each term."""

    key = forms.RegexField(r"^[A-Za-z0-9_-]{16,32}$", widget=forms.HiddenInput)
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime:
        """The expiry that the form showed, to the microsecond."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError(INCOMPLETE) from None
        if moment.tzinfo is None:
            raise forms.ValidationError(INCOMPLETE)
        return moment


@dataclass(frozen=True, slots=True)
class Offer:
    """One term to choose: until when it then runs, and what it costs."""

    value: str
    quote: Quote
    until: datetime
    is_chosen: bool


class RenewForm(_OrderForm):
    """For how many years; the value of each choice says its price: `2 40.00 CHF`."""

    term = forms.ChoiceField(
        label=_("For how long"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose for how long."),
            "invalid_choice": _("It cannot be renewed for so long at this price. Choose again."),
        },
    )

    def __init__(self, *args: Any, product: Product, quotes: list[Quote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quotes = quotes
        field = self.fields["term"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(_term(each), each.years) for each in quotes]
        self.fields["key"].initial = new_key()
        self.fields["seen"].initial = _seen(product)
        field.initial = _term(quotes[0]) if quotes else None

    def offers(self, product: Product) -> list[Offer]:
        """The terms as the page shows them."""
        chosen, start = self["term"].value(), product.expires_at
        return [
            Offer(_term(each), each, add_years(start, each.years), _term(each) == chosen)
            for each in self.quotes
            if start
        ]

    def clean(self) -> dict[str, Any]:
        """The chosen term as years and price."""
        cleaned = super().clean() or {}
        years, *price = cleaned.pop("term", "").split(" ")
        if not price:
            return cleaned
        total, currency = price
        return {**cleaned, "years": int(years), "total": Decimal(total), "currency": currency}


class RestoreForm(_OrderForm):
    """The price that was shown."""

    total = forms.DecimalField(widget=forms.HiddenInput)
    currency = forms.CharField(max_length=3, widget=forms.HiddenInput)

    def __init__(self, *args: Any, product: Product, quote: Quote | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()
        self.fields["seen"].initial = _seen(product)
        self.fields["total"].initial = quote.total.amount if quote else None
        self.fields["currency"].initial = quote.total.currency if quote else None


class SwitchForm(ActionForm):
    """Which way; said by the button that was pressed."""

    is_on = forms.TypedChoiceField(
        choices=[("yes", _("On")), ("no", _("Off"))],
        coerce=lambda word: word == "yes",
        widget=forms.HiddenInput,
    )


class WarrantyForm(SwitchForm):
    """The price that was shown, when it is switched on."""

    total = forms.DecimalField(required=False, widget=forms.HiddenInput)
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Nobody pays what no page showed."""
        cleaned = super().clean() or {}
        if cleaned.get("is_on") and cleaned.get("total") is None:
            raise forms.ValidationError(INCOMPLETE)
        return cleaned


class PayForm(ActionForm):
    """The charge that was shown."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def _term(quote: Quote) -> str:
    return f"{quote.years} {quote.total.amount} {quote.total.currency}"


def _seen(product: Product) -> str:
    return product.expires_at.isoformat() if product.expires_at else ""

"""Pages by key: the order of a list, and the place in it where a page begins or ends.

A place is the sort values and the id of a row, compared as a row value
(`(sort_name, id) > ('berger', 42)`), so that an index on the same columns finds the page without
counting the rows before it. Ties fall to the id. NULL compares with nothing, so a nullable column
names a value that stands for it, and its index is on the same COALESCE.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db.models import F, Field, GeneratedField, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce
from django.utils import timezone

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for "never" in orders by time; indexes of such columns coalesce to the same moment."""

MAX_CURSOR_LENGTH = 2_000

Values = dict[str, Any]
Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The columns a list is sorted by, then the id; all in one direction."""

    names: tuple[str, ...]  # of the sort values in a row that was read
    fields: tuple[Field[Any, Any], ...]
    expressions: tuple[Combinable, ...]
    descending: bool

    @classmethod
    def of(
        cls, model: type[Model], names: Sequence[str], *, empty_as: object, descending: bool
    ) -> Order:
        """The order by `names`, columns of the model itself.

        Raises ImproperlyConfigured for a nullable column without `empty_as`, and for a column of
        another table, which no index could serve.
        """
        read, fields = [], []
        expressions: list[Combinable] = []
        for name in (*names, "id"):
            field = _own_column(model, name)
            if field.null and empty_as is None:
                raise ImproperlyConfigured(f"{name} may be empty: say what stands for it")
            generated = field.output_field if isinstance(field, GeneratedField) else None
            read.append(f"_{name}" if field.null else name)
            fields.append(generated or field)
            expressions.append(Coalesce(F(name), Value(empty_as)) if field.null else F(name))
        return cls(tuple(read), tuple(fields), tuple(expressions), descending)

    def values(
        self, rows: QuerySet[Any], *fields: str, **beside: Combinable
    ) -> QuerySet[Any, Values]:
        """The rows as plain values, with their place in the order."""
        made, plain = dict(beside), []
        for name, expression in zip(self.names, self.expressions, strict=True):
            if isinstance(expression, F):
                plain.append(name)
            else:
                made[name] = expression
        return rows.values(*dict.fromkeys(("pk", *fields, *plain)), **made)

    def sorted(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """The rows that `values` read in this order, or in its reverse."""
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{name}" for name in self.names))

    def beyond(
        self, rows: QuerySet[Any], place: Place, *, backwards: bool = False
    ) -> QuerySet[Any]:
        """The rows after the place, or before it when reading backwards."""
        comparison = TupleLessThan if self.descending != backwards else TupleGreaterThan
        return rows.filter(comparison(Tuple(*self.expressions), place))

    def place(self, row: Mapping[str, Any]) -> Place:
        """Where a row stands."""
        return tuple(row[name] for name in self.names)

    def encode(self, row: Mapping[str, Any]) -> str:
        """Where a row stands, for the address bar."""
        texts = [_text(value) for value in self.place(row)]
        raw = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def decode(self, cursor: str) -> Place | None:
        """The place that an address names; None when it names none in this order.

        A cursor is not signed: it is a position inside rows the person may see, and nothing more.
        """
        if not cursor or len(cursor) > MAX_CURSOR_LENGTH:
            return None
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True)
            texts = json.loads(raw)
            if not isinstance(texts, list) or len(texts) != len(self.fields):
                return None
            return tuple(_value(*pair) for pair in zip(self.fields, texts, strict=True))
        except (ValueError, OverflowError, RecursionError, ValidationError):
            return None


def _own_column(model: type[Model], name: str) -> Field[Any, Any]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise ImproperlyConfigured(f"{name} is no column of {model.__name__}") from error
    if not isinstance(field, Field):
        raise ImproperlyConfigured(f"{name} is no column of {model.__name__}")
    return field


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(field: Field[Any, Any], text: object) -> Any:
    """The text as the column's type; ValueError or ValidationError where it is none."""
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError
    text.encode()  # a lone surrogate cannot be stored, so no row stands there
    value = field.to_python(text)
    if value is None:
        raise ValueError
    if isinstance(value, datetime) and timezone.is_naive(value):
        value = value.replace(tzinfo=UTC)
    field.run_validators(value)
    return value

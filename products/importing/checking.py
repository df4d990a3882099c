"""Every line of a list held against what can be imported: right, or one sentence why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from console.shell.actor import Actor
from console.shell.lists.export import as_it_was, would_run
from orgs.forms.text import clean_line
from orgs.names import fold
from products.catalog.types import catalog
from products.holder_change import ENDED
from products.importing.days import TwoWays, is_month_first, read_day
from products.importing.domains import domain_name
from products.importing.lines import CheckedImport, CheckedLine, Usual, Wanted
from products.importing.reading import RawLine, RawList
from products.models import Contact, Product, Tag
from products.tag_names import LONGEST as LONGEST_TAG
from products.tag_names import fold_name

LONGEST_NAME = 253
MOST_TAGS = 20
_YES = {"yes", "y", "true", "1", "x", "on", "enabled", "active", "auto", "automatic"}
_NO = {"", "no", "n", "false", "0", "-", "off", "disabled", "inactive", "manual", "none"}


def check(actor: Actor, listed: RawList, usual: Usual) -> CheckedImport:
    """The lines with their sentences; three queries for any number of lines."""
    reader = _Reader(actor, listed, usual)
    read = [reader.read(each) for each in listed.lines]
    here = _here(actor, [each.wanted for each in read if each.wanted is not None])
    lines = [
        _as_here(each) if each.wanted and key_of(each.wanted) in here else each for each in read
    ]
    asked = dict.fromkeys(tag for each in lines if each.wanted for tag in each.wanted.tags)
    new = [tag for tag in asked if fold_name(tag) not in reader.tags]
    return CheckedImport(lines, new, listed.passed_over)


def key_of(wanted: Wanted) -> tuple[str, str]:
    """What tells two products apart: the type, and the name without accents and case, as far as
    it is kept: some letters become many."""
    return wanted.type, fold(wanted.name)[:LONGEST_NAME]


def _here(actor: Actor, wanted: Sequence[Wanted]) -> set[tuple[str, str]]:
    names = {key_of(each)[1] for each in wanted}
    rows = Product.objects.visible_to(actor).filter(sort_name__in=names)
    # What has ended is anybody's, and may be kept elsewhere by now.
    return set(rows.exclude(status__in=ENDED).values_list("type", "sort_name"))


def _as_here(line: CheckedLine) -> CheckedLine:
    wrong = _("This product is here already.")
    return replace(line, wanted=None, wrong=wrong, here=line.wanted)


class _Reader:
    """Reads the lines of one list; knows what was in it before."""

    def __init__(self, actor: Actor, listed: RawList, usual: Usual) -> None:
        self.usual = usual
        self.month_first = is_month_first(each.expires for each in listed.lines)
        self.types = _type_words()
        self.holders: dict[str, Contact | None] = {}
        for contact in Contact.objects.visible_to(actor).order_by("pk"):
            name = fold(str(contact))
            self.holders[name] = None if name in self.holders else contact
        rows = Tag.objects.visible_to(actor).values_list("sort_name", "name")
        self.tags = dict(rows)
        self.new_tags: dict[str, str] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def read(self, raw: RawLine) -> CheckedLine:
        """The line in our words; `wanted` is None where something is wrong."""
        if raw.wrong:
            return _wrong(raw, raw.wrong)
        try:
            kind = self._type(raw.type)
            wanted = Wanted(
                self._name(raw.name, kind),
                kind,
                self._expires(raw.expires),
                self._holder(as_it_was(raw.holder)),
                self._tags(as_it_was(raw.tags)),
                self._renews(raw.renews),
            )
        except forms.ValidationError as no:
            return _wrong(raw, " ".join(no.messages))
        before = self.seen.setdefault(key_of(wanted), raw.number)
        if before != raw.number:
            sentence = _("This product is in line %(number)d already.")
            return _wrong(raw, sentence % {"number": before})
        return CheckedLine(
            raw.number,
            wanted.name,
            str(catalog().types[kind].label),
            date_format(wanted.expires, "j M Y") if wanted.expires else "",
            str(wanted.holder),
            ", ".join(wanted.tags),
            wanted.renews,
            wanted,
        )

    def _type(self, text: str) -> str:
        found = self.types.get(fold(text), "") if text else self.usual.type
        if not found:
            words = ", ".join(str(each.label) for each in catalog().types.values())
            raise forms.ValidationError(
                _("There is no type “%(text)s”. Types: %(types)s.")
                % {"text": text[:40], "types": words}
            )
        return found

    def _name(self, text: str, kind: str) -> str:
        if not text:
            raise forms.ValidationError(_("There is no name in this line."))
        if would_run(text) or text.startswith("'"):
            raise forms.ValidationError(
                _("This starts like a formula of a spreadsheet. Type the name itself.")
            )
        if kind == "domain":
            return domain_name(text)
        if len(text) > LONGEST_NAME:
            sentence = _("A name has at most %(most)d characters.")
            raise forms.ValidationError(sentence % {"most": LONGEST_NAME})
        return clean_line(text)

    def _expires(self, text: str) -> date | None:
        if not text:
            return None
        try:
            return read_day(text, month_first=self.month_first)
        except TwoWays:
            raise forms.ValidationError(
                _("“%(text)s” can be read as two days. Write it like 2027-05-31.")
                % {"text": text[:40]}
            ) from None
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no day. Write it like 2027-05-31.") % {"text": text[:40]}
            ) from None

    def _holder(self, text: str) -> Contact:
        if not text:
            return self.usual.holder
        if fold(text) not in self.holders:
            raise forms.ValidationError(
                _("There is no contact card “%(name)s”. Make one first, or leave this empty.")
                % {"name": text[:80]}
            )
        found = self.holders[fold(text)]
        if found is None:
            raise forms.ValidationError(
                _("There are several contact cards “%(name)s”.") % {"name": text[:80]}
            )
        return found

    def _tags(self, text: str) -> tuple[str, ...]:
        if not text:
            return ()
        sign = "|" if "|" in text else ","
        names = [clean_line(each) for each in text.split(sign) if each.strip()]
        tags = dict.fromkeys(self._known_tag(each) for each in names)
        if len(tags) > MOST_TAGS:
            sentence = _("A product takes at most %(most)d tags from a list.")
            raise forms.ValidationError(sentence % {"most": MOST_TAGS})
        for name in tags:
            if len(name) > LONGEST_TAG:
                sentence = _("A tag has at most %(most)d characters.")
                raise forms.ValidationError(sentence % {"most": LONGEST_TAG})
            if would_run(name) and fold_name(name) not in self.tags:
                raise forms.ValidationError(
                    _("The tag “%(name)s” starts like a formula of a spreadsheet.") % {"name": name}
                )
        return tuple({fold_name(each): each for each in tags}.values())

    def _known_tag(self, name: str) -> str:
        """As it is written here, or as this list wrote it first: that holds for all of it."""
        key = fold_name(name)
        return self.tags.get(key) or self.new_tags.setdefault(key, name)

    def _renews(self, text: str) -> bool:
        word = fold(text)
        if word in _NO or word == fold(_("no")):
            return False
        if word in _YES or word == fold(_("yes")):
            return True
        raise forms.ValidationError(
            _("“%(text)s” is neither yes nor no: is it renewed automatically?")
            % {"text": text[:40]}
        )


def _wrong(raw: RawLine, sentence: str) -> CheckedLine:
    return CheckedLine(
        raw.number, raw.name[:80], raw.type[:40], raw.expires[:40], raw.holder[:80],
        raw.tags[:80], wrong=sentence,
    )  # fmt: skip


def _type_words() -> dict[str, str]:
    """What a list may call a type: its name in code, and its labels here and in English."""
    found: dict[str, str] = {}
    for each in catalog().types.values():
        words = {each.slug, each.slug.replace("_", " "), each.slug.replace("_", "-")}
        words |= {str(each.label), str(each.plural)}
        with override("en"):
            words |= {str(each.label), str(each.plural)}
        found |= {fold(word): each.slug for word in words}
    return found

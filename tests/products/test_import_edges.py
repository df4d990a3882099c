"""Lists at their edges: letters that become many, a card that goes, and what was not looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import get_language, override

from console.shell.actions import Overtaken
from orgs import invitation_many
from orgs.invitations.list_check import CheckedLine as PersonLine
from orgs.reach import as_actor
from products import import_page
from products.actions.imports import import_products
from products.importing.checking import check as look_at
from products.importing.lines import CheckedLine, Usual
from products.importing.reading import lines_of
from products.models import Contact, Product, Tag
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.importing import IMPORT, LIST, check, seen, send, words

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def card(cast: Cast) -> Contact:
    """Who holds whatever names nobody."""
    return make_contact(cast.alpine, "Alpine Office")


@pytest.mark.parametrize("name", ["ß" * 200, "\ufdfa" * 14, "\ufdfa" * 34, "\ufdfa" * 253])
def test_a_name_whose_letters_become_many_comes_once_or_not(name: str, as_: As, cast: Cast) -> None:
    """ß folds to two letters and some signs to eighteen: what is kept to sort and search by has
    its length too."""
    browser = as_("legal")
    for _time in (1, 2):
        send(browser, f"{name};web hosting")
    assert Product.objects.count() == 1
    assert "here already" in words(check(browser, f"{name};web hosting"))


@pytest.mark.parametrize("name", ["31.12", "1.50", "192.168.1.10", "2027.05"])
def test_a_number_is_no_domain(name: str, as_: As) -> None:
    """RFC 3696, 2: a top-level domain is never all digits."""
    assert "is no domain name" in words(check(as_("legal"), name))


def test_a_tab_parts_columns_also_beside_commas(as_: As) -> None:
    text = "a.example\tdomain\tMay 31, 2027\nb.example\tdomain\tJun 30, 2027"
    assert "2 products can be imported" in words(check(as_("legal"), text))


def test_a_new_tag_is_written_as_it_was_the_first_time(as_: As) -> None:
    send(as_("legal"), "a.example;;;;Live\nb.example;;;;LIVE\nc.example;;;;live")
    assert [each.name for each in Tag.objects.all()] == ["Live"]


def test_a_line_that_nobody_looked_at_is_not_imported(as_: As, cast: Cast) -> None:
    """As many as before, and not the same: the list was changed beside the button."""
    browser = as_("legal")
    shown = check(browser, "a.example\nb.example")
    again = check(browser, "a.example\nc.example", to="import", **seen(shown))
    assert again.status_code == 409
    assert "has changed since you looked" in words(again)
    assert "c.example" in words(again)
    assert not Product.objects.exists()
    done = check(browser, "a.example\nc.example", to="import", **seen(again))
    assert done["Location"] == LIST


@pytest.mark.parametrize("change", ["type", "holder"])
def test_what_holds_for_all_lines_is_looked_at_too(change: str, as_: As, cast: Cast) -> None:
    browser, other = as_("legal"), make_contact(cast.alpine, "Other")
    shown = check(browser, "a.example")
    value = {"type": "web_hosting", "holder": other.pk}[change]
    again = check(browser, "a.example", to="import", **{**seen(shown), change: value})
    assert again.status_code == 409
    assert not Product.objects.exists()


def test_another_who_imported_one_and_took_one_off_is_seen(
    as_: As, cast: Cast, make_product: Make, card: Contact
) -> None:
    """The number is the same as it was, the lines are not."""
    noted = make_product(cast.alpine, "a.example", holder=card, status="elsewhere")
    browser = as_("legal")
    shown = check(browser, "a.example\nb.example")
    noted.delete()
    make_product(cast.alpine, "b.example", holder=card, status="elsewhere")
    assert check(browser, "a.example\nb.example", to="import", **seen(shown)).status_code == 409
    assert Product.objects.count() == 1


@pytest.mark.parametrize("named", ["", ";;;Alpine Office ALPINEMARK"])
def test_a_card_that_goes_while_it_is_chosen_stops_the_import(
    named: str, cast: Cast, card: Contact
) -> None:
    """Deleted between the form and the lock: a sentence, and not a broken foreign key."""
    actor = as_actor(cast.membership("legal"))
    listed, usual = lines_of(f"a.example{named}\nb.example"), Usual("domain", card)
    mark = look_at(actor, listed, usual).mark
    Contact.objects.filter(pk=card.pk).delete()
    with pytest.raises(Overtaken):
        import_products(actor=actor, listed=listed, usual=usual, seen=mark)
    assert not Product.objects.exists()


def test_a_double_click_on_a_list_with_a_wrong_line_says_that_it_is_done(as_: As) -> None:
    browser, text = as_("legal"), "a.example\nnonsense"
    shown = check(browser, text)
    for _time in (1, 2):
        assert check(browser, text, to="import", **seen(shown))["Location"] == LIST
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [(1_500_000, 422, "larger than 1 MB"), (3_000_000, 400, "What you sent is too long")],
)
def test_a_pasted_list_that_is_too_long_is_refused_with_a_sentence(
    size: int, status: int, said: str, as_: As
) -> None:
    page = check(as_("legal"), "a.example\n" * (size // 10))
    assert page.status_code == status
    assert said in words(page)


def upload(browser: Client, content: bytes) -> Any:
    return check(browser, file=SimpleUploadedFile("list.csv", content))


@pytest.mark.parametrize(
    ("content", "right"),
    [
        (b"a.example\rb.example\r", 2),
        (b"a.example\r\nb.example\r\n", 2),
        (b"\xef\xbb\xbfname;expires\r\na.example;2027-05-31\r\n", 1),
        (b"sep=;\r\nname;expires\r\na.example;2027-05-31\r\n", 1),
        (b'name;tags\r\na.example;"one;two"\r\n', 1),
        ("名;x\n".encode() + b"a.example;domain\n", 1),
    ],
)
def test_line_ends_and_marks_of_spreadsheets(content: bytes, right: int, as_: As) -> None:
    assert f"{right} product" in words(upload(as_("legal"), content))


def test_a_line_break_in_quotes_is_named_by_its_line(as_: As) -> None:
    page = words(upload(as_("legal"), b'a.example\nb.example;domain;;;"one\ntwo"\nc.example'))
    assert "2 products can be imported" in page
    assert "A quotation mark is not closed." in page


@pytest.mark.parametrize("cell", ["x" * 900_000, '"' + "x" * 900_000 + '"'])
def test_a_cell_of_a_megabyte_is_one_wrong_line(cell: str, as_: As) -> None:
    page = words(upload(as_("legal"), f"a.example;;;;{cell}\nb.example".encode()))
    assert "1 product can be imported" in page
    assert "This line is too long." in page


def test_the_form_keeps_what_was_typed(as_: As, cast: Cast) -> None:
    page = check(as_("legal"), "a.example;boat", type="web_hosting").content.decode()
    assert "a.example;boat" in page
    assert re.search(r'value="web_hosting"\s+selected', page)
    assert IMPORT in page


@pytest.mark.parametrize("status", ["released", "terminated"])
def test_what_has_ended_here_can_be_kept_elsewhere(
    status: str, as_: As, cast: Cast, make_product: Make, card: Contact
) -> None:
    """What was released is anybody's: its old row keeps the name from nobody."""
    make_product(cast.alpine, "a.example", holder=card, status=status)
    assert send(as_("legal"), "a.example")["Location"] == LIST
    assert sorted(Product.objects.values_list("status", flat=True)) == sorted(["elsewhere", status])
    assert "here already" in words(check(as_("legal"), "a.example"))


@pytest.mark.parametrize("module", ["products.import_page", "orgs.invitation_many"])
def test_the_file_of_a_check_speaks_the_language_of_its_page(
    module: str, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read after the language of the request was put back."""
    spoken: list[str | None] = []
    monkeypatch.setattr(f"{module}._", lambda text: spoken.append(get_language()) or text)
    lines = [CheckedLine(1, "a.example")]
    with override("fr"):
        if module == "products.import_page":
            found = import_page._report(lines)
        else:
            found = invitation_many._report(
                [PersonLine(1, "a@x.example", "external", False, "", None)]
            )
    assert b"a" in b"".join(found)
    assert set(spoken) == {"fr"}

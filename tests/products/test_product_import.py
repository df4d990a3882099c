"""Products from a list: every line is looked at, and all that are right go together or none."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from console.shell.models import AuditEntry
from products.importing.lines import MOST_AT_ONCE
from products.models import Contact, Domain, Ownership, Product, ProductTag, Tag
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.importing import IMPORT, LIST, check, seen, send, words

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def card(cast: Cast) -> Contact:
    """Who holds whatever names nobody."""
    return make_contact(cast.alpine, "Alpine Office")


def upload(browser: Client, content: bytes, name: str = "export.csv") -> Any:
    return check(browser, file=SimpleUploadedFile(name, content))


def test_an_export_of_another_panel_is_read_checked_and_imported_together(
    as_: As, cast: Cast, card: Contact
) -> None:
    browser = as_("administrator")
    Tag.objects.create(organization=cast.alpine, name="Live", sort_name="live")
    text = (
        "Domain Name;Registrar;Expiry Date;Auto-Renew;Labels\n"
        "One.Example;Other Ltd;2027-05-31;Yes;live|winter\n"
        "two.example;Other Ltd;31.12.2026;no;\n\n"
        "www two;Other Ltd;;;\n"
    )
    page = check(browser, text)
    assert "2 products can be imported" in words(page)
    assert "1 line cannot" in words(page)
    assert "Passed over, since nothing here holds it: Registrar" in words(page)
    assert "1 tag is new and will be made: winter" in words(page)
    assert not Product.objects.exists()
    assert check(browser, text, to="import", **seen(page))["Location"] == LIST
    one, two = Product.objects.order_by("name")
    assert (one.name, one.type, one.status, one.auto_renew) == (
        "one.example", "domain", "elsewhere", True,
    )  # fmt: skip
    assert (one.holder, one.payer, one.organization) == (card, None, cast.alpine)
    assert one.expires_at is not None
    assert one.expires_at.date() == date(2027, 5, 31)
    assert two.expires_at is not None
    assert two.expires_at.date() == date(2026, 12, 31)
    assert Domain.objects.get(product=one).extension == "example"
    assert [each.tag.name for each in one.product_tags.order_by("tag__sort_name")] == [
        "Live", "winter",
    ]  # fmt: skip
    assert Ownership.objects.filter(product=one).count() == 3
    assert AuditEntry.objects.filter(event="products.product.imported").count() == 2
    assert AuditEntry.objects.filter(event="products.tag.created").count() == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a.example\nb.example", 2),
        ("a.example,domain,2027-05-31\nb.example,domain", 2),
        ("a.example\tdomain\t2027-05-31", 1),
        ('"a.example";"domain";"2027-05-31"', 1),
        ("type;name\nWeb hosting;Main site\nweb_hosting;Second\nweb-hosting;Third", 3),
        ("Domaine;Échéance\na.example;31.05.2027", 1),
        ("A.EXAMPLE.", 1),
        ("müller.example", 1),
        ("xn--mller-kva.example", 1),
        ("name;paid until\na.example;2027-05-31T12:00:00Z", 1),
        ("name;next due date\na.example;05/31/2027\nb.example;01/02/2027", 2),
        ("name;expires\na.example;31/05/2027\nb.example;01/02/2027", 2),
        ("No.;Domain;Exp. Date\nx;a.example;2027-05-31", 1),
        ("domain.name\nhost.name", 2),
        ("name;expires\na.example;3/3/2027\nb.example;5 Mar 2027\nc.example;05-Mar-2027", 3),
    ],
)
def test_it_reads_what_panels_export(text: str, right: int, as_: As) -> None:
    page = check(as_("legal"), text)
    assert re.search(rf"\b{right} products? can be imported", words(page)), words(page)
    assert "cannot, and" not in words(page)


WRONG = [
    ("nonsense", "is no domain name"),
    ("https://a.example/", "is no domain name"),
    ("-a.example", "like a formula"),
    ("straße.example", "beginning with xn--"),
    (";domain", "no name in this line"),
    ("a.example\nA.example", "in line 1 already"),
    ("here.example", "is here already"),
    ("a.example;boat", "There is no type “boat”"),
    ("a.example;domain;soon", "is no day"),
    ("a.example;domain;2027-02-30", "is no day"),
    ("a.example;domain;01/02/2027", "can be read as two days"),
    ("a.example;domain;0099-01-01", "is no day"),
    ("a.example;domain;;Nobody", "no contact card “Nobody”"),
    ("a.example;domain;;Rival Office RIVALMARK", "no contact card"),
    ("a.example;domain;;Twice ALPINEMARK", "several contact cards"),
    ("a.example;domain;;;;perhaps", "neither yes nor no"),
    ("a.example;domain;;;=1+1", "like a formula"),
    (f"a.example;domain;;;{'t' * 61}", "at most 60"),
    (f"a.example;domain;;;{'|'.join(f't{n}' for n in range(21))}", "at most 20 tags"),
    ("=HYPERLINK(1);web hosting", "like a formula"),
    ("@SUM(1);web hosting", "like a formula"),
    ("'=1;web hosting", "like a formula"),
    ("a\u202eb;web hosting", "visible characters"),
    (f"{'n' * 300};web hosting", "at most 253"),
    ("x" * 3000, "too long"),
    ('"a.example', "quotation mark"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_each_wrong_line_has_its_sentence(
    line: str, said: str, as_: As, cast: Cast, make_product: Make, card: Contact
) -> None:
    make_product(cast.alpine, "here.example", holder=card)
    make_contact(cast.rival, "Rival Office")
    make_contact(cast.alpine, "Twice")
    make_contact(cast.alpine, "Twice")
    page = check(as_("administrator"), line)
    assert page.status_code == 200
    assert said in words(page)
    sent = check(as_("administrator"), line, to="import", **seen(page))
    is_half_right = "\n" in line
    assert Product.objects.count() == (2 if is_half_right else 1)
    assert sent.status_code in ({302} if is_half_right or "here" in line else {409})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a.example\n" * 120_000, "larger than 1 MB"),
        (b"\n".join(b"p%d.example" % n for n in range(10_001)), "10,001 lines"),
        ("a.example;domain;;Müller".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04workbook", "workbook"),
        ("a.example".encode("utf-16-le"), "not a text file"),
        (b"\x00\x01\x02", "not a text file"),
        (b"", "empty"),
        (b"\n\n;;\n", "no product in this list"),
        (b"name;expires\n", "no product in this list"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str, as_: As) -> None:
    page = upload(as_("legal"), content)
    assert page.status_code == 422
    assert said in words(page)
    assert not Product.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_every_encoding_that_says_what_it_is(encoding: str, as_: As) -> None:
    page = upload(as_("legal"), "name;tags\na.example;été\n".encode(encoding))
    assert "1 product can be imported" in words(page)
    assert "été" in page.content.decode(), "the list stays, to be corrected"


def test_twenty_megabytes_are_refused_without_being_read(as_: As) -> None:
    began = time.monotonic()
    page = upload(as_("legal"), b"a.example;domain\n" * 1_250_000)
    assert page.status_code == 422
    assert "larger than 1 MB" in words(page)
    assert time.monotonic() - began < 5


def test_ten_thousand_lines_of_every_kind_get_their_sentences(as_: As, cast: Cast) -> None:
    """Within seconds, in the file of the check all of them; and nothing is half done."""
    browser = as_("administrator")
    kinds = [line for line, _said in WRONG if "\n" not in line and len(line) < 100]
    lines = [
        f"product{number}.example;domain;2027-05-31;;live|n{number % 50}"
        if number % 4
        else kinds[number % len(kinds)]
        for number in range(10_000)
    ]
    text = "\n".join(lines)[:990_000]
    count = len(text.splitlines())
    began = time.monotonic()
    page = check(browser, text)
    assert time.monotonic() - began < 10
    assert page.status_code == 200
    assert "At most 5,000 products" in words(page)
    assert "more lines are not shown here" in words(page)
    report = check(browser, text, to="report")
    found = b"".join(report.streaming_content).decode("utf-8-sig").splitlines()
    assert len(found) == count + 1
    assert all(line.rpartition(";")[2] for line in found)
    assert check(browser, text, to="import", **seen(page)).status_code == 409
    assert not Product.objects.exists()
    assert not Tag.objects.exists()


def test_five_thousand_go_in_one_go(as_: As, cast: Cast) -> None:
    browser = as_("legal")
    text = "\n".join(f"p{number}.example;domain;2027-05-31;;live" for number in range(MOST_AT_ONCE))
    mark = seen(check(browser, text))
    began = time.monotonic()
    sent = check(browser, text, to="import", **mark)
    took = time.monotonic() - began
    assert sent.status_code == 302
    assert took < 30, took
    assert Product.objects.count() == ProductTag.objects.count() == MOST_AT_ONCE
    entries = AuditEntry.objects.filter(event="products.product.imported")
    assert entries.count() == MOST_AT_ONCE


def test_the_statements_of_an_import_do_not_grow_with_it(as_: As, cast: Cast) -> None:
    browser, costs = as_("legal"), []
    for count in (1, 50):
        text = "\n".join(f"c{count}-{number}.example;domain;;;live" for number in range(count))
        mark = seen(check(browser, text))
        with CaptureQueriesContext(connection) as made:
            assert check(browser, text, to="import", **mark).status_code == 302
        costs.append(len(made))
    assert costs[1] <= costs[0], "the first one also made a tag"


def test_sent_twice_it_is_imported_once(as_: As, cast: Cast) -> None:
    browser, text = as_("legal"), "a.example\nb.example"
    mark = seen(check(browser, text))
    for _time in range(2):
        assert check(browser, text, to="import", **mark)["Location"] == LIST
    assert Product.objects.count() == 2
    assert "nothing was imported twice" in words(browser.get(LIST))
    assert AuditEntry.objects.filter(event="products.product.imported").count() == 2


def test_a_list_that_changed_meanwhile_is_shown_again(
    as_: As, cast: Cast, make_product: Make, card: Contact
) -> None:
    """Somebody else imported one of them between the look and the button."""
    browser, text = as_("legal"), "a.example\nb.example"
    shown = check(browser, text)
    assert "2 products" in words(shown)
    make_product(cast.alpine, "a.example", holder=card)
    again = check(browser, text, to="import", **seen(shown))
    assert again.status_code == 409
    assert "1 product can be imported" in words(again)
    assert Product.objects.count() == 1


def test_nobody_learns_what_a_neighbor_has(as_: As, cast: Cast, make_product: Make) -> None:
    """A list proves nothing: what is managed next door can be noted here, and is not claimed."""
    theirs = make_product(cast.rival, "rival.example")
    browser = as_("administrator")
    page = check(browser, "rival.example\nfree.example")
    assert "2 products can be imported" in words(page)
    assert send(browser, "rival.example").status_code == 302
    ours = Product.objects.get(organization=cast.alpine)
    assert ours.status == "elsewhere"
    theirs.refresh_from_db()
    assert (theirs.organization, theirs.status) == (cast.rival, "active")


@pytest.mark.parametrize("field", ["holder", "type"])
def test_a_foreign_value_of_the_form_is_refused(field: str, as_: As, cast: Cast) -> None:
    foreign = make_contact(cast.rival).pk
    mark = seen(check(as_("legal"), "a.example"))
    page = check(as_("legal"), "a.example", to="import", **mark, **{field: foreign})
    assert page.status_code == 422
    assert ("not there any more" if field == "holder" else "no such type") in words(page)
    assert "RIVALMARK" not in page.content.decode()
    assert not Product.objects.exists()


def test_the_report_runs_in_no_spreadsheet(as_: As) -> None:
    """Row 61, for what came in by the same way."""
    report = check(as_("legal"), "=1+1;boat\n+2\n@x;y", to="report")
    lines = b"".join(report.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert all(line.partition(";")[2].startswith("'") for line in lines)


def test_the_list_to_fill_in_can_be_imported_as_it_is(as_: As) -> None:
    browser = as_("legal")
    file = browser.get(f"{IMPORT}template/")
    assert file["Content-Disposition"] == 'attachment; filename="products-template.csv"'
    assert "2 products can be imported" in words(upload(browser, file.content))


def test_without_a_contact_card_it_says_what_to_do(as_: As, cast: Cast) -> None:
    Contact.objects.all().delete()
    page = as_("legal").get(IMPORT)
    assert "Make a contact card first" in words(page)
    sent = as_("legal").post(IMPORT, {"text": "a.example", "type": "domain", "to": "check"})
    assert sent.status_code == 422
    assert "Choose who holds" in words(sent)

"""The page of an import: reading the list, showing what is right and what is not, the template."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from console.shell.actions import Refused
from console.shell.lists.export import BYTE_ORDER_MARK, safe_cell
from console.shell.request import Request
from console.shell.sheets import text_of
from products.forms.imports import ImportForm
from products.importing.checking import check
from products.importing.lines import MOST_AT_ONCE, CheckedLine, Usual
from products.importing.reading import MOST_BYTES, MOST_LINES, lines_of, too_large

# More lines than these make a page slow; the file of the check has them all.
MOST_SHOWN = 200
TEMPLATE = (
    ("name", "type", "expires", "holder", "tags", "auto-renew"),
    ("alpine-huts.example", "domain", "2027-05-31", "", "live|winter", "yes"),
    ("Booking site", "web hosting", "2027-02-28", "", "", "no"),
)


def read_list(form: ImportForm) -> bool:
    """Read and check the list of a valid form; False, with a sentence in the form, when nothing
    of it can be read. An uploaded file takes the place of what is in the field."""
    cleaned, file = form.cleaned_data, form.cleaned_data.get("file")
    try:
        if file is not None:
            if file.size > MOST_BYTES:
                raise too_large()
            form.list_text = text_of(file.read())
        else:
            form.list_text = cleaned["text"]
        form.listed = lines_of(form.list_text)
        if not form.listed.lines:
            raise Refused(_("There is no product in this list yet."))
    except Refused as no:
        form.add_error("file" if file is not None else "text", str(no))
        return False
    form.checked = check(form.actor, form.listed, usual_of(form))
    return True


def usual_of(form: ImportForm) -> Usual:
    """What the form says for lines that do not."""
    return Usual(form.cleaned_data["type"], form.cleaned_data["holder"])


def import_context(form: ImportForm) -> dict[str, Any]:
    """What the page shows: the list as text, to be corrected there, and its lines; the wrong
    ones first, since those need somebody."""
    checked = form.checked
    right = [each for each in checked.lines if each.wanted]
    shown = [*checked.wrong, *right][:MOST_SHOWN]
    return {
        "form": form,
        "checked": checked,
        "text": form.list_text if form.is_bound else "",
        "shown": shown,
        "hidden_count": len(checked.lines) - len(shown),
        "wrong_count": len(checked.wrong),
        "right_count": len(right),
        "most_lines": number_format(MOST_LINES, force_grouping=True),
        "most_at_once": number_format(MOST_AT_ONCE, force_grouping=True),
    }


def report_of(request: Request, form: ImportForm) -> StreamingHttpResponse:
    """Every line with its sentence, as CSV: what was written is made harmless in a spreadsheet."""
    response = StreamingHttpResponse(
        _report(form.checked.lines), content_type="text/csv; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    name = f"{request.organization.slug}-import-{day}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def template_file() -> HttpResponse:
    """A list to fill in: the headings, and two lines that show how."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(TEMPLATE)
    response = HttpResponse(
        BYTE_ORDER_MARK + out.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="products-template.csv"'
    return response


def _report(lines: Sequence[CheckedLine]) -> list[bytes]:
    """Written at once: a stream is read after the language of the request was put back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        [_("Line"), _("Name"), _("Type"), _("Expires"), _("Holder"), _("Tags"), _("Check")]
    )
    for each in lines:
        verdict = each.wrong or _("will be imported")
        cells = (each.name, each.type, each.expires, each.holder, each.tags, verdict)
        writer.writerow([each.number, *(safe_cell(cell) for cell in cells)])
    return [(BYTE_ORDER_MARK + out.getvalue()).encode()]

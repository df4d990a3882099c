"""The page of many invitations: reading the list, and showing what is right and what is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from auth2fa.limits import INVITATIONS_OF_ORGANIZATION
from console.shell.actions import Refused
from console.shell.lists.export import safe_cell
from console.shell.request import Request
from orgs.forms.invitations import ManyForm
from orgs.invitations.list_check import MOST_AT_ONCE, CheckedLine, check
from orgs.invitations.parsing import MOST_BYTES, MOST_LINES, lines_of, text_of, too_large

# More lines than these make a page slow; the file of the check has them all.
MOST_SHOWN = 500


def read_list(form: ManyForm) -> bool:
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
        lines = lines_of(form.list_text)
        if not lines:
            raise Refused(_("There is nobody in this list yet."))
    except Refused as no:
        form.add_error("file" if file is not None else "text", str(no))
        return False
    form.checked = check(form.actor, lines, cleaned["role"])
    return True


def many_context(request: Request, form: ManyForm) -> dict[str, Any]:
    """What the page shows: the list as text, to be changed there, and its lines; the wrong ones
    first, since those need somebody."""
    checked = form.checked
    wrong = checked.wrong
    right = [each for each in checked.lines if not each.wrong]
    shown = [*wrong, *right][:MOST_SHOWN]
    return {
        "form": form,
        "checked": checked,
        "text": form.list_text if form.is_bound else "",
        "shown": shown,
        "hidden_count": len(checked.lines) - len(shown),
        "wrong_count": len(wrong),
        "right_count": len(right),
        "most_lines": number_format(MOST_LINES, force_grouping=True),
        "most_at_once": MOST_AT_ONCE,
        "most_a_day": number_format(INVITATIONS_OF_ORGANIZATION.most, force_grouping=True),
    }


def report_of(request: Request, form: ManyForm) -> StreamingHttpResponse:
    """Every line with its sentence, as CSV: what was written is made harmless in a spreadsheet."""
    response = StreamingHttpResponse(
        _report([*form.checked.lines]), content_type="text/csv; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = (
        f'attachment; filename="{request.organization.slug}-check-{day}.csv"'
    )
    return response


def _report(lines: list[CheckedLine]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Line"), _("Address"), _("Role"), _("Teams"), _("Check")])
    for each in lines:
        verdict = each.wrong or _("will be invited")
        cells = (each.email, each.role, each.teams, verdict)
        writer.writerow([each.number, *(safe_cell(cell) for cell in cells)])
    yield out.getvalue().encode()

"""The page of many invitations: reading the list, and showing what is right and what is not."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from auth2fa.limits import INVITATIONS_OF_ORGANIZATION
from console.shell.actions import Refused
from console.shell.lists.export import BYTE_ORDER_MARK, safe_cell
from console.shell.request import Request
from orgs.following import promised_lines
from orgs.forms.invitation_lists import ManyForm
from orgs.invitation_steps import StepForm
from orgs.invitations.list_check import MOST_AT_ONCE, CheckedLine, CheckedList, check
from orgs.invitations.parsing import MOST_BYTES, MOST_LINES, lines_of, text_of, too_large
from orgs.models import Role

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
    form.checked = with_promises(form, check(form.actor, lines, cleaned["role"]))
    return True


def with_promises(form: ManyForm, checked: CheckedList) -> CheckedList:
    """The same lines, each with what the apps promise to its role, or why they cannot."""
    by_role = {each.role: form.promises_for(each.role) for each in checked.right}
    lines = []
    for line in checked.lines:
        asked = by_role[line.wanted.role] if line.wanted is not None else {}
        wrong = [one for each in asked.values() if not each.is_valid() for one in _errors(each)]
        promised = {name: each.promised for name, each in asked.items() if each.promised}
        if wrong:
            lines.append(replace(line, wanted=None, wrong=wrong[0]))
        elif promised and line.wanted is not None:
            lines.append(replace(line, wanted=replace(line.wanted, grants=promised)))
        else:
            lines.append(line)
    return CheckedList(lines)


def _errors(form: StepForm) -> list[str]:
    return [str(one) for errors in form.errors.values() for one in errors]


def _promised(form: ManyForm) -> list[str]:
    """What collaborators of the list will get, in words."""
    promised = {name: each.promised for name, each in form.promise_forms.items() if each.promised}
    return promised_lines(form.actor.here, Role.COLLABORATOR, promised)


def _sections(form: ManyForm) -> list[dict[str, Any]]:
    """What the apps ask, one section each; while somebody still looks, nothing is wrong."""
    if form.is_searching:
        for asked in form.promise_forms.values():
            asked.say_nothing_yet()
    return [
        {"name": name, **form.steps[name].context(form.actor, asked)}
        for name, asked in form.promise_forms.items()
    ]


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
        "promised": _promised(form) if right else [],
        "sections": _sections(form),
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


def _report(lines: list[CheckedLine]) -> list[bytes]:
    """Written at once: a stream is read after the language of the request was put back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Line"), _("Address"), _("Role"), _("Teams"), _("Check")])
    for each in lines:
        verdict = each.wrong or _("will be invited")
        cells = (each.email, each.role, each.teams, verdict)
        writer.writerow([each.number, *(safe_cell(cell) for cell in cells)])
    return [(BYTE_ORDER_MARK + out.getvalue()).encode()]

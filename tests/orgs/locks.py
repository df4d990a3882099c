"""Taking the locks out, for the negative controls of races."""

from __future__ import annotations

import pytest

from orgs import guards, holding
from orgs.models import MembershipQuerySet, Organization


def take_out_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of the test nothing of the Organization or its members is held.

    What is held is put into SQL once per process; the function behind that memory is asked
    instead, so that no statement without its lock outlives the test.
    """
    monkeypatch.setattr(guards, "lock", lambda pk: Organization.objects.get(pk=pk))
    monkeypatch.setattr(MembershipQuerySet, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(holding, "_held", holding._held.__wrapped__)
    monkeypatch.setattr(holding, "_own", holding._own.__wrapped__)

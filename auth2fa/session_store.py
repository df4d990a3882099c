"""Sessions in the database, as Django keeps them; the question of each request is put into SQL
once per process."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from console.shell.prepared import Prepared, Slot

_LIVING = Prepared[Session](
    lambda: Session.objects.filter(session_key=Slot("key"), expire_date__gt=Slot("now"))
)


class SessionStore(DatabaseStore):
    """Named as the one it stands for: the name is part of how what it stores is signed."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVING.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

"""Who signs in by name and password, as Django knows them; the question of each request is put
into SQL once per process."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from auth2fa.models import User
from console.shell.prepared import Prepared, Slot

_PERSON = Prepared[User](lambda: User.objects.filter(pk=Slot("pk")))


class PersonBackend(ModelBackend):
    """Also the name under which a session remembers how it began."""

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is; nobody who was deactivated."""
        person = _PERSON.first(pk=user_id)
        return person if person and self.user_can_authenticate(person) else None

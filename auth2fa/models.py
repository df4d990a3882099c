"""The person: one login, whatever Organizations they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is stored in lower case, since people type it either way."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make a person who signs in with `email`; no password means none is usable."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by the address they sign in with."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in by e-mail. Password, sessions and factors are theirs alone."""

    class Appearance(models.TextChoices):
        """Light or dark, or as the system says."""

        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Alerts(models.TextChoices):
        """Which sign-ins are told by e-mail (GX.3); failed ones always are."""

        EVERY = "every", _("Every sign-in")
        NEW_PLACE = "new_place", _("A sign-in from a new place")
        FAILURES = "failures", _("Only failed attempts")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    appearance = models.CharField(max_length=6, choices=Appearance, default=Appearance.SYSTEM)
    sign_in_alerts = models.CharField(max_length=9, choices=Alerts, default=Alerts.NEW_PLACE)
    is_active = models.BooleanField(default=True)
    # When the tour of the interface was walked to its end or waved away; it can be walked again.
    toured_at = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
        indexes = [models.Index(fields=["full_name", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.full_name.split(" ")[0] if self.full_name else self.email


class Place(models.Model):
    """A browser in a network that a person has signed in from; only a digest of it is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="places")
    digest = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="place_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.digest[:8]}"


class Attempt(models.Model):
    """How often something was tried by one source since `opened_at` (see `auth2fa.limits`)."""

    key = models.CharField(max_length=64, primary_key=True)
    taken = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="attempt_by_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.taken}"

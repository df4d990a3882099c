"""What the events of this app are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auth2fa.models import User
from console.shell.events import Named, as_text, name_event


def _appearance(value: object) -> str | Promise:
    return User.Appearance(value).label if value in User.Appearance.values else str(value)


def _alerts(value: object) -> str | Promise:
    return User.Alerts(value).label if value in User.Alerts.values else str(value)


_EMAIL = {"email": (_("E-mail address"), as_text)}
_BROWSER = {"browser": (_("Browser"), as_text)}

name_event("auth2fa.person.joined", Named(_("Account opened"), "user", _EMAIL))
name_event(
    "auth2fa.person.changed",
    Named(
        _("Profile changed"),
        "user",
        {
            "full_name": (_("Name"), as_text),
            "language": (_("Language"), as_text),
            "time_zone": (_("Time zone"), as_text),
            "appearance": (_("Appearance"), _appearance),
        },
    ),
)
name_event(
    "auth2fa.alerts.changed",
    Named(_("Sign-in alerts changed"), "bell", {"sign_in_alerts": (_("Alerts"), _alerts)}),
)
name_event(
    "auth2fa.session.began",
    Named(_("Sign-in"), "key", {**_BROWSER, "new_place": (_("New place"), as_text)}),
)
name_event("auth2fa.session.refused", Named(_("Failed sign-in"), "ban", _BROWSER))
name_event("auth2fa.session.ended", Named(_("Session ended"), "exit"))
name_event("auth2fa.session.others_ended", Named(_("Other sessions ended"), "exit"))
name_event("auth2fa.password.changed", Named(_("Password changed"), "key"))
name_event("auth2fa.password.reset", Named(_("Password set anew"), "key"))
name_event("auth2fa.address.requested", Named(_("Change of address asked for"), "mail", _EMAIL))
name_event("auth2fa.address.confirmed", Named(_("E-mail address confirmed"), "mail", _EMAIL))
name_event("auth2fa.address.changed", Named(_("E-mail address changed"), "mail", _EMAIL))
name_event("auth2fa.proof.given", Named(_("Identity confirmed"), "shield"))
name_event("auth2fa.tour.ended", Named(_("Tour of the interface ended"), "eye"))

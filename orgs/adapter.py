"""What allauth asks of this console: whom to let in, what to write, where to send people.

Its flows need the request; whatever they change goes through the actions of `auth2fa`, and what
they write becomes rows of the outbox.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter  # loaded by allauth's own imports
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from auth2fa import limits
from auth2fa.redirects import safe_path
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.letters import Letter, enqueue
from console.shell.middleware import client_ip

if TYPE_CHECKING:
    from auth2fa.models import User

# allauth's names for its letters, and ours.
LETTERS = {
    "account/email/email_confirmation_signup": "account/account_opened",
    "account/email/email_confirmation": "account/address_requested",
    "account/email/account_already_exists": "account/account_known",
    "account/email/password_reset_key": "account/password_forgotten",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """One login by e-mail, one address per account, no JSON."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not sign you in."),
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait five minutes, or set a new password through a letter."
        ),
        "invalid_password_reset": _("This link was used already, or is older than an hour."),
    }

    # --- Signing in -------------------------------------------------------------------------

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person, or None; a failure counts against the address typed and the source.

        A success gives back its own attempt only, so that signing in to an account of one's own
        re-opens nothing. An account that was closed is answered like a wrong password.
        """
        address, source = str(credentials.get("email", "")), self._source(request)
        if not limits.take(limits.SIGN_IN_FROM_SOURCE, source):
            raise self.validation_error("too_many_login_attempts")
        if not limits.take(limits.SIGN_IN_TO_ADDRESS, address):
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, **credentials)
        if user is None:
            self._note_failure(request, address)
            return None
        limits.give_back(limits.SIGN_IN_FROM_SOURCE, source)
        limits.give_back(limits.SIGN_IN_TO_ADDRESS, address)
        return user

    def get_login_stages(self) -> list[str]:
        """What stands between a right password and a session: a confirmed address."""
        return ["allauth.account.stages.EmailVerificationStage"]

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Start the clocks of the session, and tell the person about it."""
        from auth2fa import sessions
        from auth2fa.actions.sessions import begin_session
        from auth2fa.browsers import browser_name

        response: HttpResponse = super().post_login(request, user, **kwargs)
        sessions.begin(request, credential="password")
        begin_session(
            actor=self._actor(request, user),
            user=user,
            browser=browser_name(self.get_http_user_agent(request)),
            is_first=bool(kwargs.get("signup")),
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        """End the session for good: a copy of its cookie opens nothing."""
        from auth2fa.actions.sessions import end_session

        person = cast("User", request.user)
        end_session(
            actor=self._actor(request, person),
            user=person,
            session_key=request.session.session_key or "",
            why="signed_out",
        )
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Nobody gets here by password; whoever does otherwise is simply not signed in."""
        return redirect("account_login")

    def _note_failure(self, request: HttpRequest, address: str) -> None:
        from auth2fa.actions.sessions import refuse_session
        from auth2fa.browsers import browser_name
        from auth2fa.models import User

        user = User.objects.filter(email=address.lower()).first()
        if user is not None:
            refuse_session(
                actor=replace(self._actor(request, None), name=gettext("Somebody not signed in")),
                user=user,
                browser=browser_name(self.get_http_user_agent(request)),
            )

    # --- Signing up -------------------------------------------------------------------------

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The form runs the actions; the empty `user` that allauth brings is not used."""
        return form.open_account(request, email=form.cleaned_data["email"])

    def clean_password(self, password: str, user: Any = None) -> str:
        """Held against the validators, with what is known about the person."""
        validate_password(password, user)
        return password

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Make the address the one to sign in with; says why when that can't be."""
        from auth2fa.actions.addresses import confirm_address

        actor = self._actor(request, email_address.user)
        try:
            confirm_address(actor=actor, address=email_address)
        except Refused as no:
            messages.error(request, str(no))
            return False
        except IntegrityError:
            messages.error(request, _("This address belongs to another account."))
            return False
        messages.success(request, _("%(address)s is confirmed.") % {"address": email_address.email})
        return True

    def set_password(self, user: Any, password: str) -> None:
        """Only the page behind a reset link calls this; a change has its own page."""
        from auth2fa.actions.passwords import reset_password

        reset_password(actor=self._actor(self.request, user), user=user, new_password=password)

    # --- Letters ----------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of the letters above; the address a person is known by gets it."""
        user = context.get("user")
        enqueue(
            Letter(
                to=email,
                to_name=getattr(user, "full_name", ""),
                template=LETTERS[template_prefix],
                context={
                    "person": getattr(user, "full_name", ""),
                    "address": email,
                    "link": context.get("activate_url") or context.get("password_reset_url", ""),
                    "sign_up": f"{_base()}{reverse('account_signup')}",
                },
                language=getattr(user, "language", None) or get_language() or "en",
                time_zone=getattr(user, "time_zone", "UTC"),
                **_guard(template_prefix, user, email),
            ),
            event=LETTERS[template_prefix].replace("/", "."),
        )

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """At most one such letter in three minutes to one address; the link in it stays good."""
        if limits.take(limits.CONFIRMATION_LETTER, emailconfirmation.email_address.email):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_account_already_exists_mail(self, email: str) -> None:
        """As often as the letter to a new address, so that nobody can tell them apart."""
        if limits.take(limits.CONFIRMATION_LETTER, email):
            link = f"{_base()}{reverse('account_reset_password')}"
            self.send_mail(
                "account/email/account_already_exists", email, {"password_reset_url": link}
            )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Never made of the Host header, which the sender of a request chooses."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{_base()}{path}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Never made of the Host header either."""
        uid, _dash, token = key.partition("-")
        kwargs = {"uidb36": uid, "key": token}
        return f"{_base()}{reverse('account_reset_password_from_key', kwargs=kwargs)}"

    # --- The request ------------------------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site."""
        return bool(safe_path(url))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the browser; headers count only as far as our own proxies wrote them."""
        return client_ip(request) or "0.0.0.0"  # noqa: S104 -- a placeholder, nothing listens on it

    def is_ajax(self, request: HttpRequest) -> bool:
        """Every answer is a page."""
        return False

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the security page, or on to sign in."""
        signed_in = self.request.user.is_authenticated
        return reverse("auth2fa:security-view") if signed_in else reverse("account_login")

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; a toast would say it twice."""

    def _source(self, request: HttpRequest) -> str:
        return limits.source_of(client_ip(request))

    def _actor(self, request: HttpRequest, user: Any) -> Actor:
        actor: Actor = getattr(request, "actor", None) or Actor(user_id=None)
        if user is None or not getattr(user, "is_authenticated", False):
            return actor
        return replace(actor, user_id=user.pk, name=str(user), credential="password")


def _base() -> str:
    return str(settings.BASE_URL).rstrip("/")


def _guard(template_prefix: str, user: Any, email: str) -> dict[str, Any]:
    """A letter with a link is asked for again when it leaves."""
    if template_prefix == "account/email/password_reset_key":
        return {"guard": "auth2fa.account.open", "guard_arguments": {"user_id": user.pk}}
    if "email_confirmation" in template_prefix:
        return {
            "guard": "auth2fa.address.wanted",
            "guard_arguments": {"user_id": user.pk, "email": email},
        }
    return {}

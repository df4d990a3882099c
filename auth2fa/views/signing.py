"""allauth's pages for someone who is not signed in, in our manners.

What is wrong answers 422, too many attempts 429, and nobody learns who has an account.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from auth2fa import bridge
from auth2fa.limits import (
    ANONYMOUS_FORMS,
    RESET_FOR_ADDRESS,
    RESET_FROM_SOURCE,
    SIGN_UP,
    Limit,
    source_of,
    take,
)
from auth2fa.redirects import safe_path

TOO_MANY = "too_many_login_attempts"


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Bound how many forms one source may send without a session, whichever they are.

    A form is sent by POST: allauth's views would take a PUT for one, past this count.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_anonymous_form = request.method == "POST" and not request.user.is_authenticated
        if is_anonymous_form and not _take(request, ANONYMOUS_FORMS):
            return too_many(request)
        return view(request, *args, **kwargs)

    return bounded


def too_many(request: HttpRequest) -> HttpResponse:
    """One page for every limit, whatever was tried."""
    return render(request, "account/too_many.html", status=429)


class _Manners:
    """Statuses and the way back, shared by the pages below."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        """422, or 429 when it was the last try for now."""
        errors = form.errors.as_data().get("__all__", [])
        is_limited = any(error.code == TOO_MANY for error in errors)
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 429 if is_limited else 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`next` is carried on only when it leads to a path of this site."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        then = self.request.POST.get("next") or self.request.GET.get("next")
        return {**context, "next": safe_path(then)}


class SignInView(_Manners, bridge.LoginView):  # type: ignore[misc]
    """Says which identifier is meant, and why the last session ended."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`ended` comes from our own redirect and names one of two sentences."""
        return {**super().get_context_data(**kwargs), "ended": self.request.GET.get("ended", "")}


class SignUpView(_Manners, bridge.SignupView):  # type: ignore[misc]
    """The account, its Organization and the letter: all of them or none."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Two sign-ups with one address at once: the second is answered like any repeated one."""
        if not _take(self.request, SIGN_UP):
            return too_many(self.request)
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except IntegrityError:
            form.account_already_exists = True
            response = super().form_valid(form)
        return response


class ConfirmAddressView(bridge.ConfirmEmailView):  # type: ignore[misc]
    """Opening the link asks; only the button confirms, and ends another person's session."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Programs that look through mail open links too: nothing changes here."""
        if not self._is_known():
            return self._gone()
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """A link that was used or has run out says so."""
        if not self._is_known():
            return self._gone()
        response: HttpResponse = super().post(*args, **kwargs)
        return response

    def _is_known(self) -> bool:
        try:
            self.object = self.get_object()
        except Http404:
            self.object = None
        return self.object is not None

    def _gone(self) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data())
        response.status_code = 410
        return response


class ForgottenPasswordView(_Manners, bridge.PasswordResetView):  # type: ignore[misc]
    """The same answer, at the same cost, for an address that has an account or none."""

    def form_valid(self, form: Any) -> HttpResponse:
        """At most five letters a quarter of an hour to one address."""
        address = form.cleaned_data["email"]
        if not _take(self.request, RESET_FROM_SOURCE) or not take(RESET_FOR_ADDRESS, address):
            return too_many(self.request)
        form.save(self.request)
        response: HttpResponse = super(bridge.PasswordResetView, self).form_valid(form)
        return response


class NewPasswordView(_Manners, bridge.PasswordResetFromKeyView):  # type: ignore[misc]
    """The page behind the link of the letter."""

    def logout(self) -> None:
        """Of whoever is signed in as somebody else: not when the link is opened, only when the
        form is sent, so that no link on another site ends a session."""
        if self.request.method == "POST":
            super().logout()


class SignOutView(bridge.LogoutView):  # type: ignore[misc]
    """Leaves nothing of the session in the browser's cache."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cache only: what a paired device keeps in its storage is not this session's."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


def _take(request: HttpRequest, limit: Limit) -> bool:
    return take(limit, source_of(request.actor.ip))  # type: ignore[attr-defined]


sign_in = limited(SignInView.as_view())
sign_up = limited(SignUpView.as_view())
sign_out = limited(SignOutView.as_view())
confirm_address = limited(ConfirmAddressView.as_view())
confirmation_sent = limited(bridge.EmailVerificationSentView.as_view())
forgotten_password = limited(ForgottenPasswordView.as_view())
forgotten_password_done = limited(bridge.PasswordResetDoneView.as_view())
new_password = limited(NewPasswordView.as_view())
new_password_done = limited(bridge.PasswordResetFromKeyDoneView.as_view())

"""Everything of allauth that this console touches, in one place (65.21.1).

What stands below is partly internal to allauth: a test holds the version and the signatures, so
that an upgrade is looked at here and nowhere else. The adapter is the one exception: allauth
loads it while it imports its own views.
"""

from __future__ import annotations

# First: importing allauth.account.stages before it is circular.
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm, SignupForm
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_password_login,
    record_authentication,
)
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress, EmailConfirmationHMAC, Login
from allauth.account.views import (
    ConfirmEmailView,
    EmailVerificationSentView,
    LoginView,
    LogoutView,
    PasswordResetDoneView,
    PasswordResetFromKeyDoneView,
    PasswordResetFromKeyView,
    PasswordResetView,
    SignupView,
)
from allauth.usersessions.models import UserSession

__all__ = [
    "ConfirmEmailView",
    "EmailAddress",
    "EmailConfirmationHMAC",
    "EmailVerificationSentView",
    "Login",
    "LoginForm",
    "LoginView",
    "LogoutView",
    "PasswordResetDoneView",
    "PasswordResetFromKeyDoneView",
    "PasswordResetFromKeyView",
    "PasswordResetView",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SignupForm",
    "SignupView",
    "UserSession",
    "get_authentication_records",
    "perform_password_login",
    "record_authentication",
    "request_password_reset",
]

"""The addresses under /accounts/: those of allauth that this console uses, by its names.

What is missing here does not exist: several addresses per account, codes by mail, JSON.
"""

from django.urls import path, re_path

from auth2fa.views import proof, signing

urlpatterns = [
    path("login/", signing.sign_in, name="account_login"),
    path("logout/", signing.sign_out, name="account_logout"),
    path("signup/", signing.sign_up, name="account_signup"),
    path("reauthenticate/", proof.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", signing.confirmation_sent, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", signing.confirm_address, name="account_confirm_email"
    ),
    path("password/reset/", signing.forgotten_password, name="account_reset_password"),
    path(
        "password/reset/done/",
        signing.forgotten_password_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signing.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        signing.new_password_done,
        name="account_reset_password_from_key_done",
    ),
]

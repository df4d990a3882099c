"""The parts of allauth this console stands on: an upgrade is looked at here first (incident 7)."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import allauth
import pytest
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.urls import NoReverseMatch, get_resolver, reverse

from auth2fa import bridge
from orgs.adapter import AccountAdapter


def test_the_version_is_the_one_that_was_read() -> None:
    assert allauth.VERSION[:3] == (65, 21, 1)


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (bridge.get_authentication_records, ["request", "user"]),
        (bridge.record_authentication, ["request", "user", "method", "extra_data"]),
        (bridge.perform_password_login, ["request", "credentials", "login"]),
        (bridge.request_password_reset, ["request", "email", "users", "token_generator"]),
        (bridge.LoginForm._clean_with_password, ["self", "credentials"]),
        (bridge.SignupForm.try_save, ["self", "request"]),
        (bridge.SignupForm.validate_unique_email, ["self", "value"]),
        (bridge.EmailConfirmationHMAC.create, ["email_address"]),
        (DefaultAccountAdapter.authenticate, ["self", "request", "credentials"]),
        (DefaultAccountAdapter.post_login, None),
        (DefaultAccountAdapter.save_user, ["self", "request", "user", "form", "commit"]),
        (DefaultAccountAdapter.confirm_email, ["self", "request", "email_address"]),
        (DefaultAccountAdapter.set_password, ["self", "user", "password"]),
        (DefaultAccountAdapter.send_mail, ["self", "template_prefix", "email", "context"]),
        (
            DefaultAccountAdapter.send_confirmation_mail,
            ["self", "request", "emailconfirmation", "signup"],
        ),
        (DefaultAccountAdapter.send_account_already_exists_mail, ["self", "email"]),
        (DefaultAccountAdapter.get_reset_password_from_key_url, ["self", "key"]),
        (DefaultAccountAdapter.is_safe_url, ["self", "url"]),
        (DefaultAccountAdapter.get_client_ip, ["self", "request"]),
        (DefaultAccountAdapter.get_login_stages, ["self"]),
        (DefaultAccountAdapter.logout, ["self", "request"]),
    ],
)
def test_the_signatures_are_those_it_was_written_for(
    function: object, parameters: list[str] | None
) -> None:
    found = list(inspect.signature(function).parameters)  # type: ignore[arg-type]
    if parameters is None:
        assert {"request", "user", "signup"} <= set(found)
    else:
        assert found == parameters


def test_every_override_overrides_something() -> None:
    """A method that allauth renamed would silently never be called."""
    ours = {name for name in vars(AccountAdapter) if not name.startswith("_")}
    assert ours <= set(dir(DefaultAccountAdapter)), ours - set(dir(DefaultAccountAdapter))


def test_nothing_else_imports_allauth() -> None:
    """One file and the adapter; models of its tables are reached through the bridge too."""
    allowed = {Path("auth2fa/bridge.py"), Path("orgs/adapter.py")}
    for app in ("auth2fa", "orgs", "products", "mail", "billing", "console"):
        for path in Path(app).rglob("*.py"):
            if path in allowed or "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                assert not any(name.startswith("allauth") for name in names), path


def test_its_own_counting_in_the_cache_is_off() -> None:
    assert app_settings.RATE_LIMITS == {}


def test_only_the_addresses_in_use_exist() -> None:
    names = {name for name in get_resolver().reverse_dict if str(name).startswith("account_")}
    assert names == {
        "account_login",
        "account_logout",
        "account_signup",
        "account_reauthenticate",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
    for gone in ("account_email", "account_inactive", "usersessions_list", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(gone)

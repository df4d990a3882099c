"""What is photographed: every page, and what opens on it.

`{slug}` is the Organization where the member lands, `{person}` somebody in it whose page the
member may open, `{team}` a team there and `{teammate}` somebody in it, `{invitation}` one that
nobody has answered, `{letter}` the newest letter of the demo's outbox. `name` is the address in
the resolver, so that a test can tell when a page is missing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.commands.shots.removal_steps import (
    open_invite_back,
    open_leave,
    remove_to_2,
    remove_to_3,
    remove_wrongly,
)
from console.commands.shots.suspension_steps import open_first, open_last, refuse_reason

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Somebody of the demo whose invitation waits.
INVITED = "nina.neu@"
# Does something on the page; False when the member is not offered it.
Step = Callable[["Page"], bool]


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: a page at rest, or after a step."""

    title: str
    name: str
    path: str
    step: Step | None = None
    signed_in: bool = True


def _click(page: Page, selector: str, shows: str) -> bool:
    """Click the first of `selector`; False when there is none."""
    control = page.locator(f"{selector}:visible").first
    if not control.count():
        return False
    control.click()
    page.locator(f"{shows}:visible").first.wait_for()
    return True


def open_row_menu(page: Page) -> bool:
    """The third ⋮ of the list."""
    return _click(page, ":nth-match(tbody [data-menu], 3)", "#menu .item")


def open_role_dialog(page: Page) -> bool:
    """The dialog with another role chosen, and what that would change."""
    if not _click(page, "#main a[hx-target='#dialog']:not([aria-disabled])", "#dialog dialog"):
        return False
    # Through the keyboard's way: a label can lie over the radio itself.
    page.locator("#dialog input[name=role]:enabled:not(:checked)").last.check()
    page.locator("#dialog .delta").wait_for()
    return True


def refuse_role(page: Page) -> bool:
    """The dialog after somebody else was faster."""
    if not open_role_dialog(page):
        return False
    page.locator("#dialog input[name=version]").evaluate("field => { field.value = 99999 }")
    page.locator("#dialog .foot .primary").click()
    page.locator("#dialog [role=alert]").first.wait_for()
    return True


def open_dialog(page: Page) -> bool:
    """The first dialog that the page offers."""
    return _click(page, "#main a[hx-target='#dialog']", "#dialog dialog")


def open_password_dialog(page: Page) -> bool:
    """The dialog of the password, sent with nothing in it."""
    if not _click(page, "a[hx-target='#dialog'][href$='password/']", "#dialog dialog"):
        return False
    page.locator("#dialog .foot .primary").click()
    page.locator("#dialog .error:visible").first.wait_for()
    return True


def tick_rows(page: Page) -> bool:
    """Two rows ticked: the bulk bar."""
    ticks = page.locator(".tick:visible")
    if ticks.count() < 2:
        return False
    ticks.nth(0).check()
    ticks.nth(1).check()
    return True


def open_switcher(page: Page) -> bool:
    """The Organizations one can change to."""
    return _click(page, ".topbar [popovertarget=switcher]", "#switcher li .item")


def open_account_menu(page: Page) -> bool:
    """What belongs to the person."""
    return _click(page, ".topbar [popovertarget=me]", "#me .item")


def open_sidebar(page: Page) -> bool:
    """The sidebar where it does not fit beside the page."""
    return _click(page, ".topbar .nav-button", "#sidebar a")


def show_reason(page: Page) -> bool:
    """Why a control is closed."""
    closed = page.locator(".why [aria-disabled=true]:visible").first
    if not closed.count():
        return False
    closed.focus()
    return True


def sign_in_wrongly(page: Page) -> bool:
    """The sign-in page after a wrong password."""
    page.fill("[name=login]", "nobody@demo.example")
    page.fill("[name=password]", "not the password")
    page.click("main button.primary")
    page.locator("main [role=alert]:visible").first.wait_for()
    return True


def send_empty(page: Page) -> bool:
    """A form sent with nothing in it."""
    page.click("main button.primary")
    page.locator("main .error:visible").first.wait_for()
    return True


def refuse_logo(page: Page) -> bool:
    """The settings after a logo was sent without a file."""
    page.locator("#main form[enctype] button").click()
    page.locator("main .error:visible").first.wait_for()
    return True


def open_invitation(page: Page) -> bool:
    """The link in the letter of an invitation, as who holds it sees it."""
    letters = page.locator("main :is(tr, li)", has_text=INVITED).locator("a")
    if not letters.count():
        return False
    letters.first.click()
    found = re.search(r"/accounts/invitation/\w+/", page.locator("main").inner_text())
    if found is None:
        return False
    page.goto(found[0])
    return True


def check_list(page: Page) -> bool:
    """A list of people with right and wrong lines, looked at."""
    page.locator("main textarea").fill("ada@example.org;external\nbea@example.org;boss\n=1+1")
    page.click("main button.primary")
    page.locator("main tbody tr").first.wait_for()
    return True


def _public(title: str, name: str, path: str, step: Step | None = None) -> Stop:
    return Stop(title, name, path, step, signed_in=False)


PUBLIC = (
    _public("sign-in", "account_login", "/accounts/login/"),
    _public("sign-in-refused", "account_login", "/accounts/login/", sign_in_wrongly),
    _public("sign-up", "account_signup", "/accounts/signup/"),
    _public("sign-up-refused", "account_signup", "/accounts/signup/", send_empty),
    _public("sign-up-sent", "account_email_verification_sent", "/accounts/confirm-email/"),
    _public("confirm-link-dead", "account_confirm_email", "/accounts/confirm-email/dead-key/"),
    _public("password-forgotten", "account_reset_password", "/accounts/password/reset/"),
    _public("password-sent", "account_reset_password_done", "/accounts/password/reset/done/"),
    _public(
        "password-link-dead",
        "account_reset_password_from_key",
        "/accounts/password/reset/key/1-dead/",
    ),
    _public(
        "password-set",
        "account_reset_password_from_key_done",
        "/accounts/password/reset/key/done/",
    ),
    _public("invitation", "orgs_joining:invitation-answer", "/demo/outbox/", open_invitation),
    _public("invitation-dead", "orgs_joining:invitation-open", "/accounts/invitation/dead/"),
)
INSIDE = (
    Stop("home", "home", "/o/{slug}/"),
    Stop("home-switcher", "home", "/o/{slug}/", open_switcher),
    Stop("home-account-menu", "home", "/o/{slug}/", open_account_menu),
    Stop("home-sidebar", "home", "/o/{slug}/", open_sidebar),
    Stop("users", "orgs:member-list", "/o/{slug}/users/"),
    Stop("users-menu", "orgs:member-list", "/o/{slug}/users/", open_row_menu),
    Stop("users-ticked", "orgs:member-list", "/o/{slug}/users/", tick_rows),
    Stop("users-few", "orgs:member-list", "/o/{slug}/users/?q=a&role=administrator"),
    Stop("users-nothing", "orgs:member-list", "/o/{slug}/users/?q=zzz&role=external"),
    Stop("invite", "orgs:invitation-create", "/o/{slug}/users/invite/"),
    Stop("invite-refused", "orgs:invitation-create", "/o/{slug}/users/invite/", send_empty),
    Stop("invite-many", "orgs:invitation-import", "/o/{slug}/users/invite/many/"),
    Stop("invite-checked", "orgs:invitation-import", "/o/{slug}/users/invite/many/", check_list),
    Stop("invitations", "orgs:invitation-list", "/o/{slug}/users/invitations/"),
    Stop("invitations-menu", "orgs:invitation-list", "/o/{slug}/users/invitations/", open_row_menu),
    Stop(
        "invitation-actions",
        "orgs:invitation-actions",
        "/o/{slug}/users/invitations/{invitation}/actions/",
    ),
    Stop(
        "invitation-send",
        "orgs:invitation-resend",
        "/o/{slug}/users/invitations/{invitation}/send/",
    ),
    Stop(
        "invitation-withdraw",
        "orgs:invitation-withdraw",
        "/o/{slug}/users/invitations/{invitation}/withdraw/",
    ),
    Stop("person", "orgs:member-view", "/o/{slug}/users/{person}/"),
    Stop("person-reason", "orgs:member-view", "/o/{slug}/users/{person}/", show_reason),
    Stop("person-role", "orgs:member-view", "/o/{slug}/users/{person}/", open_role_dialog),
    Stop("person-role-overtaken", "orgs:member-view", "/o/{slug}/users/{person}/", refuse_role),
    Stop("person-actions", "orgs:member-actions", "/o/{slug}/users/{person}/actions/"),
    Stop("role", "orgs:member-change-role", "/o/{slug}/users/{person}/role/?role=external"),
    Stop("suspend", "orgs:member-suspend", "/o/{slug}/users/{person}/suspend/"),
    Stop(
        "suspend-refused",
        "orgs:member-suspend",
        "/o/{slug}/users/{person}/suspend/",
        refuse_reason,
    ),
    Stop("suspend-many", "orgs:member-suspend-many", "/o/{slug}/users/suspend/?selected={person}"),
    Stop("lift", "orgs:member-lift", "/o/{slug}/users/{person}/lift/"),
    Stop("procedure", "orgs:member-procedure", "/o/{slug}/users/{person}/procedure/"),
    Stop("suspensions", "orgs:suspension-list", "/o/{slug}/suspensions/"),
    Stop("suspension", "orgs:member-suspension", "/o/{slug}/suspensions/", open_first),
    Stop("suspension-past", "orgs:suspension-view", "/o/{slug}/suspensions/", open_last),
    Stop("remove", "orgs:member-remove", "/o/{slug}/users/{person}/remove/"),
    Stop("remove-2", "orgs:member-remove-step", "/o/{slug}/users/{person}/remove/", remove_to_2),
    Stop("remove-3", "orgs:member-remove-step", "/o/{slug}/users/{person}/remove/", remove_to_3),
    Stop("remove-4", "orgs:member-remove-step", "/o/{slug}/users/{person}/remove/", remove_wrongly),
    Stop("removed", "orgs:removed-list", "/o/{slug}/users/removed/"),
    Stop("removed-invite", "orgs:removed-invite", "/o/{slug}/users/removed/", open_invite_back),
    Stop("leave", "orgs_personal:organization-leave", "/me/organizations/", open_leave),
    Stop("leave-refused", "orgs_personal:organization-leave", "/me/organizations/{slug}/leave/"),
    Stop("why", "orgs:decision-explain", "/o/{slug}/why/"),
    Stop(
        "why-refused",
        "orgs:decision-explain",
        "/o/{slug}/why/?person={person}&action=orgs.activity.list",
    ),
    Stop("teams", "orgs:team-list", "/o/{slug}/teams/"),
    Stop("team-new", "orgs:team-create", "/o/{slug}/teams/new/"),
    Stop("team-choose", "orgs:team-staff", "/o/{slug}/teams/staff/?selected={person}"),
    Stop("team", "orgs:team-view", "/o/{slug}/teams/{team}/"),
    Stop("team-menu", "orgs:team-view", "/o/{slug}/teams/{team}/", open_row_menu),
    Stop("team-ticked", "orgs:team-view", "/o/{slug}/teams/{team}/", tick_rows),
    Stop("team-edit", "orgs:team-edit", "/o/{slug}/teams/{team}/edit/"),
    Stop("team-delete", "orgs:team-delete", "/o/{slug}/teams/{team}/delete/"),
    Stop("team-add", "orgs:team-add", "/o/{slug}/teams/{team}/add/"),
    Stop("team-paste", "orgs:team-paste", "/o/{slug}/teams/{team}/paste/"),
    Stop(
        "team-actions",
        "orgs:team-member-actions",
        "/o/{slug}/teams/{team}/people/{teammate}/",
    ),
    Stop("notifications", "orgs:preference-edit", "/o/{slug}/preferences/"),
    Stop("organization", "orgs:organization-edit", "/o/{slug}/settings/"),
    Stop("organization-logo-refused", "orgs:organization-edit", "/o/{slug}/settings/", refuse_logo),
    Stop("organization-delete", "orgs:organization-close", "/o/{slug}/settings/delete/"),
    Stop("security", "orgs:organization-secure", "/o/{slug}/security/"),
    Stop("activity", "orgs:activity-list", "/o/{slug}/activity/"),
    Stop("search", "search", "/o/{slug}/search/?q=le"),
    Stop("search-start", "search", "/o/{slug}/search/"),
    Stop("search-nothing", "search", "/o/{slug}/search/?q=zzz"),
    Stop("not-found", "home", "/o/nowhere/"),
)
PERSONAL = (
    Stop("me", "auth2fa:profile-edit", "/me/"),
    Stop("me-security", "auth2fa:security-view", "/me/security/"),
    Stop("me-password-refused", "auth2fa:security-view", "/me/security/", open_password_dialog),
    Stop("me-address", "auth2fa:address-change", "/me/security/address/"),
    Stop("me-password", "auth2fa:password-change", "/me/security/password/"),
    Stop("me-activity", "auth2fa:activity-list", "/me/activity/"),
    Stop("organizations", "orgs_personal:organization-list", "/me/organizations/"),
    Stop("organizations-new", "orgs_personal:organization-list", "/me/organizations/", open_dialog),
    Stop("organization-new", "orgs_personal:organization-open", "/me/organizations/new/"),
    Stop("proof", "account_reauthenticate", "/accounts/reauthenticate/"),
    Stop("sign-out", "account_logout", "/accounts/logout/"),
)
DEMO = (
    Stop("outbox", "demo-outbox", "/demo/outbox/"),
    Stop("outbox-letter", "demo-letter", "/demo/outbox/{letter}/"),
    Stop("styleguide", "styleguide", "/styleguide/"),
    Stop("styleguide-dialog", "styleguide-dialog", "/styleguide/dialog/"),
)
STOPS = (*PUBLIC, *INSIDE, *PERSONAL, *DEMO)

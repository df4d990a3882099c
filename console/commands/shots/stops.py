"""What is photographed: every page, and what opens on it.

`{slug}` is the Organization where the member lands, `{person}` somebody in it whose page the
member may open, `{team}` a team there and `{teammate}` somebody in it, `{invitation}` one that
nobody has answered, `{letter}` the newest letter of the demo's outbox, `{product}`, `{tag}` and
`{grant}` the first of theirs that the member may open, `{domain}` an active domain, `{blocked}` a
blocked product, `{elsewhere}` one that is kept elsewhere, `{failed}` one whose transfer failed,
`{offer}` and `{out}` offers of products, `{card}` a contact card, `{partner}` a partner with access
to one. `name` is the address in the resolver, so that a test can tell when a
page is missing here.
"""

from __future__ import annotations

from console.commands.shots.product_stops import PRODUCTS
from console.commands.shots.removal_steps import (
    open_invite_back,
    open_leave,
    remove_to_2,
    remove_to_3,
    remove_wrongly,
)
from console.commands.shots.steps import (
    check_list,
    choose_access,
    open_account_menu,
    open_dialog,
    open_invitation,
    open_password_dialog,
    open_role_dialog,
    open_row_menu,
    open_sidebar,
    open_switcher,
    refuse_logo,
    refuse_role,
    send_empty,
    show_reason,
    sign_in_wrongly,
    tick_rows,
)
from console.commands.shots.stop import Step, Stop
from console.commands.shots.suspension_steps import open_first, open_last, refuse_reason


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
    Stop("invite-access", "orgs:invitation-create", "/o/{slug}/users/invite/", choose_access),
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
    Stop("activity-undo", "orgs:activity-undo", "/o/{slug}/activity/", open_dialog),
    Stop("letters", "orgs:letter-list", "/o/{slug}/letters/"),
    Stop("search", "search", "/o/{slug}/search/?q=le"),
    Stop("search-start", "search", "/o/{slug}/search/"),
    Stop("search-nothing", "search", "/o/{slug}/search/?q=zzz"),
    Stop("not-found", "home", "/o/nowhere/"),
)
PERSONAL = (
    Stop("tour", "tour", "/me/tour/"),
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
STOPS = (*PUBLIC, *INSIDE, *PRODUCTS, *PERSONAL, *DEMO)

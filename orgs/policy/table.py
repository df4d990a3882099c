"""THE table of who may do what in an Organization. Higher apps add their lines in `ready`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED
from orgs.policy import narrowing
from orgs.policy.gate import Rule, register
from orgs.roles import AD, CO, EX, LR

INSIDE = frozenset({LR, AD, CO})
EVERY_MEMBER = INSIDE | {EX}
EVERYBODY = EVERY_MEMBER | {PARTNER_FULL, PARTNER_LIMITED}
ADMINISTRATORS = frozenset({LR, AD})
# A partner with full access is like an administrator, but for policies, teams and the log.
LIKE_ADMINISTRATORS = ADMINISTRATORS | {PARTNER_FULL}
REPRESENTATIVES = frozenset({LR})

# --- The Organization -----------------------------------------------------------------------

register("orgs.organization.view", Rule(_("see the home page of the organization"), EVERYBODY))
register("orgs.search.view", Rule(_("search in the organization"), EVERYBODY))
register(
    "orgs.organization.edit",
    Rule(_("change name, address and logo of the organization"), LIKE_ADMINISTRATORS),
)
register(
    "orgs.organization.secure",
    Rule(_("set the security rules of the organization"), ADMINISTRATORS),
)
register("orgs.organization.close", Rule(_("delete the organization"), REPRESENTATIVES))
register(
    "orgs.decision.explain",
    Rule(_("ask why something is allowed"), EVERY_MEMBER, narrowed_by=narrowing.explain),
)
register("orgs.activity.list", Rule(_("see the activity log"), ADMINISTRATORS))
register("orgs.activity.undo", Rule(_("undo a change from the activity log"), ADMINISTRATORS))
register(
    "orgs.letter.list",
    Rule(_("see whether the organization's letters arrived"), ADMINISTRATORS),
)
register(
    "orgs.letter.resend",
    Rule(_("send letters again that could not be delivered"), ADMINISTRATORS),
)

# --- People ---------------------------------------------------------------------------------

register("orgs.member.list", Rule(_("see the list of people"), INSIDE | {PARTNER_FULL}))
register("orgs.member.view", Rule(_("see a person's page"), EVERY_MEMBER | {PARTNER_FULL}))
register(
    "orgs.member.contact",
    Rule(_("see the e-mail addresses of people and when they were last seen"), LIKE_ADMINISTRATORS),
)
register(
    "orgs.member.change_role",
    Rule(_("change people's roles"), LIKE_ADMINISTRATORS, narrowed_by=narrowing.change_role),
)
register(
    "orgs.member.give_legal_representative",
    Rule(_("give or take the role of legal representative"), REPRESENTATIVES),
)
register(
    "orgs.member.suspend",
    Rule(
        _("suspend people, lift a suspension and see its record"),
        LIKE_ADMINISTRATORS,
        narrowed_by=narrowing.suspend,
    ),
)
register(
    "orgs.member.remove",
    Rule(
        _("remove people from the organization"), LIKE_ADMINISTRATORS, narrowed_by=narrowing.remove
    ),
)
register(
    "orgs.invitation.list",
    Rule(_("see who is invited and who was removed"), LIKE_ADMINISTRATORS),
)
register(
    "orgs.invitation.create",
    Rule(_("invite people, invite them again or withdraw an invitation"), LIKE_ADMINISTRATORS),
)
register(
    "orgs.member.share_with_all",
    Rule(_("take part in what is shared with the whole organization"), INSIDE),
)
register(
    "orgs.preference.edit",
    Rule(
        _("choose what one is told about by e-mail or SMS"),
        EVERY_MEMBER,
        narrowed_by=narrowing.oneself,
    ),
)

# --- Teams ----------------------------------------------------------------------------------

register("orgs.team.list", Rule(_("see the teams and who is in them"), INSIDE | {PARTNER_FULL}))
register(
    "orgs.team.manage",
    Rule(_("create, rename and delete teams and name their leaders"), ADMINISTRATORS),
)
register(
    "orgs.team.staff",
    Rule(
        _("add people to the teams one leads, and take them out"),
        INSIDE,
        narrowed_by=narrowing.staff_team,
    ),
)

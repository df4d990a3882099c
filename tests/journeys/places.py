"""Every page, as somebody who may see it: written by hand, held against the resolver by a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from playwright.sync_api import Page

from auth2fa.models import User
from console.commands.shots import removal_steps, stops
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.invitations.tokens import digest_of, new_token
from orgs.models import (
    FormerMember,
    Invitation,
    Membership,
    Organization,
    PartnerContract,
    Suspension,
    Team,
)
from products.models import Grant, Product
from tests.journeys import product_places
from tests.journeys.hard_demo import LONG_MAILBOX, LONGEST_WORD
from tests.journeys.no_pages import NO_PAGES as NO_PAGES

PROMISED = "paul.projekt"

Where = Callable[[], Mapping[str, Any]]


def in_(slug: str, **more: Any) -> Where:
    """The parts of an address inside an Organization; `person` is looked up by mailbox."""

    def where() -> Mapping[str, Any]:
        mailbox = more.get("person")
        rows = Membership.objects.filter(organization__slug=slug)
        found = {"pk": rows.get(user__email__startswith=f"{mailbox}@").pk} if mailbox else {}
        return {"organization": slug, **found}

    return where


def in_product(name: str, **more: str) -> Where:
    """The parts of the address of a product of `alpine`, looked up by its name."""

    def where() -> Mapping[str, Any]:
        product = Product.objects.get(organization__slug="alpine", name=name)
        return {"organization": "alpine", "pk": product.pk, **more}

    return where


def team(name: str, **more: str) -> Where:
    """The parts of the address of a team of `alpine`; `member` is looked up by mailbox."""

    def where() -> Mapping[str, Any]:
        found = Team.objects.get(organization__slug="alpine", name=name)
        parts: dict[str, Any] = {"organization": "alpine", "pk": found.pk}
        if "member" in more:
            rows = Membership.objects.filter(organization__slug="alpine")
            parts["member"] = rows.get(user__email__startswith=f"{more['member']}@").pk
        return parts

    return where


def a_change() -> Mapping[str, Any]:
    """The parts of the address that takes back a change of role in `alpine`."""
    organization = Organization.objects.get(slug="alpine")
    entries = AuditEntry.objects.filter(organization_id=organization.pk)
    last = entries.filter(event="orgs.member.role_changed").latest("number")
    return {"organization": "alpine", "number": last.number}


@dataclass(frozen=True)
class Place:
    """A page, how to get there, what to open on it, and the status it answers."""

    member: str
    name: str
    where: Where = field(default=dict)
    query: str = ""
    step: Callable[[Page], bool] | None = None
    status: int = 200

    def path(self) -> str:
        """Its address in the database of this test."""
        return f"{reverse(self.name, kwargs=dict(self.where()))}{self.query}"

    def __str__(self) -> str:
        opened = f", {self.step.__name__}" if self.step else ""
        return f"{self.member}: {self.name}{self.query}{opened}"


def a_letter() -> Mapping[str, Any]:
    """The newest letter of the demo."""
    return {"letter": OutgoingLetter.objects.order_by("-id").values_list("pk", flat=True)[0]}


def to_confirm() -> Mapping[str, Any]:
    """The link that confirms an address."""
    from allauth.account.models import EmailAddress

    row = EmailAddress.objects.get(user__email__startswith="nora.nowhere@")
    EmailAddress.objects.filter(pk=row.pk).update(verified=False)
    return {"key": EmailConfirmationHMAC(row).key}


def to_reset() -> Mapping[str, Any]:
    """The link that sets a password anew."""
    user = User.objects.get(email="external@demo.example")
    return {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}


def to_join(mailbox: str = "nina.neu") -> Where:
    """The link of an invitation of the demo."""

    def where() -> Mapping[str, Any]:
        token = new_token()
        rows = Invitation.objects.filter(email__startswith=f"{mailbox}@")
        rows.update(token_digest=digest_of(token))
        return {"token": token}

    return where


def invitation(mailbox: str) -> Where:
    """One line of the list of invitations."""
    return lambda: {
        "organization": "alpine",
        "pk": Invitation.objects.get(email__startswith=f"{mailbox}@").pk,
    }


def a_removed_one(mailbox: str) -> Where:
    """Somebody who is in the demo no more."""
    return lambda: {
        "organization": "alpine",
        "pk": FormerMember.objects.get(email__startswith=f"{mailbox}@").pk,
    }


def a_suspension() -> Mapping[str, Any]:
    """One that is over, of the demo."""
    row = Suspension.objects.exclude(lifted_at=None).get()
    return {"organization": "alpine", "pk": row.pk}


def a_grant() -> Mapping[str, Any]:
    """Access that somebody was given."""
    row = Grant.objects.filter(organization__slug="alpine").order_by("pk")[0]
    return {"organization": "alpine", "pk": row.pk}


def a_contract() -> Mapping[str, Any]:
    """A partner with limited access."""
    row = PartnerContract.objects.filter(organization__slug="alpine", access="limited")[0]
    return {"organization": "alpine", "pk": row.pk}


PERSON = in_("alpine", person="collaborator")
ALPINE = in_("alpine")
SOLO = in_("solo")
PLACES = [
    Place("anonymous", "account_login"),
    Place("anonymous", "account_login", step=stops.sign_in_wrongly),
    Place("anonymous", "account_signup"),
    Place("anonymous", "account_signup", step=stops.send_empty),
    Place("anonymous", "account_email_verification_sent"),
    Place("anonymous", "account_confirm_email", to_confirm),
    Place("anonymous", "account_confirm_email", lambda: {"key": "dead"}, status=410),
    Place("anonymous", "account_reset_password"),
    Place("anonymous", "account_reset_password_done"),
    Place("anonymous", "account_reset_password_from_key", to_reset),
    Place(
        "anonymous", "account_reset_password_from_key", lambda: {"uidb36": "1", "key": "dead-key"}
    ),
    Place("anonymous", "account_reset_password_from_key_done"),
    Place("anonymous", "orgs_joining:invitation-answer", status=404),
    Place("anonymous", "orgs_joining:invitation-open", to_join()),
    Place("anonymous", "orgs_joining:invitation-open", to_join(PROMISED), step=stops.send_empty),
    Place("anonymous", "orgs_joining:invitation-open", to_join(LONG_MAILBOX)),
    Place("anonymous", "orgs_joining:invitation-open", to_join("viola.verpasst"), status=410),
    Place("anonymous", "demo-outbox"),
    Place("legal", "home", ALPINE),
    Place("legal", "home", ALPINE, step=stops.open_switcher),
    Place("legal", "home", ALPINE, step=stops.open_account_menu),
    Place("legal", "orgs:member-list", ALPINE),
    Place("legal", "orgs:member-list", ALPINE, step=stops.open_row_menu),
    Place("legal", "orgs:member-list", ALPINE, step=stops.tick_rows),
    Place("legal", "orgs:member-list", ALPINE, "?q=zz&role=external"),
    Place("legal", "orgs:invitation-list", ALPINE),
    Place("legal", "orgs:invitation-list", ALPINE, step=stops.open_row_menu),
    Place("legal", "orgs:invitation-list", ALPINE, "?state=declined"),
    Place("legal", "orgs:invitation-create", ALPINE),
    Place("legal", "orgs:invitation-create", ALPINE, step=stops.send_empty),
    Place("legal", "orgs:invitation-import", ALPINE),
    Place("legal", "orgs:invitation-import", ALPINE, step=stops.send_empty),
    Place("legal", "orgs:invitation-actions", invitation("nina.neu")),
    Place("legal", "orgs:invitation-resend", invitation("viola.verpasst")),
    Place("legal", "orgs:invitation-withdraw", invitation(LONG_MAILBOX)),
    Place("legal", "orgs_joining:invitation-open", to_join()),
    Place("legal", "orgs:member-view", PERSON),
    Place("legal", "orgs:member-view", PERSON, step=stops.open_role_dialog),
    Place("legal", "orgs:member-view", PERSON, step=stops.refuse_role),
    Place("legal", "orgs:member-view", in_("alpine", person="legal"), step=stops.show_reason),
    Place("legal", "orgs:member-view", in_("alpine", person="beat.brunner")),
    Place("legal", "orgs:member-view", in_("alpine", person="suspended")),
    Place("legal", "orgs:member-actions", in_("alpine", person="beat.brunner")),
    Place("legal", "orgs:member-suspend", PERSON),
    Place("legal", "orgs:member-suspend", PERSON, step=stops.refuse_reason),
    Place("legal", "orgs:member-suspend", in_("alpine", person="beat.brunner")),
    Place("legal", "orgs:member-suspend-many", ALPINE),
    Place("legal", "orgs:member-lift", in_("alpine", person="suspended")),
    Place("legal", "orgs:member-procedure", in_("alpine", person="beat.brunner")),
    Place("legal", "orgs:member-suspension", in_("alpine", person="suspended")),
    Place("legal", "orgs:member-remove", PERSON),
    Place("legal", "orgs:member-remove", in_("alpine", person="beat.brunner")),
    Place("legal", "orgs:member-remove", PERSON, step=removal_steps.remove_to_2),
    Place("legal", "orgs:member-remove", PERSON, step=removal_steps.remove_to_3),
    Place(
        "legal",
        "orgs:member-remove-step",
        lambda: {**PERSON(), "step": 4},
    ),
    Place(
        "legal",
        "orgs:member-remove",
        in_("alpine", person="beat.brunner"),
        step=removal_steps.remove_wrongly,
    ),
    Place("legal", "orgs:removed-list", ALPINE),
    Place("legal", "orgs:removed-list", ALPINE, "?state=back&q=zz"),
    Place("legal", "orgs:removed-list", ALPINE, step=removal_steps.open_invite_back),
    Place("legal", "orgs:removed-invite", a_removed_one("rita.removed")),
    Place("legal", "orgs:removed-invite", a_removed_one("gero.gone")),
    Place("legal", "orgs_personal:organization-leave", lambda: {"slug": "alpine"}),
    Place("legal", "orgs_personal:organization-list", step=removal_steps.open_leave),
    Place("solo", "orgs_personal:organization-leave", lambda: {"slug": "solo"}),
    Place("suspended", "orgs_personal:organization-leave", lambda: {"slug": "alpine"}),
    Place("solo", "orgs:removed-list", SOLO),
    Place("legal", "orgs:suspension-list", ALPINE),
    Place("legal", "orgs:suspension-list", ALPINE, "?state=running&q=zz"),
    Place("legal", "orgs:suspension-view", a_suspension),
    Place("solo", "orgs:suspension-list", SOLO),
    Place(
        "legal",
        "orgs:member-view",
        in_("alpine", person="beat.brunner"),
        step=stops.open_role_dialog,
    ),
    Place("legal", "orgs:member-change-role", PERSON, "?role=administrator"),
    Place("legal", "orgs:decision-explain", ALPINE),
    Place(
        "legal", "orgs:decision-explain", ALPINE, "?who=a&whom=zz&action=orgs.member.change_role"
    ),
    Place("legal", "orgs:team-list", ALPINE),
    Place("legal", "orgs:team-list", ALPINE, "?q=zzz"),
    Place("legal", "orgs:team-create", ALPINE),
    Place("legal", "orgs:team-staff", ALPINE),
    Place("legal", "orgs:team-view", team("Web")),
    Place("legal", "orgs:team-view", team("Web"), step=stops.open_row_menu),
    Place("legal", "orgs:team-view", team(LONGEST_WORD)),
    Place("legal", "orgs:team-edit", team(LONGEST_WORD)),
    Place("legal", "orgs:team-delete", team("Web")),
    Place("legal", "orgs:team-add", team("Web")),
    Place("legal", "orgs:team-paste", team("Web")),
    Place("legal", "orgs:team-member-actions", team("Web", member="collaborator")),
    Place("legal", "orgs:preference-edit", ALPINE),
    Place("legal", "orgs:activity-list", ALPINE),
    Place("legal", "orgs:activity-list", ALPINE, "?event=orgs.member.role_changed&q=zzz"),
    Place("legal", "orgs:activity-undo", a_change),
    Place("legal", "orgs:organization-edit", ALPINE),
    Place("legal", "orgs:organization-edit", ALPINE, step=stops.refuse_logo),
    Place("legal", "orgs:organization-close", ALPINE),
    Place("legal", "orgs:organization-secure", ALPINE),
    Place("admin", "orgs:organization-edit", ALPINE, step=stops.show_reason),
    Place("solo", "orgs:organization-edit", SOLO),
    Place("solo", "orgs:organization-close", SOLO),
    Place("solo", "orgs:organization-secure", SOLO),
    Place("legal", "tour"),
    Place("legal", "products:product-list", ALPINE),
    Place("legal", "products:product-list", ALPINE, "?type=domain&status=redemption"),
    Place("legal", "products:product-list", ALPINE, "?q=zz&type=drive"),
    Place("legal", "products:product-list", ALPINE, step=stops.tick_rows),
    Place("legal", "products:product-view", in_product("old-railway.example")),
    Place("legal", "products:product-view", in_product("Booking server")),
    Place("legal", "products:product-actions", in_product("alpine.example")),
    Place("legal", "products:product-grant", in_product("alpine.example")),
    Place("legal", "products:product-grant", in_product("alpine.example"), "?q=zz"),
    Place("legal", "products:member-grants", PERSON),
    Place("legal", "products:member-grants", in_("alpine", person="external"), "?q=zz"),
    Place("legal", "products:member-grants", in_("alpine", person="admin")),
    Place("legal", "products:team-grants", team("Web")),
    Place("legal", "products:partner-grants", a_contract),
    Place("legal", "products:grant-change", a_grant),
    Place("legal", "products:grant-withdraw", ALPINE),
    Place("collaborator", "products:product-list", ALPINE),
    *(Place(*line) for line in (*product_places.LINES, *product_places.CHECKED)),
    Place("legal", "orgs:letter-list", ALPINE),
    Place("legal", "orgs:letter-list", ALPINE, "?state=dead"),
    Place("legal", "search", ALPINE),
    Place("legal", "search", ALPINE, "?q=wolf"),
    Place("legal", "search", ALPINE, "?q=zzz"),
    Place("legal", "home", in_("rival"), status=404),
    Place("legal", "auth2fa:profile-edit"),
    Place("legal", "auth2fa:security-view"),
    Place("legal", "auth2fa:security-view", step=stops.open_password_dialog),
    Place("legal", "auth2fa:address-change"),
    Place("legal", "auth2fa:password-change"),
    Place("legal", "auth2fa:activity-list"),
    Place("legal", "orgs_personal:organization-list"),
    Place("legal", "orgs_personal:organization-list", step=stops.open_dialog),
    Place("legal", "orgs_personal:organization-open"),
    Place("legal", "products_personal:product-find"),
    Place("legal", "products_personal:product-find", query="?q=zzz"),
    Place("legal", "account_reauthenticate"),
    Place("legal", "account_logout"),
    Place("legal", "demo-outbox"),
    Place("legal", "demo-letter", a_letter),
    # One person, and a name of 200 characters wherever a name can stand.
    Place("solo", "home", SOLO),
    Place("solo", "home", SOLO, step=stops.open_switcher),
    Place("solo", "home", SOLO, step=stops.open_account_menu),
    Place("solo", "orgs:member-list", SOLO),
    Place("solo", "orgs:invitation-list", SOLO),
    Place("solo", "orgs:member-view", in_("solo", person="solo")),
    Place("solo", "orgs:decision-explain", SOLO),
    Place("solo", "orgs:team-list", SOLO),
    Place("solo", "orgs:preference-edit", SOLO),
    Place("solo", "orgs:activity-list", SOLO),
    Place("solo", "auth2fa:profile-edit"),
    Place("solo", "orgs_personal:organization-list"),
    # Nothing at all.
    Place("nobody", "orgs_personal:organization-list"),
    Place("nobody", "auth2fa:activity-list"),
    Place("nobody", "products_personal:product-find"),
    Place("nobody", "home", ALPINE, status=404),
    # What a role sees instead.
    Place("admin", "orgs:member-view", in_("alpine", person="legal"), step=stops.show_reason),
    Place("admin", "orgs:invitation-create", ALPINE, step=stops.choose_access),
    Place("collaborator", "home", ALPINE),
    Place("collaborator", "orgs:member-list", ALPINE),
    Place("collaborator", "orgs:member-view", in_("alpine", person="legal")),
    Place("collaborator", "orgs:decision-explain", ALPINE, "?action=orgs.activity.list"),
    Place("collaborator", "orgs:activity-list", ALPINE, status=403),
    Place("collaborator", "orgs:team-list", ALPINE),
    Place("collaborator", "orgs:team-view", team("Web")),
    Place("external", "home", ALPINE),
    Place("external", "orgs:member-list", ALPINE, status=403),
    Place("external", "orgs:preference-edit", ALPINE),
    Place("external", "orgs:member-view", in_("alpine", person="external")),
    Place("external", "search", ALPINE, "?q=lara"),
    Place("suspended", "home", ALPINE, status=403),
    Place("suspended", "orgs_personal:organization-list"),
    Place("partner", "home", ALPINE),
]

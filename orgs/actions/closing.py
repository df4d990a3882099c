"""Deleting an Organization."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import closing, policy
from orgs.actions.details import DETAILS
from orgs.holding import enter
from orgs.models import Invitation, Membership, Organization, RetiredSlug


@action
def close_organization(*, actor: Actor, name: str, is_proven: bool) -> str:
    """Delete the actor's Organization for good and return its name (G15.7).

    Nothing may stand against it (`orgs.closing`), asked again under the lock; the person typed
    its name. Open invitations are withdrawn. Accounts stay; so does the log, which holds no
    foreign keys, and the address, which is given to no other Organization. Raises `Refused`
    with the first objection, `Forbidden` when the actor's right is gone, `ProofNeeded` without
    fresh proof.
    """
    organization = enter(actor)
    decision = policy.decide(actor, "orgs.organization.close")
    if not decision:
        raise Forbidden(str(decision.reason))
    for condition in closing.conditions(organization, actor.user_id):
        for objection in condition.objections:
            raise Refused(objection.sentence)
    if " ".join(name.split()) != " ".join(organization.name.split()):
        raise Refused(
            _("This is not the name. Type “%(name)s”.") % {"name": organization.name},
            field="name",
        )
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    invitations = list(Invitation.objects.filter(organization=organization).open())
    RetiredSlug.objects.get_or_create(slug=organization.slug)
    own = Membership.objects.select_related("user").get(
        organization=organization, user_id=actor.person
    )

    # Written before the rows go: entries and the letter name them.
    for each in invitations:
        record("orgs.invitation.withdrawn", actor, each, before={"email": each.email})
    record(
        "orgs.organization.closed",
        actor,
        organization,
        before={"slug": organization.slug, **{key: getattr(organization, key) for key in DETAILS}},
        member=own,
    )
    closing.clear(organization)
    Organization.objects.filter(pk=organization.pk).delete()
    return organization.name

"""What happened, what is to be sent, and who is alive."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from console.shell.actor import Actor


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Entries of one Organization's log."""

    def visible_to(self, actor: Actor) -> Self:
        """The log of the Organization the actor is in; who may open it is the policy's line.

        Outside of one there is none: entries without an Organization are people's own.
        """
        if actor.organization_id is None:
            return self.none()
        return self.filter(organization_id=actor.organization_id)


class AuditEntry(models.Model):
    """One change. Append-only (a trigger refuses UPDATE and DELETE); ids and names, no foreign
    keys, so that it stays whole when what it speaks of is deleted. An entry belongs to an
    Organization's log (`organization_id`) or to a person's own (`person_id`), or to neither;
    each of these logs is a chain (`console.shell.chain`): numbered without gaps, each entry
    sealed with the one before it. Written by `console.shell.audit` alone."""

    organization_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    number = models.BigIntegerField()
    event = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=254)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    credential = models.CharField(max_length=80, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(max_length=254)
    # The person whom the entry is about, where it is about one.
    about_id = models.BigIntegerField(null=True)
    # The entry of the same chain that this one takes back.
    undoes = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # The short id of the key, and what it made of all the above and the hash before.
    key_id = models.CharField(max_length=8)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[AuditEntry]] = AuditEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "person_id", "number"],
                nulls_distinct=False,
                name="audit_chain",
            )
        ]
        indexes = [
            models.Index(fields=["person_id", "-id"], name="audit_by_person"),
            models.Index(fields=["organization_id", "number"], name="audit_by_number"),
            # What the activity page filters by, each in the order of the page.
            models.Index(fields=["organization_id", "event", "number"], name="audit_by_event"),
            models.Index(fields=["organization_id", "actor_id", "number"], name="audit_by_actor"),
            models.Index(fields=["organization_id", "about_id", "number"], name="audit_by_about"),
            models.Index(
                fields=["organization_id", "subject_type", "subject_id", "number"],
                name="audit_by_subject",
            ),
            models.Index(fields=["organization_id", "created_at"], name="audit_by_time"),
            models.Index(
                fields=["organization_id", "undoes"],
                condition=models.Q(undoes__isnull=False),
                name="audit_by_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.subject_name}"


class ChainHead(models.Model):
    """The last entry of one chain of the log, and what whoever appends holds meanwhile.

    A trigger keeps it from going backwards and from being removed. `adopted` entries at the
    beginning are older than the chain: they were sealed when it began, not when written.
    `told_number` and `told_on` are the last head that was sent out, and the day of it.
    """

    organization_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    adopted = models.BigIntegerField(default=0)
    told_number = models.BigIntegerField(default=0)
    told_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "person_id"],
                nulls_distinct=False,
                name="one_head_a_chain",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class OutgoingLetterQuerySet(models.QuerySet["OutgoingLetter"]):
    """Letters that an Organization's events caused."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may open the list is the policy's line.

        Letters of a person's own account (`organization_id` empty) belong to no list.
        """
        if actor.organization_id is None:
            return self.none()
        return self.filter(organization_id=actor.organization_id)


class OutgoingLetter(models.Model):
    """An e-mail to be sent; the table is the queue."""

    class State(models.TextChoices):
        """Where the letter is; `dead` needs a person to look."""

        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Undeliverable")
        SKIPPED = "skipped", _("Not sent: no longer valid")

    # The business event, the template and the recipient: the same letter is never written twice.
    key = models.CharField(max_length=400, unique=True)
    event = models.CharField(max_length=80)
    organization_id = models.BigIntegerField(null=True)
    to = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)
    guard = models.CharField(max_length=80, blank=True)
    guard_arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[OutgoingLetter]] = OutgoingLetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "created_at", "id"], name="letter_by_time"),
            models.Index(
                fields=["organization_id", "created_at", "id"],
                condition=models.Q(state="dead"),
                name="letter_undeliverable",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state="pending"),
                name="letter_waiting",
            ),
            models.Index(
                fields=["leased_until"],
                condition=models.Q(state="sending"),
                name="letter_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Heartbeat(models.Model):
    """The last sign of life of a part of the console.

    `beat` writes its own row. `worker` is written by the task that beat queues, so while beat
    is silent it says nothing about the worker.
    """

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Installation(models.Model):
    """Facts about this installation; one row (id 1). Demo mode is marked here."""

    is_demo = models.BooleanField(default=False)
    identifier = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.identifier)

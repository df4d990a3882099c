"""`manage.py verify_log`: is the activity log what it was when it was written?"""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.shell.chain import Chain
from console.shell.chain_verify import Report, Seen, verify
from orgs.models import Organization

FAULTS_SHOWN = 20  # of one chain


class Command(BaseCommand):
    """Walks every chain of the log; exits 1 when anything does not fit."""

    help = "Verify that no entry of the activity log was changed, taken out, put in or cut off."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        """One Organization, and heads that its legal representatives were sent."""
        parser.add_argument("--organization", metavar="SLUG", help="only this organization's log")
        parser.add_argument(
            "--head",
            metavar="NUMBER:HASH",
            action="append",
            default=[],
            type=_head,
            help="a head from a letter or from the activity page; needs --organization; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, which exits 1, when anything does not fit."""
        seen: list[Seen] = options["head"]
        total = Report(Chain())
        chains = faulty = 0
        for report in verify(organization_id=_organization(options), seen=seen):
            chains, faulty = chains + 1, faulty + bool(report.faults)
            total.entries, total.adopted = (
                total.entries + report.entries,
                total.adopted + report.adopted,
            )
            if report.faults or options["organization"]:
                self._tell(report)
        self.stdout.write(f"{total.entries} entries in {chains} chains checked")
        self._tell_limits(total, seen)
        if seen and not chains:
            raise CommandError("cut off: this log is empty and has no head, and once it had one")
        if faulty:
            raise CommandError(f"{faulty} of {chains} chains do not fit")
        self.stdout.write("everything fits")

    def _tell(self, report: Report) -> None:
        head = f"{report.last}:{report.hash}" if report.entries else "none"
        self.stdout.write(f"{report.chain}: {report.entries} entries, head {head}")
        for fault in report.faults[:FAULTS_SHOWN]:
            self.stdout.write(f"  {fault}")
        if len(report.faults) > FAULTS_SHOWN:
            self.stdout.write(f"  and {len(report.faults) - FAULTS_SHOWN} more")

    def _tell_limits(self, total: Report, seen: list[Seen]) -> None:
        if total.adopted:
            self.stdout.write(
                f"not checkable: what was done to {total.adopted} entries before the chain began;"
                " they are older than it and were sealed then"
            )
        if not seen:
            self.stdout.write(
                "not checkable without --head: whether the newest entries were taken out together"
                " with the head of their chain"
            )


def _organization(options: dict[str, Any]) -> int | None:
    slug = options["organization"]
    if slug is None:
        if options["head"]:
            raise CommandError("--head needs --organization: each log has heads of its own")
        return None
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise CommandError(f"no organization has the address {slug}")
    return organization.pk


def _head(text: str) -> Seen:
    try:
        return Seen.of(text)
    except ValueError as problem:
        raise ArgumentTypeError(str(problem)) from None

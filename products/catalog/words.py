"""What the facts of the catalog are called by people; a word for each, checked at the start."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: dict[str, Promise] = {
    "web": _("Web"),
    "mail": _("Mail"),
    "collaboration": _("Collaboration"),
    "infrastructure": _("Infrastructure"),
    "support": _("Support"),
}

# One, many, and what it is for: the sentence of the empty list.
TYPES: dict[str, tuple[Promise, Promise, Promise]] = {
    "domain": (
        _("Domain"),
        _("Domains"),
        _("Names on the internet that this organization registers and renews."),
    ),
    "web_hosting": (
        _("Web hosting"),
        _("Web hosting"),
        _("Space for websites, with databases and access for programs."),
    ),
    "certificate": (
        _("Certificate"),
        _("Certificates"),
        _("Proofs for browsers that a website is what it says."),
    ),
    "mail_service": (
        _("Mail service"),
        _("Mail services"),
        _("E-mail addresses on the domains of this organization."),
    ),
    "suite": (_("Suite"), _("Suites"), _("Mail, Drive and meetings with a seat for each person.")),
    "drive": (_("Drive"), _("Drives"), _("Files that people share, with a seat for each person.")),
    "cloud_server": (
        _("Cloud server"),
        _("Cloud servers"),
        _("Machines of one's own, looked after by the provider."),
    ),
    "backup": (_("Backup"), _("Backups"), _("Copies of computers and servers, kept elsewhere.")),
    "support_plan": (
        _("Support plan"),
        _("Support plans"),
        _("How fast, and by which way, the support answers."),
    ),
}

STATUSES: dict[str, Promise] = {
    "setting_up": _("Being set up"),
    "active": _("Active"),
    "expired": _("Expired"),
    "redemption": _("In redemption"),
    "pending_restore": _("Being restored"),
    "pending_delete": _("About to be deleted"),
    "released": _("Released"),
    "transferring": _("Transfer under way"),
    "transfer_failed": _("Transfer failed"),
    "suspended": _("Suspended, unpaid"),
    "terminated": _("Terminated"),
    "elsewhere": _("Kept elsewhere"),
}

IDENTIFIERS: dict[str, Promise] = {
    "ftp": _("FTP"),
    "mysql": _("MySQL"),
    "ssh": _("SSH"),
    "webdav": _("WebDAV"),
}

ABILITIES: dict[str, Promise] = {
    "block": _("Its management can be blocked"),
    "maintain": _("It can be put in maintenance"),
    "renew": _("It is renewed"),
    "warranty": _("It can have the Renewal Warranty"),
    "restore": _("It can be restored after it expired"),
    "move": _("It can go to another organization"),
    "seats": _("People hold seats in it"),
    "mailboxes": _("Its mailboxes are read with mail programs"),
}

"""What the demo's organizations run: a line for each product."""

from __future__ import annotations

from dataclasses import dataclass

HUES = {
    "live": "jade",
    "critical": "clay",
    "client work": "lake",
    "legacy": "sand",
    "winter season": "moss",
    "board": "plum",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One product: in how many days it runs out (None: never), and what else is so."""

    name: str
    type: str = "domain"
    days: int | None = 365
    status: str = "active"
    tags: tuple[str, ...] = ()
    renews: bool = False
    warranty: bool = False
    blocked: str = ""
    paid_by: str = ""
    held_by: str = ""
    # The Renewal Warranty renewed it today, and nobody has paid.
    owes: bool = False


ALPINE = (
    Line("alpine.example", days=480, tags=("live", "critical"), renews=True, warranty=True),
    Line("alpine-huts.example", days=-60, status="redemption", tags=("winter season", "critical")),
    Line("alpine-webcam.example", days=11),
    Line("alpine-maps.example", days=25, tags=("live",)),
    Line("hut-shop.example", days=260, tags=("live",), renews=True),
    Line("glacier-map.example", days=-77, status="pending_delete", tags=("legacy",)),
    Line("lumen-studio.example", days=140, tags=("client work",), paid_by="agency"),
    Line("harbour-reading.example", days=None, status="transfer_failed", tags=("client work",)),
    Line("valley-archive.example", days=None, status="transferring"),
    Line("ski-school.example", days=-6, status="expired", tags=("winter season",)),
    Line("old-railway.example", days=700, held_by="Wes Webmaster", tags=("client work",)),
    Line("co-op-press-archive-of-the-northern-valleys-1904-1987.example", days=210,
         tags=("legacy", "client work", "board")),
    Line("snow-report.example", days=90, renews=True),
    Line("summit-cafe.example", days=330),
    Line("north-face-club.example", days=60),
    Line("old-panel.example", days=170, status="elsewhere", tags=("legacy",), renews=True),
    Line("Main site", "web_hosting", 200, tags=("live", "critical"), renews=True, warranty=True),
    Line("Booking site", "web_hosting", 281, tags=("live",), renews=True),
    Line("Press archive", "web_hosting", 45, tags=("legacy",)),
    Line("Lumen staging", "web_hosting", 120, tags=("client work",), paid_by="agency"),
    Line("alpine.example, all names", "certificate", 75, renews=True),
    Line("Booking certificate", "certificate", 9),
    Line("Front desk mail", "mail_service", 39, tags=("critical",), renews=True, warranty=True),
    Line("Board mail", "mail_service", 364, tags=("board",), warranty=True, owes=True),
    Line("Club mail", "mail_service", -4, status="suspended"),
    Line("Cooperative suite", "suite", 300, tags=("live",), renews=True),
    Line("Huts drive", "drive", 98, tags=("board",), renews=True),
    Line("Photo drive", "drive", 16),
    Line("Booking server", "cloud_server", 27, tags=("live", "critical"),
         blocked="Under investigation since the outage of last week"),
    Line("Map tiles", "cloud_server", 150, renews=True),
    Line("Build machine", "cloud_server", None, status="setting_up"),
    Line("Nightly copies", "backup", 220, renews=True),
    Line("Premium support", "support_plan", 330, renews=True),
)  # fmt: skip
OTHERS = {
    "rival": (Line("rival-works.example"), Line("Rival site", "web_hosting")),
    "solo": (Line("sofia-solo.example", days=20),),
    "agency": (Line("agency-north.example", renews=True), Line("Agency mail", "mail_service")),
}

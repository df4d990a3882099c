"""Details and a logo for an Organization of the demo, made by the actions themselves."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from console.shell.actor import Actor
from orgs.actions.details import change_details
from orgs.actions.logos import change_logo
from orgs.models import Organization
from orgs.pictures import repaint

_SKY, _ROCK, _SNOW = (20, 72, 92), (60, 132, 150), (250, 250, 248)


def describe_organization(actor: Actor, organization: Organization) -> None:
    """An address in the mountains, and a mountain."""
    change_details(
        actor=actor,
        name=organization.name,
        kind=organization.kind,
        street="Grabenstrasse 12",
        postal_code="7000",
        city="Chur",
        country="CH",
        phone="+41812570000",
        time_zone=organization.time_zone,
        version=organization.version,
    )
    picture = _mountain()
    change_logo(actor=actor, logo=repaint(picture, picture.getbuffer().nbytes))


def _mountain() -> BytesIO:
    canvas = Image.new("RGB", (512, 512), _SKY)
    brush = ImageDraw.Draw(canvas)
    brush.polygon([(40, 440), (300, 90), (480, 440)], fill=_ROCK)
    brush.polygon([(225, 190), (300, 90), (352, 190), (300, 165), (262, 205)], fill=_SNOW)
    out = BytesIO()
    canvas.save(out, "PNG")
    out.seek(0)
    return out

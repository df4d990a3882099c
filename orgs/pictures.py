"""A picture that somebody uploads is read and painted anew: nothing of its file is kept.

What hides beside the picture (a page, a script, where it was taken) is lost with the file; what
was made to fill the memory is refused before a pixel is read.
"""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

# Enough for a logo on the densest screen; a header shows it at 26 pixels, a page at 64.
SIDE = 256
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS_A_SIDE = 4096
FORMATS = ("PNG", "JPEG", "WEBP")


def repaint(file: BinaryIO, size: int) -> bytes:
    """The picture as a PNG of at most 256 pixels a side, with transparent parts; of a moving
    one the first frame.

    `size` is what the file says it has in bytes. Raises `ValidationError` with a sentence for
    more than 2 MB, more than 4096 pixels a side, and anything that is no PNG, JPEG or WebP.
    """
    if size > MOST_BYTES:
        raise ValidationError(_TOO_HEAVY, code="too_heavy")
    content = file.read(MOST_BYTES + 1)
    if _looks_like_svg(content):
        raise ValidationError(_DRAWING, code="drawing")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if max(picture.size) > MOST_PIXELS_A_SIDE:
                raise ValidationError(_TOO_LARGE, code="too_large")
            return _painted(picture)
    except ValidationError:
        raise
    except Image.DecompressionBombError:
        raise ValidationError(_TOO_LARGE, code="too_large") from None
    except Exception:  # a broken file fails in as many ways as there are decoders
        raise ValidationError(_NO_PICTURE, code="no_picture") from None


def _painted(picture: Image.Image) -> bytes:
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is read no larger than it has to be
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    # A new canvas: what the file said about itself stays behind.
    canvas = Image.new("RGBA", upright.size)
    canvas.paste(upright)
    out = BytesIO()
    canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


def _looks_like_svg(content: bytes) -> bool:
    begin = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return begin.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in (
        content[:20_000].lower()
    )


_TOO_HEAVY = _("This file has more than 2 MB. Save the picture smaller, then choose it again.")
_TOO_LARGE = _(
    "This picture has more than 4096 pixels on a side. Save it smaller, then choose it again."
)
_NO_PICTURE = _("This file cannot be read as a picture. Choose a PNG, JPEG or WebP file.")
_DRAWING = _(
    "SVG drawings can carry programs and are not taken. Save the logo as PNG, then choose it again."
)

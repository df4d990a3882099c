"""Files that somebody may upload as a logo: good ones, odd ones, and hostile ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300), mode: str = "RGB") -> bytes:
    """A plain picture of one color."""
    out = BytesIO()
    Image.new(mode, size, 200 if mode in {"L", "I;16"} else None).save(out, kind)
    return out.getvalue()


def moving(kind: str = "WEBP") -> bytes:
    """Three frames: red, green, blue."""
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return out.getvalue()


def with_place() -> bytes:
    """A photograph lying on its side that says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x013B] = "SECRETARTIST"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (200, 100), "red").save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    return out.getvalue()


def polyglot() -> bytes:
    """A picture that is a page too, for whoever does not look closely."""
    return picture() + b"<html><script>alert('SECRETSCRIPT')</script></html>"


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` times `side` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 20_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload(content: bytes, name: str = "logo.png", kind: str = "image/png") -> SimpleUploadedFile:
    """The file as a browser sends it; its name and kind are what anybody may claim."""
    return SimpleUploadedFile(name, content, kind)

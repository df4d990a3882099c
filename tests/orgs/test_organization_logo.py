"""The logo: what is taken, what is kept of it, and who may see it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Logo
from tests.conftest import Cast
from tests.orgs import pictures
from tests.orgs.details import EDIT, LOGO, text_of

pytestmark = pytest.mark.django_db
SHOWN = "/o/alpine/logo/"


@pytest.fixture
def admin(as_: Any) -> Client:
    return as_("administrator")


def shown(client: Client) -> Image.Image:
    return Image.open(BytesIO(client.get(SHOWN).content))


@pytest.mark.flow("GX.7", "E13")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_painted_anew_and_shown(admin: Client, cast: Cast, kind: str) -> None:
    content = pictures.picture(kind)
    answer = admin.post(LOGO, {"logo": pictures.upload(content)}, follow=True)
    assert "The logo is changed." in text_of(answer)
    drawn = shown(admin)
    assert (drawn.format, drawn.size) == ("PNG", (256, 128))
    cast.alpine.refresh_from_db()
    kept = Logo.objects.get(organization=cast.alpine)
    assert cast.alpine.logo_digest == kept.digest
    assert kept.digest == hashlib.sha256(bytes(kept.content)).hexdigest()
    assert f'src="/o/alpine/logo/?v={kept.digest[:12]}"' in answer.content.decode()
    entry = AuditEntry.objects.get(event="orgs.logo.changed")
    assert (entry.before, entry.after) == ({"logo": ""}, {"logo": kept.digest})
    letters = OutgoingLetter.objects.filter(event="orgs.logo.changed")
    assert letters.count() == 3
    assert "Logo: none → a picture" in letters[0].text


def test_it_is_served_as_a_picture_that_may_do_nothing(admin: Client) -> None:
    admin.post(LOGO, {"logo": pictures.upload(pictures.picture())})
    answer = admin.get(SHOWN)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "nonce" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    again = admin.get(SHOWN, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    admin.post(LOGO, {"logo": pictures.upload(pictures.picture(size=(9, 9)))})
    assert admin.get(SHOWN, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_only_people_of_the_organization_see_it(as_: Any, cast: Cast) -> None:
    assert as_("legal").get(SHOWN).status_code == 404
    as_("legal").post(LOGO, {"logo": pictures.upload(pictures.picture())})
    for part in ("collaborator", "external", "partner_full", "partner_limited"):
        assert as_(part).get(SHOWN).status_code == 200
    for part, status in (("stranger", 404), ("suspended", 403), ("anonymous", 302)):
        answer = as_(part).get(SHOWN)
        assert answer.status_code == status
        assert b"PNG" not in answer.content
    assert as_("stranger").get("/o/rival/logo/").status_code == 404


@pytest.mark.flow("GX.7")
def test_it_can_be_removed(admin: Client, cast: Cast) -> None:
    admin.post(LOGO, {"logo": pictures.upload(pictures.picture())})
    answer = admin.post(f"{LOGO}remove/", follow=True)
    assert "The logo is removed." in text_of(answer)
    assert "/o/alpine/logo/?v=" not in answer.content.decode()
    assert admin.get(SHOWN).status_code == 404
    assert not Logo.objects.exists()
    admin.post(f"{LOGO}remove/")
    assert AuditEntry.objects.filter(event="orgs.logo.removed").count() == 1


def test_the_same_picture_again_leaves_no_trace(admin: Client) -> None:
    for _time in range(2):
        admin.post(LOGO, {"logo": pictures.upload(pictures.picture())})
    assert AuditEntry.objects.filter(event="orgs.logo.changed").count() == 1


@pytest.mark.parametrize("make", [pictures.with_place, pictures.polyglot])
def test_nothing_that_hides_in_the_file_is_kept(admin: Client, make: Any) -> None:
    """Security row 65: where and by whom it was taken, comments, a page behind the picture."""
    assert b"SECRET" in make()
    admin.post(LOGO, {"logo": pictures.upload(make())})
    content = admin.get(SHOWN).content
    assert content.startswith(b"\x89PNG")
    assert b"SECRET" not in content
    assert not Image.open(BytesIO(content)).info
    assert not Image.open(BytesIO(content)).getexif()


def test_a_photograph_stands_upright(admin: Client) -> None:
    admin.post(LOGO, {"logo": pictures.upload(pictures.with_place())})
    assert shown(admin).size == (100, 200)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(admin: Client, kind: str) -> None:
    admin.post(LOGO, {"logo": pictures.upload(pictures.moving(kind))})
    drawn = shown(admin)
    assert getattr(drawn, "n_frames", 1) == 1
    assert drawn.convert("RGB").getpixel((20, 20)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I;16"])
def test_every_kind_of_color_is_taken(admin: Client, mode: str) -> None:
    assert (
        admin.post(LOGO, {"logo": pictures.upload(pictures.picture(mode=mode))}).status_code == 302
    )
    assert shown(admin).size == (256, 128)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
REFUSED = [
    ("SVG", lambda: SVG, "SVG drawings can carry programs"),
    ("SVG without its head", lambda: b"  <svg onload='x'></svg>", "SVG drawings"),
    ("a page", lambda: b"<!doctype html><h1>Hello</h1>", "cannot be read as a picture"),
    ("GIF", lambda: pictures.picture("GIF"), "cannot be read as a picture"),
    ("TIFF", lambda: pictures.picture("TIFF"), "cannot be read as a picture"),
    ("nothing", lambda: b"", "This file is empty."),
    ("half of a PNG", lambda: pictures.picture()[:-200], "cannot be read as a picture"),
    ("half of a JPEG", lambda: pictures.picture("JPEG")[:700], "cannot be read as a picture"),
    ("a head alone", lambda: b"\x89PNG\r\n\x1a\n", "cannot be read as a picture"),
    ("2 MB and a byte", lambda: b"\x89PNG" + b"x" * (2 * 1024 * 1024 - 3), "more than 2 MB"),
    ("a bomb", lambda: pictures.bomb(20_000), "more than 4096 pixels"),
    ("a bigger bomb", lambda: pictures.bomb(60_000), "more than 4096 pixels"),
    ("a pixel too wide", lambda: pictures.picture(size=(4097, 1)), "more than 4096 pixels"),
]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [pytest.param(make, sentence, id=name) for name, make, sentence in REFUSED],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    admin: Client, cast: Cast, content: Any, sentence: str
) -> None:
    answer = admin.post(LOGO, {"logo": pictures.upload(content())})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Logo.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "logo.pdf.exe", "<img src=x onerror=alert(1)>.png", "x" * 5000 + ".png"],
)
def test_the_name_of_the_file_is_nothing_to_go_by(admin: Client, name: str) -> None:
    answer = admin.post(
        LOGO, {"logo": pictures.upload(pictures.picture(), name, "text/html")}, follow=True
    )
    assert answer.status_code == 200
    assert "passwd" not in answer.content.decode()
    assert admin.get(SHOWN)["Content-Type"] == "image/png"


def test_a_form_without_a_file_says_so(admin: Client) -> None:
    for sent in ({}, {"logo": "a word"}):
        answer = admin.post(LOGO, sent)
        assert answer.status_code == 422
        assert "Choose a picture first." in text_of(answer)


def test_what_is_typed_beside_it_is_not_lost_on_the_server(admin: Client, cast: Cast) -> None:
    """A refused logo changes nothing of the details, which are shown as they are."""
    answer = admin.post(LOGO, {"logo": pictures.upload(b"x"), "name": "Evil"})
    assert answer.status_code == 422
    assert 'value="Alpine ALPINEMARK"' in answer.content.decode()


def test_who_may_not_change_it_is_refused(as_: Any, cast: Cast) -> None:
    for part in ("collaborator", "external", "partner_limited", "suspended"):
        answer = as_(part).post(LOGO, {"logo": pictures.upload(pictures.picture())})
        assert answer.status_code == 403
    answer = as_("stranger").post(LOGO, {"logo": pictures.upload(pictures.picture())})
    assert answer.status_code == 404
    assert not Logo.objects.exists()


@pytest.mark.flow("GX.7")
def test_it_stands_wherever_the_organization_does(admin: Client, cast: Cast) -> None:
    admin.post(LOGO, {"logo": pictures.upload(pictures.picture())})
    for path in ("/o/alpine/users/", EDIT, "/me/organizations/", "/me/organizations/?here=alpine"):
        assert 'class="mark' in admin.get(path).content.decode()
        assert '<img class="mark' in admin.get(path).content.decode()

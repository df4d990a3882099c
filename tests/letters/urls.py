"""One page that writes a letter, to be asked for through the whole of the middleware."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from console.shell.letters import Letter, enqueue


@login_not_required
def write_letter(request: HttpRequest, number: int) -> HttpResponse:
    """Change something, tell somebody."""
    address = f"person{number}@example.com"
    letter = Letter(address, "tests/thing_happened", {"thing": "a lamp"})
    enqueue(letter, event="tests.thing.happened")
    return HttpResponse(status=204)


urlpatterns = [path("write/<int:number>/", write_letter), path("", include("console.urls"))]

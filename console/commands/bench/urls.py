"""The addresses of the console, and one bare page that only the measuring mounts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BARE_PATH = "/bench/bare/"
_BARE = "<!doctype html><title>Bare</title>".ljust(32 * 1024, ".")


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """32 KB without a thought: what is left is the middleware. Its CPU time is the unit B."""
    return HttpResponse(_BARE)


urlpatterns = [path(BARE_PATH.lstrip("/"), bare), path("", include("console.urls"))]

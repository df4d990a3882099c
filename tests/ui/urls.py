"""The console as in demo mode, so that its style guide is there to be tested."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from console.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request: HttpRequest) -> HttpResponse:
    """A page with a mistake in it."""
    raise RuntimeError("a mistake that only the log may show")


urlpatterns = [
    path("broken/", broken),
    path("styleguide/", include("console.shell.styleguide")),
    path("", include("console.urls")),
]

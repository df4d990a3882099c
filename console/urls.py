"""Every address of the console."""

from django.conf import settings
from django.urls import include, path

from console import dashboard, health, search, tour

urlpatterns = [
    path("", dashboard.start, name="start"),
    path("o/<slug:organization>/", dashboard.home, name="home"),
    path("o/<slug:organization>/search/", search.search, name="search"),
    path("o/<slug:organization>/products/", include("products.urls")),
    path("o/<slug:organization>/tags/", include("products.tag_urls")),
    path("o/<slug:organization>/contacts/", include("products.contact_urls")),
    path("o/<slug:organization>/", include("orgs.urls")),
    path("products/", include("products.personal_urls")),
    path("moves/", include("products.move_urls")),
    path("me/tour/", tour.tour, name="tour"),
    path("me/tour/end/", tour.tour_end, name="tour-end"),
    path("me/organizations/", include("orgs.personal_urls")),
    path("me/", include("auth2fa.urls")),
    path("accounts/invitation/", include("orgs.joining_urls")),
    path("accounts/", include("auth2fa.account_urls")),
    path("healthz", health.health, name="health"),
]

# Elsewhere than in demo mode these pages do not exist.
if settings.DEMO_MODE:
    urlpatterns += [
        path("styleguide/", include("console.shell.styleguide")),
        path("demo/outbox/", include("console.shell.outbox")),
    ]

handler400 = "console.shell.errors.bad_request"
handler403 = "console.shell.errors.forbidden"
handler404 = "console.shell.errors.not_found"
handler500 = "console.shell.errors.server_error"

"""The addresses in invitations: `/accounts/invitation/…`."""

from django.urls import path

from orgs.views import joining

app_name = "orgs_joining"

urlpatterns = [
    path("", joining.invitation_answer, name="invitation-answer"),
    path("<str:token>/", joining.invitation_open, name="invitation-open"),
]

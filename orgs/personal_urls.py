"""Addresses of the person about their Organizations: `/me/organizations/…`."""

from django.urls import path

from orgs.views import leaving, organizations

app_name = "orgs_personal"

urlpatterns = [
    path("", organizations.organization_list, name="organization-list"),
    path("new/", organizations.organization_open, name="organization-open"),
    path("<slug:slug>/leave/", leaving.organization_leave, name="organization-leave"),
]

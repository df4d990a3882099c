"""Addresses of the person about their Organizations: `/me/organizations/…`."""

from django.urls import path

from orgs.views import organizations

app_name = "mine"

urlpatterns = [
    path("", organizations.organization_list, name="organization-list"),
    path("new/", organizations.organization_new, name="organization-new"),
]

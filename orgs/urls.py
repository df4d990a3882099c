"""Addresses inside an Organization: `/o/<organization>/…`."""

from django.urls import path

from orgs.views import activity, members, roles, why

app_name = "orgs"

urlpatterns = [
    path("users/", members.member_list, name="member-list"),
    path("users/export/", members.member_export, name="member-export"),
    path("users/<int:pk>/", members.member_view, name="member-view"),
    path("users/<int:pk>/actions/", members.member_actions, name="member-actions"),
    path("users/<int:pk>/role/", roles.member_change_role, name="member-change-role"),
    path("why/", why.decision_explain, name="decision-explain"),
    path("activity/", activity.activity_list, name="activity-list"),
]

"""Addresses inside an Organization: `/o/<organization>/…`."""

from django.urls import path

from orgs.views import activity, letters, members, preferences, roles, why

app_name = "orgs"

urlpatterns = [
    path("users/", members.member_list, name="member-list"),
    path("users/export/", members.member_export, name="member-export"),
    path("users/<int:pk>/", members.member_view, name="member-view"),
    path("users/<int:pk>/actions/", members.member_actions, name="member-actions"),
    path("users/<int:pk>/role/", roles.member_change_role, name="member-change-role"),
    path("why/", why.decision_explain, name="decision-explain"),
    path("letters/", letters.letter_list, name="letter-list"),
    path("letters/export/", letters.letter_export, name="letter-export"),
    path("letters/<int:pk>/resend/", letters.letter_resend, name="letter-resend"),
    path("preferences/", preferences.preference_edit, name="preference-edit"),
    path("preferences/all/", preferences.preference_edit_all, name="preference-edit-all"),
    path("activity/", activity.activity_list, name="activity-list"),
]

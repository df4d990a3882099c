"""Addresses inside an Organization: `/o/<organization>/…`."""

from django.urls import path

from orgs.views import (
    activity,
    closing,
    invitation_lists,
    invitations,
    letters,
    members,
    preferences,
    removals,
    roles,
    settings,
    team_people,
    teams,
    why,
)

app_name = "orgs"

urlpatterns = [
    path("users/", members.member_list, name="member-list"),
    path("users/export/", members.member_export, name="member-export"),
    path("users/invite/", invitations.invitation_create, name="invitation-create"),
    path("users/invite/many/", invitation_lists.invitation_import, name="invitation-import"),
    path("users/invitations/", invitations.invitation_list, name="invitation-list"),
    path("users/invitations/export/", invitations.invitation_export, name="invitation-export"),
    path(
        "users/invitations/<int:pk>/actions/",
        invitations.invitation_actions,
        name="invitation-actions",
    ),
    path(
        "users/invitations/<int:pk>/send/",
        invitations.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "users/invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("users/<int:pk>/", members.member_view, name="member-view"),
    path("users/<int:pk>/actions/", members.member_actions, name="member-actions"),
    path("users/<int:pk>/role/", roles.member_change_role, name="member-change-role"),
    path("users/<int:pk>/remove/", removals.member_remove, name="member-remove"),
    path(
        "users/<int:pk>/remove/<int:step>/", removals.member_remove, name="member-remove-step"
    ),
    path("users/removed/", removals.removed_list, name="removed-list"),
    path("users/removed/export/", removals.removed_export, name="removed-export"),
    path("users/removed/<int:pk>/invite/", removals.removed_invite, name="removed-invite"),
    path("teams/", teams.team_list, name="team-list"),
    path("teams/export/", teams.team_export, name="team-export"),
    path("teams/new/", teams.team_create, name="team-create"),
    path("teams/staff/", team_people.team_staff, name="team-staff"),
    path("teams/<int:pk>/", teams.team_view, name="team-view"),
    path("teams/<int:pk>/export/", teams.team_member_export, name="team-member-export"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team-edit"),
    path("teams/<int:pk>/delete/", teams.team_delete, name="team-delete"),
    path("teams/<int:pk>/add/", team_people.team_add, name="team-add"),
    path("teams/<int:pk>/paste/", team_people.team_paste, name="team-paste"),
    path("teams/<int:pk>/take-out/", team_people.team_take_out, name="team-take-out"),
    path("teams/<int:pk>/lead/", team_people.team_lead, name="team-lead"),
    path(
        "teams/<int:pk>/people/<int:member>/",
        team_people.team_member_actions,
        name="team-member-actions",
    ),
    path("why/", why.decision_explain, name="decision-explain"),
    path("letters/", letters.letter_list, name="letter-list"),
    path("letters/export/", letters.letter_export, name="letter-export"),
    path("letters/<int:pk>/resend/", letters.letter_resend, name="letter-resend"),
    path("preferences/", preferences.preference_edit, name="preference-edit"),
    path("preferences/all/", preferences.preference_edit_all, name="preference-edit-all"),
    path("settings/", settings.organization_edit, name="organization-edit"),
    path("settings/delete/", closing.organization_close, name="organization-close"),
    path("settings/logo/", settings.logo_change, name="logo-change"),
    path("settings/logo/remove/", settings.logo_remove, name="logo-remove"),
    path("logo/", settings.logo_view, name="logo-view"),
    path("security/", settings.organization_secure, name="organization-secure"),
    path("activity/", activity.activity_list, name="activity-list"),
]

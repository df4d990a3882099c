"""The addresses under /me/: a person's own account."""

from django.urls import path

from auth2fa.views import addresses, history, passwords, profile, sessions

app_name = "auth2fa"

urlpatterns = [
    path("", profile.profile_edit, name="profile-edit"),
    path("appearance/", profile.appearance_change, name="appearance-change"),
    path("security/", sessions.security_view, name="security-view"),
    path("security/password/", passwords.password_change, name="password-change"),
    path("security/address/", addresses.address_change, name="address-change"),
    path("security/alerts/", profile.alerts_change, name="alerts-change"),
    path("security/sessions/end/", sessions.session_end_others, name="session-end-others"),
    path("security/sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path("activity/", history.activity_list, name="activity-list"),
]

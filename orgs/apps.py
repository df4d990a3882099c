from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organizations, people, roles, and the one gate."""

    name = "orgs"

    def ready(self) -> None:
        """Register with this app's own port, and with those of the account below."""
        from auth2fa import rules
        from orgs import (
            accounts,
            closing,
            events,  # noqa: F401
            following,
            names,
            removal_events,  # noqa: F401
            security_page,
            suspension_events,  # noqa: F401
            undo_details,  # noqa: F401
            undo_members,  # noqa: F401
            undo_suspensions,  # noqa: F401
            undo_teams,  # noqa: F401
        )
        from orgs.followers import invitations, preferences, rights, sessions, teams

        following.register("orgs.rights", rights.RoleRights())
        following.register("orgs.people", rights.ManagedPeople())
        following.register("orgs.teams", teams.Teams())
        following.register("orgs.preferences", preferences.Preferences())
        following.register("orgs.invitations", invitations.SentInvitations())
        following.register("orgs.sessions", sessions.Sessions())
        closing.register("orgs.people", closing.NOBODY_ELSE, closing.nobody_else)
        security_page.register("orgs.idle", "orgs/_security_idling.html", security_page.idling)
        security_page.register("orgs.lead", "orgs/_security_leading.html", security_page.who_leads)
        rules.register_idle_limit(accounts.idle_limit)
        rules.register_context_words(accounts.organization_names)
        rules.on_renamed(names.copy_name)

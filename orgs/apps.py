from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organizations, people, roles, and the one gate."""

    name = "orgs"

    def ready(self) -> None:
        """Register with this app's own port, and with those of the account below."""
        from auth2fa import rules
        from orgs import accounts, events, followers, following, names  # noqa: F401

        following.register("orgs.rights", followers.RoleRights())
        following.register("orgs.people", followers.ManagedPeople())
        following.register("orgs.teams", followers.Teams())
        rules.register_idle_limit(accounts.idle_limit)
        rules.register_context_words(accounts.organization_names)
        rules.on_renamed(names.copy_name)

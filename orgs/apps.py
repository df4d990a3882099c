from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organizations, people, roles, and the one gate."""

    name = "orgs"

    def ready(self) -> None:
        """Register with this app's own port, and with those of the account below."""
        from orgs import events, followers, following  # noqa: F401 -- events name themselves

        following.register("orgs.rights", followers.RoleRights())
        following.register("orgs.teams", followers.Teams())

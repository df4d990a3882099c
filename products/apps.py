from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What an Organization runs: domains, hosting, servers."""

    name = "products"

    def ready(self) -> None:
        """Add this app's lines to the table of rights; read the facts: the console does not
        start on a wrong one."""
        from orgs import carrying, closing, following, invitation_steps, page_parts
        from orgs.models import Membership, Team
        from products import (  # noqa: F401
            block_events,
            checks,
            contact_events,
            domain_events,
            grant_events,
            import_events,
            move_events,
            policy,
            registry_outcomes,
            renewal_events,
            tag_events,
            transfer_events,
        )
        from products.catalog.extensions import extensions
        from products.catalog.prices import prices
        from products.catalog.types import catalog
        from products.closing import (
            NO_PRODUCTS,
            OWES_NOTHING,
            PAYS_FOR_NOTHING,
            clear_ended,
            no_products,
            owes_nothing,
            pays_for_nothing,
        )
        from products.followers.grants import Grants
        from products.grant_carrying import carried_products
        from products.grant_parts import of_member, of_team
        from products.invitation_step import AccessStep
        from products.registrar.outcomes import register_message, register_outcome
        from products.renewal_outcomes import on_renewal, on_restore
        from products.transfer_outcomes import on_message, on_transfer

        catalog()
        extensions()
        prices()
        register_outcome("renew", on_renewal)
        register_outcome("restore", on_restore)
        register_outcome("transfer", on_transfer, keeps_charge=True)
        register_message("transfer", on_message)
        following.register("products.grants", Grants())
        invitation_steps.register("products.grants", AccessStep())
        closing.register("products.none", NO_PRODUCTS, no_products)
        closing.register("products.payer", PAYS_FOR_NOTHING, pays_for_nothing)
        closing.register("products.owed", OWES_NOTHING, owes_nothing)
        closing.register_clearing("products.ended", clear_ended)
        carrying.register("products.grants", carried_products)
        held = "products/_grant_held_part.html"
        page_parts.register("products.grants", Membership, held, of_member)
        page_parts.register("products.grants", Team, held, of_team)

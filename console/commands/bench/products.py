"""Products by the thousand, made inside PostgreSQL: many of one Organization among those of
others, each with its tags."""

from __future__ import annotations

from django.db import connection

from console.commands.bench.filling import BATCH, fill, indexed_last, insertion
from orgs.models import Organization
from products.models import Contact, Product, ProductTag, Tag

MOST_OF_ONE = 50_000
"""About so many are of the Organization that is measured, however many there are in all."""
EACH_OF_OTHERS = 500
CARDS_EACH = 20  # products that one contact card holds
TAGS = 20
_TABLES = "products_product, products_contact, products_producttag, products_tag, orgs_organization"
# Of ten products five are domains.
_TYPE = (
    "(ARRAY['domain', 'web_hosting', 'domain', 'mail_service', 'domain', 'cloud_server',"
    " 'domain', 'drive', 'domain', 'certificate'])[1 + n %% 10]"
)
_NAME = (
    "(ARRAY['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fir', 'gorse', 'hazel', 'iris',"
    " 'juniper', 'larch', 'maple', 'oak', 'pine', 'rowan', 'spruce', 'willow'])[1 + n %% 17]"
    " || '-' || number || '.example'"
)
_CHANGES = {
    "type": _TYPE,
    "name": _NAME,
    "sort_name": _NAME,
    "search_text": f"upper({_NAME} || ' ' || md5(number::text))",
    # Of a hundred: two run out, one is lost, one blocked, ten never end; the others within two
    # years, or did lately.
    "status": "CASE n %% 100 WHEN 7 THEN 'expired' WHEN 27 THEN 'expired'"
    " WHEN 47 THEN 'redemption' ELSE 'active' END",
    "expires_at": "CASE WHEN n %% 10 <> 3 THEN"
    " now() + (n::bigint * 7919 %% 730 - 20) * interval '1 day' END",
    "auto_renew": "n %% 3 = 0",
    "blocked_at": "CASE WHEN n %% 100 = 51 THEN now() END",
}


def add_products(organization: Organization, start: int, end: int) -> None:
    """Products number `start` to `end`: about MOST_OF_ONE of this Organization, evenly among
    those of others that have EACH_OF_OTHERS each. A third bears one of its tags."""
    every = max(1, -(-end // MOST_OF_ONE))
    _add_cards(organization, -(-min(end, MOST_OF_ONE) // CARDS_EACH))
    if every > 1:
        _add_others(-(-end // EACH_OF_OTHERS))
    with indexed_last("products_product", end - start):
        for first in range(start, end + 1, BATCH):
            _add_batch(organization, first, min(first + BATCH - 1, end), every)
    with connection.cursor() as cursor:
        # As the server's own housekeeping leaves them: without it no index answers alone.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")
        cursor.execute("RESET statement_timeout")


def _add_cards(organization: Organization, count: int) -> None:
    known = Contact.objects.filter(organization=organization).count()
    fill(
        Contact(organization=organization, country="CH"),
        {"full_name": "'Holder ' || n", "email": "'holder.' || n || '@bench.example'"},
        f"generate_series({known + 1}, {count}) AS n",
    )
    Tag.objects.bulk_create(
        (
            Tag(organization=organization, name=f"tag {n:02}", sort_name=f"tag {n:02}")
            for n in range(TAGS)
        ),
        ignore_conflicts=True,
    )


def _add_others(count: int) -> None:
    fill(
        Organization(slug=""),
        {"slug": "'bench-other-' || n", "name": "'Other ' || n"},
        f"generate_series(1, {count}) AS n",
    )
    fill(
        Contact(organization_id=0, country="CH"),
        {"organization_id": "id", "full_name": "name"},
        "orgs_organization WHERE slug LIKE 'bench-other-%%'",
    )


def _add_batch(organization: Organization, start: int, end: int, every: int) -> None:
    source = (
        f"(SELECT number, number / {every} AS n, number %% {every} = 0 AS is_ours"  # noqa: S608 -- numbers
        f" FROM generate_series({start}, {end}) AS number) AS numbers,"
        f" (SELECT array_agg(id) AS cards FROM products_contact"
        f" WHERE organization_id = {organization.pk}) AS own,"
        f" (SELECT array_agg(id) AS theirs, array_agg(organization_id) AS them"
        f" FROM products_contact WHERE organization_id <> {organization.pk}) AS others"
    )
    other, card = "1 + number %% cardinality(them)", "1 + n %% cardinality(cards)"
    changes = {
        **_CHANGES,
        "organization_id": f"CASE WHEN is_ours THEN {organization.pk} ELSE them[{other}] END",
        "holder_id": f"CASE WHEN is_ours THEN cards[{card}] ELSE theirs[{other}] END",
    }
    made, values = insertion(Product(organization=organization), changes, source)
    tags = "SELECT array_agg(id) AS tags FROM products_tag"
    tagged, more = insertion(
        ProductTag(organization=organization),
        {"product_id": "id", "tag_id": "tags[1 + id %% cardinality(tags)]", "sort_name": "name"},
        f"made, ({tags} WHERE organization_id = {organization.pk}) AS all_tags"
        f" WHERE made.organization_id = {organization.pk} AND id %% 3 = 0",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS ({made} RETURNING id, name, organization_id) {tagged}",
            [*values, *more],
        )

"""The index behind the search of products: trigrams of the upper case, where pg_trgm exists.

Written by hand as that of people is (`orgs/migrations/0002_trigram.py`), and for the same
reason: the embedded database has no pg_trgm, and the search is the same query without it. A
server that gets the extension later: `CREATE EXTENSION pg_trgm`, then the statement below.
"""

import logging

from django.db import NotSupportedError, ProgrammingError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

log = logging.getLogger(__name__)

INDEX = (
    "CREATE INDEX IF NOT EXISTS product_search ON products_product"
    " USING gin (UPPER(search_text::text) gin_trgm_ops)"
)


def create_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            log.info("No pg_trgm here: the search of products works without its index.")
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except (ProgrammingError, NotSupportedError) as error:
            log.warning("pg_trgm may not be created (%s): no index to search products.", error)
            return
        cursor.execute(INDEX)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP INDEX IF EXISTS product_search")


class Migration(migrations.Migration):
    dependencies = [("products", "0007_order_new_holder")]

    operations = [migrations.RunPython(create_index, drop_index)]

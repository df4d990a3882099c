"""The indexes behind the search of people: trigrams of the upper case, where pg_trgm exists.

Written by hand, since the embedded database has no pg_trgm and nothing may depend on it there:
the search is the same query with or without them, only slower over many people. A server
that gets the extension later: `CREATE EXTENSION pg_trgm`, then the statements below.
"""

import logging

from django.db import NotSupportedError, ProgrammingError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

log = logging.getLogger(__name__)

# The second serves those who may search by name alone.
INDEX = "CREATE INDEX IF NOT EXISTS {} ON orgs_membership USING gin (UPPER({}::text) gin_trgm_ops)"
INDEXES = (
    INDEX.format("membership_search", "search_text"),
    INDEX.format("membership_name_search", "sort_name"),
)


def create_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            log.info("No pg_trgm here: the search of people works without its index.")
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except (ProgrammingError, NotSupportedError) as error:
            log.warning("pg_trgm may not be created (%s): searching people has no index.", error)
            return
        for statement in INDEXES:
            cursor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP INDEX IF EXISTS membership_search, membership_name_search")


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]

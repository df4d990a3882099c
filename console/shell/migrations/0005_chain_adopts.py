"""Entries that are older than the chain are numbered and sealed as they are found.

That proves nothing about the time before: the head keeps how many they were (`adopted`), and
`verify_log` says so.
"""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.db import migrations, models

from console.shell.chain import FACTS, current_key, seal

BATCH = 1_000


def adopt(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    columns = ", ".join(
        {"before": "before::text", "after": "after::text", "ip": "host(ip)"}.get(name, name)
        for name in FACTS
    )
    with connection.cursor() as cursor:
        # Of the owner of the table, inside this transaction only.
        cursor.execute("ALTER TABLE shell_auditentry DISABLE TRIGGER shell_audit_append_only")
    with connection.connection.cursor(name="older_entries") as older:
        older.itersize = BATCH
        older.execute(
            f"SELECT id, {columns} FROM shell_auditentry"  # noqa: S608 - names of columns
            " ORDER BY organization_id, person_id, id"
        )
        for (organization_id, person_id), rows in groupby(older, key=lambda row: (row[1], row[2])):
            number, digest = _adopt_one(connection, rows)
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO shell_chainhead"
                    " (organization_id, person_id, number, hash, adopted, told_number)"
                    " VALUES (%s, %s, %s, %s, %s, 0)",
                    [organization_id, person_id, number, digest, number],
                )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shell_auditentry ENABLE TRIGGER shell_audit_append_only")


def _adopt_one(connection: Any, rows: Iterator[Any]) -> tuple[int, str]:
    """Seal one chain; its last number and hash."""
    key, number, digest = current_key(), 0, ""
    while batch := list(islice(rows, BATCH)):
        sealed = []
        for pk, *values in batch:
            number += 1
            facts = dict(zip(FACTS, values, strict=True))
            digest = seal(facts, number=number, previous=digest, key=key)
            sealed.append((pk, number, digest))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE shell_auditentry AS entry"
                " SET number = sealed.number, hash = sealed.hash, key_id = %s"
                " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS sealed(id, number, hash)"
                " WHERE entry.id = sealed.id",
                [key.id, *map(list, zip(*sealed, strict=True))],
            )
    return number, digest


class Migration(migrations.Migration):
    dependencies = [("shell", "0004_chain")]

    operations = [
        migrations.RunPython(adopt, migrations.RunPython.noop),
        migrations.AlterField("auditentry", "number", models.BigIntegerField()),
        migrations.AlterField("auditentry", "key_id", models.CharField(max_length=8)),
        migrations.AlterField("auditentry", "hash", models.CharField(max_length=64)),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.UniqueConstraint(
                fields=("organization_id", "person_id", "number"),
                name="audit_chain",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveIndex("auditentry", "audit_by_organization"),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["organization_id", "number"], name="audit_by_number"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["organization_id", "event", "number"], name="audit_by_event"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["organization_id", "actor_id", "number"], name="audit_by_actor"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["organization_id", "about_id", "number"], name="audit_by_about"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(
                fields=["organization_id", "subject_type", "subject_id", "number"],
                name="audit_by_subject",
            ),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["organization_id", "created_at"], name="audit_by_time"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(
                condition=models.Q(("undoes__isnull", False)),
                fields=["organization_id", "undoes"],
                name="audit_by_undone",
            ),
        ),
    ]

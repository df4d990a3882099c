"""Each log becomes a chain: numbers, hashes, and a head that never goes back."""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION shell_chain_head_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the head of a log stays'
            USING ERRCODE = 'insufficient_privilege';
    ELSIF NEW.number < OLD.number
        OR (NEW.number = OLD.number AND NEW.hash <> OLD.hash)
        OR NEW.organization_id IS DISTINCT FROM OLD.organization_id
        OR NEW.person_id IS DISTINCT FROM OLD.person_id
        OR NEW.adopted <> OLD.adopted
        OR NEW.told_number < OLD.told_number
        OR NEW.told_on < OLD.told_on
    THEN
        RAISE EXCEPTION 'the head of a log only goes forwards'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER shell_chain_head_forwards
    BEFORE UPDATE OR DELETE ON shell_chainhead
    FOR EACH ROW EXECUTE FUNCTION shell_chain_head_forwards();
"""

BACKWARDS = """
DROP TRIGGER shell_chain_head_forwards ON shell_chainhead;
DROP FUNCTION shell_chain_head_forwards();
"""


class Migration(migrations.Migration):
    dependencies = [("shell", "0003_letter_lists")]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organization_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("adopted", models.BigIntegerField(default=0)),
                ("told_number", models.BigIntegerField(default=0)),
                ("told_on", models.DateField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="chainhead",
            constraint=models.UniqueConstraint(
                fields=("organization_id", "person_id"),
                name="one_head_a_chain",
                nulls_distinct=False,
            ),
        ),
        # Empty until the next migration has sealed what is there.
        migrations.AddField("auditentry", "number", models.BigIntegerField(null=True)),
        migrations.AddField("auditentry", "about_id", models.BigIntegerField(null=True)),
        migrations.AddField("auditentry", "undoes", models.BigIntegerField(null=True)),
        migrations.AddField("auditentry", "key_id", models.CharField(max_length=8, null=True)),
        migrations.AddField("auditentry", "hash", models.CharField(max_length=64, null=True)),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]

"""The audit log is append-only: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION shell_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only'
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER shell_audit_append_only
    BEFORE UPDATE OR DELETE ON shell_auditentry
    FOR EACH ROW EXECUTE FUNCTION shell_audit_append_only();
"""

BACKWARDS = """
DROP TRIGGER shell_audit_append_only ON shell_auditentry;
DROP FUNCTION shell_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("shell", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0005_logos_and_retired_slugs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="formermember",
            name="has_left",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="formermember",
            name="member_id",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="formermember",
            name="was_suspended",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="formermember",
            index=models.Index(fields=["organization", "member_id"], name="former_by_member"),
        ),
        migrations.AddIndex(
            model_name="formermember",
            index=models.Index(
                fields=["organization", "user", "-removed_at"], name="former_by_person"
            ),
        ),
    ]

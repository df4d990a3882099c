import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0006_former_members_in_full"),
        ("products", "0008_product_search"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="product",
            name="product_by_holder",
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                models.F("organization"),
                django.db.models.functions.comparison.Coalesce(
                    "expires_at",
                    models.Value(datetime.datetime(2999, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                ),
                models.F("id"),
                name="product_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["organization", "holder", "sort_name", "id"], name="product_by_holder"
            ),
        ),
    ]

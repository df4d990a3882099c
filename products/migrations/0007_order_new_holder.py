import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0006_kept_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="registrarorder",
            name="new_holder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="products.contact",
            ),
        ),
    ]

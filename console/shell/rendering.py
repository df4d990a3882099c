"""How forms look wherever one is written as `{{ form }}` or `{{ form.email.as_field_group }}`."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our own templates for forms, fields and what is wrong with the whole form."""

    form_template_name = "shell/forms/form.html"
    field_template_name = "shell/forms/field.html"

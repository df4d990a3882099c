"""Addresses of the tags of an Organization: `/o/<organization>/tags/…`."""

from django.urls import path

from products.views import tags

app_name = "products_tags"

urlpatterns = [
    path("", tags.tag_list, name="tag-list"),
    path("export/", tags.tag_export, name="tag-export"),
    path("new/", tags.tag_create, name="tag-create"),
    path("<int:pk>/actions/", tags.tag_actions, name="tag-actions"),
    path("<int:pk>/edit/", tags.tag_edit, name="tag-edit"),
    path("<int:pk>/merge/", tags.tag_merge, name="tag-merge"),
    path("<int:pk>/delete/", tags.tag_delete, name="tag-delete"),
]

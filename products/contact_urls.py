"""Addresses of contact cards: `/o/<organization>/contacts/…`."""

from django.urls import path

from products.views import contacts, identity

app_name = "products_contacts"

urlpatterns = [
    path("", contacts.contact_list, name="contact-list"),
    path("export/", contacts.contact_export, name="contact-export"),
    path("new/", contacts.contact_create, name="contact-create"),
    path("check/", identity.identity_check, name="identity-check"),
    path("<int:pk>/actions/", contacts.contact_actions, name="contact-actions"),
    path("<int:pk>/edit/", contacts.contact_edit, name="contact-edit"),
    path("<int:pk>/delete/", contacts.contact_delete, name="contact-delete"),
]

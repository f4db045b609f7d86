"""The office as a Django application: it has pages, and no table of its own."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The application's registration."""

    name = "filon.faces.office"
    label = "office"

"""The one Django application that owns tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The application's registration."""

    name = "filon.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

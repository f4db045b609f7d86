"""The people who use an instance."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account; what it may see follows from its role and, for a client viewer, its client.

    `operator` is who the person is in the files: nobody decides on the appointments it took itself.
    """

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        SALES_DIRECTOR = "sales_director"
        MARKETING = "marketing"
        FINANCE = "finance"
        OPERATOR = "operator"
        QUALITY_CONTROLLER = "quality_controller"
        CLIENT_VIEWER = "client_viewer"

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SALES_DIRECTOR)
    client = models.ForeignKey("records.Client", on_delete=models.PROTECT, null=True, blank=True)
    operator = models.ForeignKey("records.Operator", on_delete=models.PROTECT, null=True, blank=True)

"""What supervisors ask: is the process alive, and can it do its work."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from filon.faces.office.access import ANYBODY, open_to

ROOM_BYTES = 200 * 2**20  # below, imports would soon fail


@open_to(ANYBODY)
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell that the process answers."""
    del request
    return JsonResponse({"alive": True})


@open_to(ANYBODY)
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether the database answers and the disk has room; 503 where one does not."""
    del request
    checks = {"database": _database(), "disk": shutil.disk_usage(settings.FILON_HOME).free > ROOM_BYTES}
    return JsonResponse(
        {"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503
    )


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]

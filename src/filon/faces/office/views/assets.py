"""What pages load, and the language they are in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from filon.faces.office.access import ANYBODY, open_to
from filon.faces.office.charts import bundle

YEAR = 31_536_000


@require_GET
@open_to(ANYBODY)
def vega(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the charting library; the version is in its address so that browsers may keep it."""
    del request, version
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return HttpResponse(bundle(), content_type="text/javascript; charset=utf-8", headers=headers)


@require_POST
@open_to(ANYBODY)
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen, and go back to the page it was chosen on."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


urlpatterns = [
    path("vega-<str:version>.js", vega, name="vega"),
    path("langue/", language, name="language"),
]

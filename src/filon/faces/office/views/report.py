"""The ROI report, as one file that opens offline."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.language import language_of
from filon.flows.report import report_of
from filon.reports.paint.html import paint


@open_to(DECIDERS)
def report(request: HttpRequest) -> HttpResponse:
    """Give the report of the days asked, or of all that is recorded."""
    period = read(request.GET).query("roi").period
    page = paint(report_of(settings.FILON_HOME, period, scope=scope_of(request)), language_of(request))
    name = 'attachment; filename="filon-report.html"'
    return HttpResponse(page, headers={"Content-Disposition": name})


urlpatterns = [path("rapport/", report, name="report")]

"""One figure: its formula in words, its version, its inputs, and the rows behind them."""

from itertools import islice

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import READERS, Role, open_to, role_of, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.choices import bar
from filon.faces.office.language import language_of
from filon.flows import explain
from filon.metrics.definitions import CATALOGUE
from filon.terms.scope import Scope

SHOWN = 100
CLIENTS_MAY_SEE = frozenset(
    {
        "calls", "reached", "decision_makers", "useful_conversations", "contacts_called", "contacts_reached",
        "appointments_set", "appointments_validated", "appointments_held", "appointments_no_show",
        "reach_rate", "contact_reach_rate", "conversation_rate", "appointment_rate", "validation_rate", "show_rate",
        "appointments_validated_of_appointments_set", "appointments_held_of_appointments_set",
        "appointments_set_of_calls", "appointments_validated_of_calls", "appointments_held_of_calls",
    }
)  # fmt: skip


@open_to(READERS)
def figure(request: HttpRequest, metric: str) -> HttpResponse:
    """Show how a figure was made."""
    return render(request, "office/figure.html", _context(request, metric))


@open_to(READERS)
def rows(request: HttpRequest, metric: str) -> HttpResponse:
    """Send every row behind the figure as CSV; they sum to its inputs."""
    context = _context(request, metric)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="filon-{metric}.csv"'
    explain.write_rows(response, settings.FILON_HOME, context["explained"], scope_of(request))  # type: ignore[arg-type]
    return response


def _context(request: HttpRequest, metric: str) -> dict[str, object]:
    refuse_what_clients_may_not_see(request, metric)
    asked, scope = read(request.GET), scope_of(request)
    CATALOGUE.find(metric)
    explained = explain.explain(settings.FILON_HOME, metric, asked.query(metric), scope)
    return {
        "asked": asked,
        "choices": bar(asked, scope, language_of(request)),
        "explained": explained,
        "rows": _rows(explained, scope),
        "shown": SHOWN,
    }


def _rows(explained: explain.Explanation, scope: Scope) -> list[tuple[object, str]]:
    return list(islice(explain.rows(settings.FILON_HOME, explained, scope), SHOWN))


def refuse_what_clients_may_not_see(request: HttpRequest, metric: str) -> None:
    """Raise Http404 where a client viewer asks for a cost, a margin or a price."""
    if role_of(request) == Role.CLIENT_VIEWER and metric not in CLIENTS_MAY_SEE:
        raise Http404


urlpatterns = [
    path("chiffre/<slug:metric>/", figure, name="figure"),
    path("chiffre/<slug:metric>/lignes.csv", rows, name="figure-rows"),
]

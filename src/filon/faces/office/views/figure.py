"""One figure: its formula in words, its version, its inputs, and the rows behind them."""

from itertools import islice

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import READERS, Role, open_to, role_of, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows import explain
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import sheets

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
def figure(request: HttpRequest, metric: str) -> HttpResponseBase:
    """Show how a figure was made; its inputs and every row behind them can be taken away."""
    refuse_what_clients_may_not_see(request, metric)
    asked, scope = read(request.GET), scope_of(request)
    CATALOGUE.find(metric)
    explained = explain.explain(settings.FILON_HOME, metric, asked.query(metric), scope)
    found = {
        "rows": lambda: sheets.of_rows(
            explained.item.label,
            explain.rows(settings.FILON_HOME, explained, scope),
            sheets.basis(explained.answer),
        ),
        "inputs": lambda: sheets.of_answer(
            explained.answer, explained.item.label, explained.answer.query.metrics
        ),
    }
    if file := exported(request, metric, found):
        return file
    context = {
        "asked": asked,
        "choices": bar(asked, scope, language_of(request)),
        "explained": explained,
        "rows": list(islice(explain.rows(settings.FILON_HOME, explained, scope), SHOWN)),
    }
    return render(request, "office/figure.html", context)


def refuse_what_clients_may_not_see(request: HttpRequest, metric: str) -> None:
    """Raise Http404 where a client viewer asks for a cost, a margin or a price."""
    if role_of(request) == Role.CLIENT_VIEWER and metric not in CLIENTS_MAY_SEE:
        raise Http404


urlpatterns = [path("chiffre/<slug:metric>/", figure, name="figure")]

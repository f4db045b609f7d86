"""Tests: the list, what each shows with its verdict, and the steps from launch to decision."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.charts import in_page
from filon.faces.office.entering import actor, seen
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows import experiments as flow
from filon.flows.experiment_assign import HEADS, assignments, units_of
from filon.insight.experiments.phrases import units
from filon.records.actions import experiments as actions
from filon.records.models import ContactList, Experiment, User
from filon.records.queries.experiments import experiment, variants
from filon.reports.pages import experiment_words as told
from filon.reports.pages import experiments as page
from filon.terms import experiments as words
from filon.terms.clock import now
from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text


@open_to(DECIDERS)
def tests(request: HttpRequest) -> HttpResponse:
    """List the tests with their verdicts."""
    found = flow.listed(settings.FILON_HOME, scope_of(request))
    stands = [(one.record.status, one.verdict.decision if one.verdict else None) for one in found]
    context = {"tests": found, "words": words, "summary": page.summary(stands)}
    return render(request, "office/tests.html", context)


@open_to(DECIDERS)
def test(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a test: its verdict, its curve, its guardrails, and what to do with it."""
    record = _test(request, code)
    found = flow.watched(settings.FILON_HOME, code, scope_of(request))
    built = page.build(found.watch, found.verdict, found.names) if found.watch and found.verdict else None
    if built and (file := exported(request, f"test-{code}", {"days": lambda: page.sheet(built)})):
        return file
    language = language_of(request)
    charts = (
        [in_page(each.chart, language) if each.chart else None for each in built.compared] if built else []
    )
    context = {
        "test": record,
        "variants": variants(record),
        "page": built,
        "compared": list(zip(built.compared, charts, strict=True)) if built else [],
        "guarded": told.guarded(),
        "stop_rule": told.stop_rule(),
        "words": words,
        "metric": words.METRICS[record.metric],
        "needed": units(record.sample, record.unit),
        "lists": ContactList.objects.filter(voided_at__isnull=True).order_by("list_code"),
        "today": timezone.localdate(now()),
        "by": _person(record.decided_by),
        "decided_from": told.decided_from(record.decided_from, record.unit),
    }
    return render(request, "office/test.html", context)


@open_to(DECIDERS)
def assignment(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give the file of who gets which variant."""
    record = _test(request, code)
    named = request.GET.get("list") or None
    rows = assignments(record, units_of(record, list_code=named, today=timezone.localdate(now())))
    lines = _lines([HEADS[record.unit], "variant"], rows)
    headers = {"Content-Disposition": f'attachment; filename="filon-{code}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(head: list[str], rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Give the lines of a CSV file one by one."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow(row)


class _Echo:
    """What a CSV writer writes to in order to give its lines back."""

    def write(self, text: str) -> str:
        """Return what is written."""
        return text


@require_POST
@open_to(DECIDERS)
def launch(request: HttpRequest, code: str) -> HttpResponse:
    """Launch a test today."""
    done = Text("Test lancé : son plan est figé.", "Test launched: its plan is frozen.")
    return _done(request, code, done, lambda row: actions.launch(row, _today(), **_by(request)))


@require_POST
@open_to(DECIDERS)
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop a test today."""
    done = Text(
        "Test arrêté : les appels suivants n'y comptent plus.",
        "Test stopped: later calls do not count in it.",
    )
    return _done(request, code, done, lambda row: actions.stop(row, _today(), **_by(request)))


@require_POST
@open_to(DECIDERS)
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Record what is decided, and why."""
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    done = Text(
        "Décision notée ; elle est datée sur les courbes de la campagne.",
        "Decision recorded; it is dated on the curves of the campaign.",
    )
    return _done(
        request,
        code,
        done,
        lambda row: flow.decide(settings.FILON_HOME, row, decision, reason, _today(), **_by(request)),
    )


@require_POST
@open_to(DECIDERS)
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw a draft."""
    done = Text("Brouillon supprimé.", "Draft discarded.")
    return _done(request, code, done, lambda row: actions.discard(row, **_by(request)))


def _done(request: HttpRequest, code: str, said: Text, act: Callable[[Experiment], None]) -> HttpResponse:
    """Do something to a test and go back to it, or to the list where it is gone."""
    record = _test(request, code)
    try:
        act(record)
    except Fault as fault:
        messages.error(request, fault.sentence(language_of(request)))
    else:
        messages.success(request, said[language_of(request)])
        if record.voided_at is not None:
            return redirect("office:tests")
    return redirect("office:tests-page", code=code)


def _test(request: HttpRequest, code: str) -> Experiment:
    try:
        return experiment(code, scope_of(request))
    except UnknownName as fault:
        raise Http404 from fault


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor(request), "seen": seen(request)}


def _today() -> Any:
    return timezone.localdate(now())


def _person(actor_name: str) -> str:
    """Return the name of who decided: an account, else what the journal says."""
    kind, _, number = actor_name.partition(":")
    found = User.objects.filter(pk=number).first() if kind == "user" and number.isdecimal() else None
    return found.username if found else actor_name


urlpatterns = [
    path("tests/", tests, name="tests"),
    path("tests/<path:code>/affectation.csv", assignment, name="tests-assign"),
    path("tests/<path:code>/lancer/", launch, name="tests-launch"),
    path("tests/<path:code>/arreter/", stop, name="tests-stop"),
    path("tests/<path:code>/decider/", decide, name="tests-decide"),
    path("tests/<path:code>/supprimer/", discard, name="tests-discard"),
    path("tests/<path:code>/", test, name="tests-page"),
]

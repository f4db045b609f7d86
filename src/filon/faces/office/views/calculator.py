"""The calculator: every figure from totals alone; its address holds what was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import EVERYONE, VISITOR, open_to
from filon.faces.office.entering import Input, habits, label
from filon.flows.calculate import FORM, RATE, Computed, compute
from filon.reports.pages import calculator as page
from filon.terms.text import Text

ACTIVITY, MONEY = Text("Activité", "Activity"), Text("Argent et temps", "Money and time")
LABELS = {
    "calls": Text("Appels", "Calls"),
    "conversations": Text("Conversations utiles", "Useful conversations"),
    "appointments": Text("RDV posés", "Appointments set"),
    "validated": Text("RDV validés", "Appointments validated"),
    "held": Text("RDV tenus", "Appointments held"),
    "proposals": Text("Propositions", "Proposals"),
    "contracts": Text("Contrats", "Contracts"),
    "revenue": Text("Chiffre d'affaires", "Revenue"),
    "margin": Text("Marge brute", "Gross margin"),
    RATE: Text("ou taux de marge", "or margin rate"),
    "cost": Text("Coût total", "Total cost"),
    "hours": Text("Heures travaillées", "Hours worked"),
}
FIRST_OF_MONEY = "revenue"
EXAMPLE = (
    "calls=8000&conversations=320&appointments=80&proposals=50&contracts=15&revenue=90000&margin_rate=40+%25"
    "&cost=12000"
)


@open_to(EVERYONE | {VISITOR})
def calculator(request: HttpRequest) -> HttpResponse:
    """Compute from the totals in the address."""
    texts = {column.name: request.GET.get(column.name, "").strip() for column in FORM.columns}
    found = compute(texts, habits(request))
    context = {
        "groups": _groups(texts, found),
        "page": page.build(found.calculation) if found.calculation else None,
        "refused": bool(found.faults),
        "example": EXAMPLE,
    }
    return render(request, "office/calculator.html", context, status=400 if found.faults else 200)


def _groups(texts: dict[str, str], found: Computed) -> list[tuple[Text, list[Input]]]:
    inputs = [
        Input(
            column.name,
            label(column, LABELS),
            "number",
            texts[column.name],
            False,
            40,
            [],
            found.faults.get(column.name),
        )
        for column in FORM.columns
    ]
    names = list(texts)
    place = names.index(FIRST_OF_MONEY)
    return [(ACTIVITY, inputs[:place]), (MONEY, inputs[place:])]


urlpatterns = [path("calculateur/", calculator, name="calculator")]

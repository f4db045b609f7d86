"""A test in words: its figures with what they divide, its changes, when it ends, what it showed when it was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from filon.insight.biases.phrases import percent
from filon.insight.experiments.measured import Measured
from filon.insight.experiments.phrases import signed, units
from filon.insight.experiments.reading import TOLERANCE
from filon.insight.experiments.verdict import RULES
from filon.insight.experiments.watch import Change, Figure
from filon.reports.paint.numbers import NONE, amount
from filon.terms.text import Language, Text, plural

_COUNTED = {
    "contacts": (("contact", "contacts"), ("contact", "contacts")),
    "calls": (("appel", "appels"), ("call", "calls")),
    "conversations": (("conversation", "conversations"), ("conversation", "conversations")),
    "appointments": (("rendez-vous", "rendez-vous"), ("appointment", "appointments")),
    "opportunities": (("opportunité", "opportunités"), ("opportunity", "opportunities")),
}


def figure(found: Figure, language: Language) -> str:
    """Write a figure; its counts where it rests on too few, a dash where there is none."""
    if found.value is None:
        return NONE
    if found.few:
        return "/".join(amount(count_, "count", language) for count_ in (found.top, found.bottom))
    return amount(found.value, found.unit, language)


def divided(found: Figure, measured: Measured) -> Text:
    """Write the division that a figure of an arm is, with what it divides."""
    top, bottom = (
        plural(round(number), *_COUNTED[names[0]])
        for number, names in ((found.top, measured.top), (found.bottom, measured.bottom))
    )
    if measured.priced:
        return Text(f"coût de {top.fr} / {bottom.fr}", f"cost of {top.en} / {bottom.en}")
    return Text(f"{top.fr} / {bottom.fr}", f"{top.en} / {bottom.en}")


def told(change: Change | None) -> Text:
    """Say a change with its bounds."""
    if change is None or change.low is None or change.high is None:
        return Text("trop peu pour le dire", "too little to tell")
    value, low, high = (signed(bound) for bound in (change.value, change.low, change.high))
    return Text(f"{value.fr} (de {low.fr} à {high.fr})", f"{value.en} ({low.en} to {high.en})")


def decided_from(shown: Mapping[str, Any] | None, unit: str) -> Text | None:
    """Say what a test showed when it was decided, None where that was not kept."""
    if shown is None:
        return None
    value, low, high = shown["change"] or (0.0, None, None)
    change = told(Change(value, low, high, p=1.0))
    variant = f"{shown['variant']} " if shown["variant"] else ""
    counted = units(shown["counted"], unit)
    last = date.fromisoformat(shown["last_day"])
    return Text(
        f"Décidé sur : {variant}{change.fr}, {counted.fr}, au {last:%d/%m/%Y}.",
        f"Decided on: {variant}{change.en}, {counted.en}, as of {last}.",
    )


def stop_rule() -> Text:
    """Say when a test ends."""
    *rules, last = RULES.values()
    return Text(
        f"dès que {', que '.join(rule.fr for rule in rules)} ou que {last.fr}",
        f"as soon as {', '.join(rule.en for rule in rules)} or {last.en}",
    )


def guarded() -> Text:
    """Say how guardrails are read."""
    share = percent(TOLERANCE)
    return Text(
        f"Un garde-fou n'est retenu contre une variante que s'il se dégrade de plus de {share.fr} au-delà du hasard ; plus il "
        "y a de garde-fous, plus on est exigeant, pour ne pas sonner l'alarme par hasard (méthode de Holm).",
        f"A guardrail counts against a variant only where it gets worse by more than {share.en} beyond chance; the "
        "more guardrails there are, the more is asked of each, so that none alarms by chance (Holm's method).",
    )

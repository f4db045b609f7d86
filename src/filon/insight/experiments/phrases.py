"""Tests in sentences: units by their name, changes with their sign, how long a test lasts."""

from filon.insight.biases.phrases import percent
from filon.insight.experiments.planning import MONTH_WEEKS, MOST_WEEKS, Plan
from filon.terms.text import Text, plural

_NOUNS = {
    "contact": (("contact", "contacts"), ("contact", "contacts")),
    "list": (("fichier", "fichiers"), ("list", "lists")),
    "slot": (("créneau", "créneaux"), ("slot", "slots")),
}


def units(number: int, unit: str) -> Text:
    """Return a number of units of a test, by their name."""
    return plural(number, *_NOUNS[unit])


def signed(change: float) -> Text:
    """Return a relative change with its sign."""
    told = percent(abs(change))
    sign = "−" if change <= -0.005 else "+" if change >= 0.005 else ""
    return Text(f"{sign}{told.fr}", f"{sign}{told.en}")


def duration(found: Plan) -> list[Text]:
    """Say how long a test lasts, and what a month of it can show; nothing where no weekly rate is known."""
    if found.weeks is None:
        return []
    if found.too_long:
        effect = _effect(found.longest_effect)
        return [
            Text(
                f"Trop long : {found.weeks} semaines, pour {MOST_WEEKS} au plus. En {MOST_WEEKS} semaines, plus petit "
                f"effet visible : {effect.fr}.",
                f"Too long: {found.weeks} weeks, {MOST_WEEKS} being the most. In {MOST_WEEKS} weeks, smallest effect "
                f"visible: {effect.en}.",
            )
        ]
    weeks = plural(found.weeks, ("semaine", "semaines"), ("week", "weeks"))
    lasting = Text(f"Durée : {weeks.fr}.", f"Duration: {weeks.en}.")
    if found.month_concludes:
        return [lasting, Text("Un mois suffit pour conclure.", "A month is enough to conclude.")]
    effect = _effect(found.month_effect)
    return [
        lasting,
        Text(
            f"Un mois ne suffira pas pour conclure : en {MONTH_WEEKS} semaines, plus petit effet visible : {effect.fr}.",
            f"A month will not be enough to conclude: in {MONTH_WEEKS} weeks, smallest effect visible: {effect.en}.",
        ),
    ]


def _effect(effect: float | None) -> Text:
    return Text("aucun", "none") if effect is None else percent(effect)

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
        return [
            Text(
                f"Trop long : {found.weeks} semaines, pour {MOST_WEEKS} au plus.",
                f"Too long: {found.weeks} weeks, {MOST_WEEKS} being the most.",
            ),
            _visible(MOST_WEEKS, found.longest_effect),
            _visible(MONTH_WEEKS, found.month_effect),
        ]
    weeks = plural(found.weeks, ("semaine", "semaines"), ("week", "weeks"))
    lasting = Text(f"Durée : {weeks.fr}.", f"Duration: {weeks.en}.")
    if found.month_concludes:
        return [lasting, Text("Un mois suffit pour conclure.", "A month is enough to conclude.")]
    return [
        lasting,
        Text("Un mois ne suffira pas pour conclure.", "A month will not be enough to conclude."),
        _visible(MONTH_WEEKS, found.month_effect),
    ]


def _visible(weeks: int, effect: float | None) -> Text:
    """Say the smallest effect that some weeks can show."""
    if effect is None:
        return Text(
            f"En {weeks} semaines, aucun effet réaliste ne se verrait.",
            f"In {weeks} weeks no realistic effect would show.",
        )
    told = percent(effect)
    return Text(
        f"En {weeks} semaines, seule une amélioration d'au moins {told.fr} se verrait.",
        f"In {weeks} weeks only an improvement of {told.en} or more would show.",
    )

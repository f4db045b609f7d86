"""What was spent, after allocation, on each day of each entry's period."""

from collections.abc import Callable
from typing import Any

from filon.metrics.definitions.reasons import NO_COST
from filon.metrics.language.measure import Measure, Part
from filon.terms.text import Text

FAMILIES = {
    "lists": (Text("Fichiers", "Lists"), ("list_purchase", "list_qualification")),
    "people": (
        Text("Équipe d'appel", "Calling team"),
        ("operator_time", "management", "social_charges", "training", "quality_control"),
    ),
    "tools": (
        Text("Outils et téléphonie", "Tools and telephony"),
        ("tool_licence", "telephony", "infrastructure", "email_tool"),
    ),
    "providers": (Text("Prestataires", "Providers"), ("provider_fee", "appointment_fee")),
    "media": (
        Text("Média et évènements", "Media and events"),
        ("media", "creative", "event_stand", "travel"),
    ),
    "sales": (Text("Temps des commerciaux", "Sales time"), ("sales_time",)),
    "overhead": (
        Text("Préparation, reporting et frais généraux", "Preparation, reporting and overhead"),
        ("script_preparation", "reporting", "overhead"),
    ),
}


def _cost(name: str, label: Text, words: Text, kept: Callable[[Any], Any] | None = None) -> Measure:
    def value(t: Any) -> Any:
        return t.cents if kept is None else kept(t).fill_null(False).ifelse(t.cents, 0)

    def unknown(t: Any) -> Any:
        missing = t.cents.isnull()
        return missing if kept is None else missing & kept(t).fill_null(False)

    part = Part("costs", "day", value, unknown, "cost", source="costs")
    return Measure(name, label, words, "money", (part,), "lower", scale=100, empty="none", absent=NO_COST)


def _of(categories: tuple[str, ...]) -> Callable[[Any], Any]:
    return lambda t: t.category.isin(categories)


MEASURES = (
    _cost(
        "cost_direct",
        Text("Coûts directs", "Direct costs"),
        Text("coûts directs, après répartition", "direct costs, after allocation"),
        lambda t: t.nature == "direct",
    ),
    _cost(
        "cost_indirect",
        Text("Coûts indirects", "Indirect costs"),
        Text("coûts indirects, après répartition", "indirect costs, after allocation"),
        lambda t: t.nature == "indirect",
    ),
    _cost(
        "cost_total",
        Text("Coût total", "Total cost"),
        Text("coûts directs et indirects, après répartition", "direct and indirect costs, after allocation"),
    ),
    *(
        _cost(
            f"cost_{family}",
            Text(f"Coûts : {label.fr.lower()}", f"Costs: {label.en.lower()}"),
            Text(f"catégories {', '.join(categories)}", f"categories {', '.join(categories)}"),
            _of(categories),
        )
        for family, (label, categories) in FAMILIES.items()
    ),
)

"""Why a figure has no answer, in words."""

from collections import Counter
from collections.abc import Iterable

from filon.terms.text import Text

# key of a Part → (French one, French many, English one, English many)
UNKNOWN: dict[str, tuple[str, str, str, str]] = {
    "margin": (
        "contrat n'a ni marge ni taux de marge",
        "contrats n'ont ni marge ni taux de marge",
        "contract has neither margin nor margin rate",
        "contracts have neither margin nor margin rate",
    ),
    "cost": (
        "coût est d'un montant inconnu (heures sans taux horaire)",
        "coûts sont d'un montant inconnu (heures sans taux horaire)",
        "cost has an unknown amount (hours without a rate)",
        "costs have an unknown amount (hours without a rate)",
    ),
    "totals": (
        "total d'activité ne donne pas ce chiffre",
        "totaux d'activité ne donnent pas ce chiffre",
        "activity total does not give this figure",
        "activity totals do not give this figure",
    ),
    "retention": (
        "contrat récurrent se renouvelle dans l'horizon : indiquez un taux de rétention annuel",
        "contrats récurrents se renouvellent dans l'horizon : indiquez un taux de rétention annuel",
        "recurring contract renews within the horizon: state a yearly retention",
        "recurring contracts renew within the horizon: state a yearly retention",
    ),
    "term": (
        "contrat récurrent n'a pas de durée d'engagement",
        "contrats récurrents n'ont pas de durée d'engagement",
        "recurring contract has no term",
        "recurring contracts have no term",
    ),
    "recurring_margin": (
        "contrat récurrent a une marge mensuelle inconnue",
        "contrats récurrents ont une marge mensuelle inconnue",
        "recurring contract has an unknown monthly margin",
        "recurring contracts have an unknown monthly margin",
    ),
}

NO_COST = Text("aucun coût n'est enregistré dans ce périmètre", "no cost is recorded in this scope")
NO_TALK = Text("aucune durée de conversation n'est connue", "no talk time is known")
NO_HOURS = Text("aucune heure travaillée n'est enregistrée", "no hours worked are recorded")
NO_DEAL = Text("aucune affaire dans ce périmètre", "no deal in this scope")
MEDIAN_NOT_REACHED = Text(
    "moins de la moitié des affaires sont signées à ce jour : la médiane n'est pas atteinte",
    "fewer than half of the deals are signed to date: the median is not reached",
)


def unknown(rows: Iterable[tuple[str, int]]) -> Text:
    """Return what is unknown, counted: « 2 coûts sont d'un montant inconnu »."""
    counts = Counter(key for key, _ in rows)
    fr, en = [], []
    for key, count in sorted(counts.items()):
        fr_one, fr_many, en_one, en_many = UNKNOWN[key]
        fr.append(f"{count} {fr_one if count == 1 else fr_many}")
        en.append(f"{count} {en_one if count == 1 else en_many}")
    return Text(" ; ".join(fr), "; ".join(en))


def nothing_to_divide_by(label: Text) -> Text:
    """Return the reason of a ratio whose denominator is zero."""
    return Text(f"le dénominateur est nul ({label.fr} : 0)", f"the denominator is zero ({label.en}: 0)")


def never_pays(label: Text) -> Text:
    """Return the reason of a break-even that no volume reaches."""
    return Text(f"jamais : {label.fr} n'est pas positive", f"never: {label.en} is not positive")

"""What a lifetime figure assumes, in words: it compares with another only on the same assumptions."""

from filon.insight.lifetime.again import TOO_FEW, Again
from filon.insight.lifetime.study import Lifetime
from filon.insight.lifetime.tenure import BETA_GEOMETRIC, FEWEST_AGES, FEWEST_CUSTOMERS, STATED, Tenure
from filon.terms.text import Text, count


def assumptions(found: Lifetime) -> tuple[Text, ...]:
    """Return the model of each term, the horizon, the discount rate, the margin and what was left out."""
    said = [basis(tenure) for tenure in found.tenures]
    if not found.tenures:
        said.append(
            Text(
                "Aucun contrat n'a de montant récurrent : rien ne se renouvelle.",
                "No contract has a recurring amount: nothing renews.",
            )
        )
    rate = float(found.query.discount_rate)
    said += [
        Text(
            f"Horizon {found.horizon} mois ; taux d'actualisation {rate:.1%}".replace(".", ",").replace(
                "%", " %"
            )
            + " par an, converti par mois (1 + d)^(1/12).",
            f"Horizon {found.horizon} months; discount rate {rate:.1%} a year, converted to months (1 + d)^(1/12).",
        ),
        Text(
            "Marge brute : première période entière, puis marge mensuelle tant que le contrat se renouvelle ; "
            "CAC : coût total du périmètre / nouveaux clients.",
            "Gross margin: the whole first term, then the monthly margin while the contract renews; "
            "CAC: total cost of the scope / new customers.",
        ),
        Text(
            "Une résiliation en cours de période compte à son échéance ; un renouvellement pas encore échu "
            "est censuré, jamais perdu.",
            "An end within a term counts when the term is over; a renewal not due yet is censored, never lost.",
        ),
        _again(found.again, counted=found.counts_again),
        Text(
            "Intervalles à 95 % : 2 000 tirages de la rétention (graine fixe), avec l'erreur de Student sur la marge moyenne ; "
            "pour LTV/CAC et la récupération, un nombre de contrats de Poisson. Où rien n'est ajusté, la valeur et "
            "l'intervalle à un horizon sont ceux de la LTV déclarée, à rétention tenue pour sûre.",
            "95% intervals: 2,000 draws of the retention (fixed seed), with Student's error of the mean margin; "
            "for LTV/CAC and payback, a Poisson number of contracts. Where nothing is fitted, the value and "
            "interval at a horizon are those of the stated LTV, its retention taken as sure.",
        ),
    ]
    return tuple(said)


def basis(tenure: Tenure) -> Text:
    """Return the model of the contracts of one term, with what it was fitted on."""
    ages, customers = tenure.renewals.ages, round(tenure.renewals.customers)
    seen = Text(
        f"{customers} clients arrivés à un premier renouvellement, {ages} renouvellements observés",
        f"{customers} customers due for a first renewal, {ages} renewals seen",
    )
    name = Text(f"Contrats de {tenure.term} mois", f"Contracts of {tenure.term} months")
    if tenure.retention is None or tenure.model is None:
        return Text(
            f"{name.fr} : aucun renouvellement échu, la rétention n'est pas estimée.",
            f"{name.en}: no renewal due yet, retention is not estimated.",
        )
    kept = 1 - tenure.retention.mean
    if tenure.model == STATED:
        return Text(
            f"{name.fr} : aucun renouvellement échu ; rétention déclarée de {100 * kept:.0f} % à chaque échéance, "
            "et rien après une fin déjà saisie.",
            f"{name.en}: no renewal due yet; stated retention of {100 * kept:.0f}% at each renewal, "
            "and nothing after an end already entered.",
        )
    how = tenure.words or tenure.model
    if tenure.retention.alpha is not None and tenure.fitted:
        fitted = f"α {tenure.retention.alpha:.3f}, β {tenure.retention.beta:.3f}"
        how = Text(
            f"{how.fr} ({BETA_GEOMETRIC.fr}, {fitted.replace('.', ',')})",
            f"{how.en} ({BETA_GEOMETRIC.en}, {fitted})",
        )
    fewer = Text("", "")
    if not tenure.fitted:
        fewer = Text(
            f" Il faut {FEWEST_AGES} renouvellements et {FEWEST_CUSTOMERS} clients pour que la rétention varie avec l'âge.",
            f" It takes {FEWEST_AGES} renewals and {FEWEST_CUSTOMERS} customers for retention to vary with age.",
        )
    return Text(
        f"{name.fr} : {how.fr}, premier renouvellement à {100 * kept:.0f} % ; {seen.fr}.{fewer.fr}",
        f"{name.en}: {how.en}, first renewal at {100 * kept:.0f}%; {seen.en}.{fewer.en}",
    )


def _again(again: Again, *, counted: bool) -> Text:
    if again.model is None:
        return Text(
            f"Nouveaux contrats d'un même client : {TOO_FEW.fr} ; ceux déjà signés sont comptés.",
            f"Further contracts of a customer: {TOO_FEW.en}; those signed already are counted.",
        )
    back, every = count(again.returned), count(again.customers)
    more = (
        Text("comptés dans la valeur vie", "counted in the lifetime value")
        if counted
        else Text(
            "donnés à part ; ceux déjà signés sont comptés dans la valeur vie",
            "told apart; those signed already are counted in the lifetime value",
        )
    )
    return Text(
        f"Nouveaux contrats d'un même client : projetés de {back.fr} revenus sur {every.fr} (BG/NBD), {more.fr}.",
        f"Further contracts of a customer: projected from {back.en} of {every.en} who came back (BG/NBD), {more.en}.",
    )

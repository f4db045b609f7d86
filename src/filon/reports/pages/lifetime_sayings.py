"""The sentences of the page of lifetime values: each says what the figures show, no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filon.insight.biases.phrases import euros, percent
from filon.insight.lifetime.study import Group, Lifetime
from filon.insight.lifetime.tenure import STATED
from filon.metrics.answer import Cell
from filon.metrics.evaluate import MIN_EVENTS
from filon.reports.pages.sayings import listed
from filon.reports.paint.numbers import written
from filon.terms.text import Text

HEAVY = 0.2  # share lost at the first renewal from which it is worth a step of its own


@dataclass(frozen=True, slots=True)
class Segment:
    """A group with its name."""

    label: Text
    group: Group


def finding(found: Lifetime) -> Text:
    """Say what a new customer is worth at the horizon, and how that stands to its cost."""
    ltv, ratio = found.whole.ltv, found.whole.ltv_cac
    if ltv.value is None:
        reason = ltv.reason or Text("", "")
        return Text(
            f"Valeur à {found.horizon} mois : pas de réponse, {reason.fr}",
            f"Value at {found.horizon} months: no answer, {reason.en}",
        )
    worth, between = euros(100 * float(ltv.value)), _between(ltv)
    said = Text(
        f"Un nouveau client vaut {worth.fr} de marge en {found.horizon} mois{between.fr}",
        f"A new customer is worth {worth.en} of margin in {found.horizon} months{between.en}",
    )
    if ratio.value is None:
        return said
    stated = any(tenure.model == STATED for tenure in found.tenures)
    times, more = _times(float(ratio.value)), _against_cost(ratio, stated=stated)
    return Text(
        f"{said.fr}, soit {times.fr} fois ce qu'il coûte{more.fr}",
        f"{said.en}, {times.en} times what it costs{more.en}",
    )


def next_steps(found: Lifetime, segments: Sequence[Segment]) -> list[Text]:
    """Say what to do next, the most useful first."""
    steps = []
    if any(each.retention is None for each in found.tenures) and found.query.retention is None:
        steps.append(
            Text(
                "Déclarez un taux de rétention annuel ci-dessus : aucun renouvellement n'est encore échu pour l'estimer.",
                "State a yearly retention above: no renewal has fallen due yet to estimate it.",
            )
        )
    main = found.main
    pairs = () if main is None else zip(main.renewals.due, main.renewals.lost, strict=True)
    churn = [lost / due for due, lost in pairs if due >= MIN_EVENTS]
    if churn and churn[0] == max(churn) > HEAVY:
        lost = percent(churn[0])
        steps.append(
            Text(
                f"Préparez la première échéance : {lost.fr} des clients y partent, plus qu'à aucune autre.",
                f"Prepare the first renewal: {lost.en} of the customers leave there, more than at any other.",
            )
        )
    losing = [one.label for one in segments if (one.group.ltv_cac.high or 2) < 1]
    if losing:
        steps.append(
            Text(
                f"Revoyez le coût d'acquisition de {listed(losing).fr} : la valeur vie n'y couvre pas le CAC à {found.horizon} mois.",
                f"Review the acquisition cost of {listed(losing).en}: its lifetime value does not cover the CAC at {found.horizon} months.",
            )
        )
    if found.whole.customers.value and not found.whole.cac.value:
        steps.append(
            Text(
                "Saisissez les coûts du périmètre : sans eux, ni LTV/CAC ni délai de récupération.",
                "Enter the costs of the scope: without them, no LTV/CAC and no payback.",
            )
        )
    if found.again.customers and found.again.model is None and not found.tenures:
        steps.append(
            Text(
                "Renseignez le montant récurrent, la durée et la fin des contrats qui se renouvellent : "
                "sans cela, leur suite ne compte pas.",
                "Enter the recurring amount, the term and the end of contracts that renew: without them, "
                "what follows does not count.",
            )
        )
    return steps


def staying(found: Lifetime) -> Text:
    """Say how many pass a renewal."""
    main = found.main
    if main is None:
        return Text("Aucun contrat récurrent", "No recurring contract")
    if main.retention is None:
        return Text(
            "Aucun renouvellement n'est encore échu : la suite n'est pas estimée",
            "No renewal has fallen due yet: what follows is not estimated",
        )
    first = percent(1 - main.retention.mean)
    if main.model == STATED:
        return Text(
            f"Rétention déclarée : {first.fr} à chaque échéance, aucune n'est encore passée",
            f"Stated retention: {first.en} at each renewal, none has fallen due yet",
        )
    if not main.fitted:
        return Text(
            f"{first.fr} des clients passent chaque renouvellement de {main.term} mois",
            f"{first.en} of the customers pass each renewal of {main.term} months",
        )
    shares = main.retention.survival(5)
    later = percent(float(shares[5] / shares[4]))
    return Text(
        f"{first.fr} des clients passent le premier renouvellement ; de ceux qui restent, {later.fr} passent le cinquième",
        f"{first.en} of the customers pass the first renewal; of those who stay, {later.en} pass the fifth",
    )


def recovered(found: Lifetime) -> Text:
    """Say when the margin covers the cost of a customer."""
    payback, cac = found.whole.payback, found.whole.cac.value
    if payback.value is None or cac is None:
        reason = payback.reason or Text("", "")
        return Text(f"Délai de récupération : {reason.fr}", f"Payback: {reason.en}")
    cost, month = euros(100 * float(cac)), int(payback.value)
    when = Text(f"au bout de {month} mois", f"after {month} months")
    if not month:
        when = Text("dès la signature", "at signature")
    between = Text("", "")
    if payback.low is not None:
        most = Text("plus", "more") if payback.high is None else _same(f"{payback.high:.0f}")
        between = Text(
            f" (entre {payback.low:.0f} et {most.fr} mois)",
            f" (between {payback.low:.0f} and {most.en} months)",
        )
    return Text(
        f"La marge couvre le coût d'un client, {cost.fr}, {when.fr}{between.fr}",
        f"The margin covers the cost of a customer, {cost.en}, {when.en}{between.en}",
    )


def compared(segments: Sequence[Segment]) -> Text:
    """Say which groups bring more or less than they cost at 95%, under a stated retention or not, and which may do either."""
    firm = [one for one in segments if not one.group.ltv_cac.too_few]
    more = [one for one in firm if (one.group.ltv_cac.low or 0) > 1]
    less = [one for one in firm if (one.group.ltv_cac.high or 2) < 1]
    rest = [one.label for one in segments if one not in more and one not in less]
    if not more and not less:
        return Text(
            "Aucun groupe ne s'écarte de ce qu'il coûte plus que le hasard : on ne peut pas encore dire",
            "No group stands apart from what it costs by more than chance: one cannot tell yet",
        )
    stated = any(STATED in one.group.models for one in (*more, *less))
    last = (
        Text(", si la rétention déclarée se vérifie", ", if the stated retention holds")
        if stated
        else Text("", "")
    )
    fr = [f"plus qu'ils ne coûtent : {listed(_labels(more)).fr}"] * bool(more)
    fr += [f"moins qu'ils ne coûtent : {listed(_labels(less)).fr}"] * bool(less)
    en = [f"more than they cost: {listed(_labels(more)).en}"] * bool(more)
    en += [f"less than they cost: {listed(_labels(less)).en}"] * bool(less)
    unsure = Text("", "")
    if rest:
        unsure = Text(
            f" ; on ne peut pas dire pour {listed(rest).fr}", f"; one cannot tell for {listed(rest).en}"
        )
    surely = Text("" if stated else "sûrement ", "" if stated else "surely ")
    return Text(
        f"Les clients rapportent {surely.fr}{' ; '.join(fr)}{last.fr}{unsure.fr}",
        f"Customers {surely.en}bring {'; '.join(en)}{last.en}{unsure.en}",
    )


def undrawn(segments: Sequence[Segment]) -> Text | None:
    """Name the groups that a chart of LTV/CAC cannot show; None where it shows them all."""
    names = listed([one.label for one in segments if one.group.ltv_cac.value is None])
    if not names.fr:
        return None
    return Text(
        f"Non tracés, faute de réponse : {names.fr}.", f"Not drawn, for want of an answer: {names.en}."
    )


def _labels(segments: Sequence[Segment]) -> list[Text]:
    return [one.label for one in segments]


def reasons(found: Lifetime) -> Iterator[Text]:
    """Say what stands in for what is missing."""
    if found.query.retention is None and found.tenures:
        yield Text(
            "LTV déclarée : sans rétention déclarée, rien au-delà de la première période.",
            "Stated LTV: without a stated retention, nothing beyond the first term.",
        )
    elif any(tenure.model == STATED for tenure in found.tenures):
        yield Text(
            "Aucun renouvellement n'est encore échu : la rétention déclarée tient lieu d'ajustement.",
            "No renewal has fallen due yet: the stated retention stands in for the fitted one.",
        )


def _against_cost(ratio: Cell, *, stated: bool) -> Text:
    if ratio.low is None or ratio.high is None:
        return Text("", "")
    if stated:  # what somebody typed makes nothing sure
        return Text(", si la rétention déclarée se vérifie", ", if the stated retention holds")
    if ratio.low > 1:
        return Text(" : il rapporte sûrement plus", ": it surely brings more")
    if ratio.high < 1:
        return Text(
            " : il ne se rembourse sûrement pas à cet horizon", ": it surely does not pay back by then"
        )
    return Text(" : rien n'est sûr encore", ": nothing is sure yet")


def _between(cell: Cell) -> Text:
    if cell.low is None or cell.high is None:
        return Text("", "")
    low, high = euros(100 * cell.low), euros(100 * cell.high)
    return Text(f" (de {low.fr} à {high.fr})", f" ({low.en} to {high.en})")


def _times(value: float) -> Text:
    return written(value, "ratio")


def _same(text: str) -> Text:
    return Text(text, text)

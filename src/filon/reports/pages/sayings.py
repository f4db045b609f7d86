"""The sentences of the ROI report: each says what the figures under it show, no more."""

from collections.abc import Sequence

from filon.insight.biases.phrases import euros, percent
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages.parts import Cumulated, firm, labels, placed
from filon.terms import currency
from filon.terms.text import Text, count

RECENT_MONTHS = 3
_KINDS: dict[Value, Text] = {
    "recurring": Text("campagnes récurrentes", "recurring campaigns"),
    "test": Text("campagnes de test", "test campaigns"),
    None: Text("ce qui n'a pas de type", "what has no kind"),
}
_CERTAIN = 0.99


def lead(total: Row) -> Text:
    """Say what one euro brought back, and how sure that is."""
    multiple, contracts = total.cells["return_multiple"], total.cells["contracts"]
    if multiple.value is None:
        return _no_answer(multiple)
    number = float(multiple.value)
    brought = _exact(number)
    low, high = multiple.low, multiple.high
    between = Text("", "")
    if low is not None and high is not None:
        between = Text(
            f", entre {low:.2f} et ".replace(".", ",") + _exact(high).fr,
            f", between {_exact(low).en} and {_exact(high).en}",
        )
    signed = count(float(contracts.value or 0))
    return Text(
        f"Un euro dépensé a rapporté {brought.fr} de marge brute{between.fr} (95\u202f%, {signed.fr} contrats).",
        f"One euro spent brought back {brought.en} of gross margin{between.en} (95%, {signed.en} contracts).",
    )


def chance(probability: float) -> Text:
    """Write a probability; what only draws have shown is never certain, nor impossible."""
    if probability > _CERTAIN:
        return Text("plus de 99\u202f%", "more than 99%")
    if probability < 1 - _CERTAIN:
        return Text("moins de 1\u202f%", "less than 1%")
    return percent(probability)


def _exact(amount: float) -> Text:
    """Return an amount to the cent."""
    return currency.signed(Text(f"{amount:.2f}".replace(".", ","), f"{amount:.2f}"))


def _no_answer(cell: Cell) -> Text:
    reason = cell.reason or Text("", "")
    return Text(f"Pas de réponse : {reason.fr}.", f"No answer: {reason.en}.")


def campaigns(answer: Answer) -> Text:
    """Say which campaigns surely pay, which surely lose, and of how many nothing can be said."""
    return _ranking(answer, ("campagne", "campagnes"), ("campaign", "campaigns"))


def channels(answer: Answer) -> Text:
    """Say the same of the channels and modes of organisation."""
    return _ranking(answer, ("canal", "canaux"), ("channel", "channels"))


def _ranking(answer: Answer, fr: tuple[str, str], en: tuple[str, str]) -> Text:
    rows = [row for row in answer.rows if placed(row) and row.cells["roi"].value is not None]
    names = dict(zip([id(row) for row in answer.rows], labels(answer, {}), strict=True))
    firm = [row for row in rows if not row.cells["roi"].too_few]
    pay = [names[id(row)] for row in firm if (row.cells["roi"].low or -1) > 0]
    lose = [names[id(row)] for row in rows if (high := row.cells["roi"].high) is not None and high < 0]
    if not pay and not lose:
        return Text(
            f"Sur {len(rows)} {fr[len(rows) > 1]}, aucune réponse sûre encore",
            f"Of {len(rows)} {en[len(rows) != 1]}, no sure answer yet",
        )
    parts_fr, parts_en = [], []
    if pay:
        parts_fr.append(
            f"{'gagnent' if len(pay) > 1 else 'gagne'} de l'argent, à 95\u202f% : {listed(pay).fr}"
        )
        parts_en.append(f"making money, at 95%: {listed(pay).en}")
    if lose:
        parts_fr.append(
            f"{'perdent' if len(lose) > 1 else 'perd'} de l'argent, à 95\u202f% : {listed(lose).fr}"
        )
        parts_en.append(f"losing money, at 95%: {listed(lose).en}")
    text_fr, text_en = " ; ".join(parts_fr), "; ".join(parts_en)
    return Text(text_fr[0].upper() + text_fr[1:], text_en[0].upper() + text_en[1:])


def listed(texts: Sequence[Text]) -> Text:
    """Name the first four of several."""
    shown, rest = texts[:4], len(texts) - 4
    fr, en = ", ".join(text.fr for text in shown), ", ".join(text.en for text in shown)
    return Text(fr, en) if rest <= 0 else Text(f"{fr} et {rest} autres", f"{en} and {rest} more")


def basis(answer: Answer) -> Text:
    """Say on what basis the channels are compared."""
    horizon = answer.query.horizon_months
    months = Text(f"{horizon} mois", f"{horizon} months") if horizon else Text("à date", "to date")
    return Text(
        f"Même base pour tous : horizon {months.fr}, marge brute de la première période, tous les coûts "
        f"directs et indirects après répartition, formule {answer.formula}. Un lead n'est pas un rendez-vous : "
        "comparez à partir de l'opportunité.",
        f"Same basis for all: horizon {months.en}, gross margin of the first term, all direct and indirect costs "
        f"after allocation, formula {answer.formula}. A lead is not an appointment: compare from the opportunity on.",
    )


def kinds(query: Query) -> Text:
    """Say which kinds of campaign count."""
    chosen = query.where.get("kind")
    if chosen is None:
        return Text("toutes les campagnes, tests compris", "all campaigns, tests included")
    told = [_KINDS.get(value, Text(str(value), str(value))) for value in chosen]
    fr, en = " et ".join(text.fr for text in told), " and ".join(text.en for text in told)
    return Text(fr, en) if "test" in chosen else Text(f"{fr}, sans les tests", f"{en}, without tests")


def payback(answer: Answer) -> Text:
    """Say since when the margin covers the cost."""
    curves = Cumulated.of(answer, ())
    if curves is None:
        return Text("Un coût ou une marge manque", "A cost or a margin is missing")
    ahead = [margin >= cost for margin, cost in zip(curves.margin, curves.cost, strict=True)]
    gap = euros(100 * (curves.margin[-1] - curves.cost[-1]))
    if not ahead[-1]:
        return Text(
            f"La marge cumulée ne couvre pas encore le coût : {gap.fr}",
            f"The cumulated margin does not cover the cost yet: {gap.en}",
        )
    since = len(ahead) - next((i for i, yes in enumerate(reversed(ahead)) if not yes), len(ahead))
    return Text(
        f"La marge cumulée couvre le coût depuis {month(curves.months[since]).fr}, avance : {gap.fr}",
        f"The cumulated margin has covered the cost since {month(curves.months[since]).en}, ahead by {gap.en}",
    )


def rate(answer: Answer) -> Text:
    """Compare the appointment rate of the last months with the months before."""
    rows = [row for row in answer.rows if row.dimensions["month"] is not None and not row.partial]
    recent, before = _pooled(rows[-RECENT_MONTHS:]), _pooled(rows[:-RECENT_MONTHS])
    if recent is None or before is None:
        return Text("Trop peu de conversations pour comparer", "Too few conversations to compare")
    (now, now_few), (then, _) = recent, before
    if now_few:
        return Text("Trop peu de rendez-vous récents pour comparer", "Too few recent appointments to compare")
    return Text(
        f"{percent(now).fr} des conversations donnent un rendez-vous ces {RECENT_MONTHS} derniers mois, "
        f"contre {percent(then).fr} avant",
        f"{percent(now).en} of conversations gave an appointment over the last {RECENT_MONTHS} months, "
        f"against {percent(then).en} before",
    )


def _pooled(rows: Sequence[Row]) -> tuple[float, bool] | None:
    """Return the rate of several months as a ratio of sums, and whether it rests on too few."""
    set_ = sum(float(row.cells["appointments_set"].value or 0) for row in rows)
    talks = sum(float(row.cells["useful_conversations"].value or 0) for row in rows)
    return (set_ / talks, set_ < 5 or talks < 20) if talks else None


def slots(answer: Answer) -> Text:
    """Say when people answer most and least."""
    known = [
        (share, row)
        for row in answer.rows
        if placed(row) and (share := firm(row.cells["reach_rate"])) is not None
    ]
    if len(known) < 2:
        return Text("Trop peu d'appels pour comparer les créneaux", "Too few calls to compare slots")
    (most, best), (least, worst) = max(known, key=lambda k: k[0]), min(known, key=lambda k: k[0])
    up, down = _slot(best), _slot(worst)
    return Text(
        f"On répond le plus le {up.fr} ({percent(most).fr}), le moins le {down.fr} ({percent(least).fr})",
        f"People answer most on {up.en} ({percent(most).en}), least on {down.en} ({percent(least).en})",
    )


def _slot(row: Row) -> Text:
    day = (CATALOGUE.dimensions["weekday"].values or {})[str(row.dimensions["weekday"])]
    hour = row.dimensions["hour"]
    return Text(f"{day.fr} à {hour}\u00a0h", f"{day.en} at {hour}:00")


def month(code: str) -> Text:
    """Return a month code, 2026-01, as words."""
    year, number = code.split("-")
    fr = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
    en = "January February March April May June July August September October November December".split()  # noqa: SIM905
    return Text(f"{fr[int(number) - 1]} {year}", f"{en[int(number) - 1]} {year}")

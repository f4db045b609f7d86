"""What a plan is learnt from, in words: which days, which contracts, and those that are still to come."""

from datetime import timedelta

from filon.insight.biases.phrases import decimal
from filon.insight.scenarios.ahead import Ahead
from filon.insight.scenarios.drivers import Basis
from filon.insight.scenarios.forecast import Forecast
from filon.reports.pages.scenario_reserves import learnt_from_itself
from filon.reports.paint.numbers import day
from filon.terms.period import Period
from filon.terms.text import Text, count, plural

FOLLOWS = Text(
    "Tous les coûts vus sont supposés suivre les appels ; ce qui ne les suit pas se donne en « coûts fixes en plus ».",
    "All costs seen are taken to follow the calls; what does not goes into “fixed costs besides”.",
)
CHANGING = Text(
    "Votre cycle de vente change depuis peu : ces contrats à venir sont moins sûrs que leur fourchette (page Maturité).",
    "Your sales cycle has lately changed: these contracts to come are less sure than their range (page Maturity).",
)
_FELT = 0.05  # contracts: what is written as 0.0 is not worth a word


def caption(found: Forecast) -> Text:
    """Say which contracts a plan counts: those of its calls, whenever they are signed."""
    period = found.period
    if period.begin is None or period.end is None:
        raise ValueError("a plan is for a period with both ends")
    last = period.end - timedelta(days=1)
    fr, en = (
        f"{day(period.begin, 'fr')} au {day(last, 'fr')}",
        f"{day(period.begin, 'en')} to {day(last, 'en')}",
    )
    if not found.model.rates:
        return Text(f"Du {fr}", f"From {en}")
    return Text(
        f"Les appels du {fr}, et tout ce qu'ils feront signer, même après cette période",
        f"The calls of {en}, and all that they will get signed, even after that period",
    )


def learnt(basis: Basis, planned: Period) -> tuple[Text, ...]:
    """Say the days and the contracts that a plan is learnt from, and where it is for some of these days."""
    first, last = basis.ends()
    days = Text(
        f"Appris du {day(first, 'fr')} au {day(last, 'fr')} : volumes, coûts et taux sont ceux de ces jours.",
        f"Learnt from {day(first, 'en')} to {day(last, 'en')}: volumes, costs and rates are those of these days.",
    )
    itself = learnt_from_itself(planned, basis.span)
    said = [
        days,
        *([] if itself is None else [itself]),
        *(_to_come(basis, basis.coming) if isinstance(basis.coming, Ahead) else [_left_out(basis.coming)]),
    ]
    return (*said, FOLLOWS) if basis.model.rates else tuple(said)


def _to_come(basis: Basis, coming: Ahead) -> list[Text]:
    signed = round(float(basis.answer.total.cells["contracts"].value or 0))
    many = plural(
        signed, ("contrat déjà signé", "contrats déjà signés"), ("contract signed", "contracts signed")
    )
    if coming.expected < _FELT:
        return [
            Text(
                f"Ces appels ont donné {many.fr} ; il n'y a plus rien à en attendre.",
                f"These calls gave {many.en} already; nothing more is to be expected of them.",
            )
        ]
    more, low, high = (
        decimal(coming.expected),
        count(coming.interval.low or 0),
        count(coming.interval.high or 0),
    )
    still = plural(
        round(coming.open),
        ("affaire ouverte", "affaires ouvertes"),
        ("open deal", "open deals"),
    )
    met = decimal(coming.met)
    besides = Text(
        f", dont {met.fr} de rendez-vous qui n'ont pas encore d'affaire",
        f", {met.en} of them from appointments without a deal yet",
    )
    besides = besides if coming.met >= _FELT else Text("", "")
    said = [
        Text(
            f"Ces appels ont donné {many.fr} et devraient en donner encore {more.fr} (de {low.fr} à {high.fr}){besides.fr}. Il leur "
            f"reste {still.fr}. Les taux comptent les contrats à venir, et les fourchettes leur incertitude.",
            f"These calls gave {many.en} and should give {more.en} more ({low.en} to {high.en}){besides.en}. They have {still.en} "
            f"left. Rates count the contracts to come, and ranges their uncertainty.",
        )
    ]
    if coming.late >= _FELT:
        age, late = count(coming.horizon), decimal(coming.late)
        said.append(
            Text(
                f"Trop peu d'affaires ont atteint {age.fr} jours pour voir plus loin : ce qui se signera après "
                f"({late.fr}) suppose des durées de vente log-normales.",
                f"Too few deals have reached {age.en} days to see further: what will be signed later "
                f"({late.en}) supposes log-normal sales cycles.",
            )
        )
    return [*said, CHANGING] if coming.drifting else said


def _left_out(reason: Text) -> Text:
    return Text(
        f"Ce que ces appels feront encore signer n'est pas compté ({reason.fr}) : si l'activité croît et que le cycle de vente "
        "est long, le plan est trop prudent.",
        f"What these calls will still get signed is not counted ({reason.en}): where activity grows and the sales cycle is "
        "long, the plan is too prudent.",
    )

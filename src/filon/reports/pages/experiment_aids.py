"""What helps to read a test besides its verdict: what was corrected, as planned, and what one may believe meanwhile."""

from filon.insight.biases.phrases import percent
from filon.insight.experiments.gathered import NEEDED_CLUSTERS
from filon.insight.experiments.phrases import units
from filon.insight.experiments.trial import Trial
from filon.insight.experiments.watch import Corrected, Leaning
from filon.reports.pages.experiment_words import told
from filon.terms.text import Text, plural

_SURE = 0.99
_CALLS = (("appel", "appels"), ("call", "calls"))
_STARTS = Text(
    "Ce n'est qu'une aide à la lecture : elle part de l'idée que les deux se valent, l'écart étant 95 fois sur 100 entre "
    "−44 % et +80 %, et ne vaut pas pour qui regarde tous les jours. Seul le verdict, avec son intervalle, décide.",
    "This only helps to read: it starts from the idea that both are worth the same, the difference being between −44% and "
    "+80% 95 times in 100, and does not hold for who looks every day. Only the verdict decides, with its interval.",
)


def corrections(found: Corrected | None, trial: Trial) -> tuple[Text, ...]:
    """Say what the plan had frozen was done to the figure that decides, and what it would be without it."""
    if found is None:
        return ()
    said = [_capped(found, trial)] if found.cap is not None else []
    if found.past is not None:
        said.append(_held_to_past(found.past, trial, used=found.used))
    if found.cap is not None or found.used:
        raw = told(found.raw)
        said.append(
            Text(f"Sans cette correction, le changement : {raw.fr}.", f"Without it, the change: {raw.en}.")
        )
    return tuple(said)


def _capped(found: Corrected, trial: Trial) -> Text:
    most, over = plural(round(found.cap or 0), *_CALLS), units(found.over, trial.unit)
    kept = percent(trial.cap_share or 1)
    return Text(
        f"Comme prévu au lancement, un contact compte pour {most.fr} au plus, ce que {kept.fr} d'entre eux ne dépassent pas, "
        f"variantes confondues ({over.fr} au-delà) : quelques contacts rappelés sans fin ne font pas le résultat.",
        f"As planned at launch, a contact counts for {most.en} at most, which {kept.en} of them do not exceed, all variants "
        f"together ({over.en} beyond): a few contacts called again and again do not make the result.",
    )


def _held_to_past(known: tuple[int, int], trial: Trial, *, used: bool) -> Text:
    days = trial.past_days
    if used:
        return Text(
            f"Comme prévu au lancement, chaque fichier est comparé à ce qu'il donnait sur les {days} jours d'avant (c'est "
            f"possible pour {known[0]} fichiers du témoin et {known[1]} de la variante) : un fichier meilleur depuis "
            "toujours ne passe plus pour un effet.",
            f"As planned at launch, each list is compared with what it gave over the {days} days before (which "
            f"{known[0]} lists of the control and {known[1]} of the variant allow): a list that was always better no "
            "longer looks like an effect.",
        )
    return Text(
        f"Prévu au lancement, mais pas appliqué : comparer chaque fichier à ce qu'il donnait sur les {days} jours d'avant. "
        f"Il faut {NEEDED_CLUSTERS} fichiers déjà appelés de chaque côté ; il y en a {known[0]} et {known[1]}.",
        f"Planned at launch, but not applied: comparing each list with what it gave over the {days} days before. It takes "
        f"{NEEDED_CLUSTERS} lists called before on each side; there are {known[0]} and {known[1]}.",
    )


def aid(found: Leaning | None, code: str, trial: Trial, *, settled: bool) -> tuple[Text, ...]:
    """Say what one may believe of a variant besides the verdict, and what that starts from.

    What is still to gather is said unless the verdict is `settled`.
    """
    if found is None:
        return ()
    control, odds = trial.control.code, _odds(found.chance)
    chosen, kept = _loss(found.chosen), _loss(found.kept)
    said = Text(
        f"{code} a {odds.fr} d'être meilleure que {control}. Choisir {code} ferait perdre en moyenne {chosen.fr} du chiffre "
        f"de {control} (rien si elle est meilleure) ; garder {control}, {kept.fr} (rien si {code} est moins bonne).",
        f"{code} has {odds.en} of being better than {control}. Choosing {code} would lose {chosen.en} of {control}'s figure "
        f"on average (nothing if it is better); keeping {control}, {kept.en} (nothing if {code} is worse).",
    )
    if settled or not found.further:
        return said, _STARTS
    more, sought = units(found.further, trial.unit), percent(trial.minimum_effect)
    further = Text(
        f"Si l'amélioration est bien de {sought.fr}, il faudrait environ {more.fr} de plus pour que cette chance dépasse "
        "97,5 %, huit fois sur dix.",
        f"If the improvement is {sought.en} indeed, it would take about {more.en} more for that chance to exceed 97.5%, "
        "eight times in ten.",
    )
    return said, further, _STARTS


def _loss(share: float) -> Text:
    told = percent(max(share, 0.01))
    return told if share >= 0.01 else Text(f"moins de {told.fr}", f"less than {told.en}")


def _odds(chance: float) -> Text:
    if chance > _SURE:
        return Text("plus de 99 % de chances", "more than 99% chance")
    if chance < 1 - _SURE:
        return Text("moins de 1 % de chances", "less than 1% chance")
    found = percent(chance)
    return Text(f"{found.fr} de chances", f"a {found.en} chance")

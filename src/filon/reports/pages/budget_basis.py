"""What the study of the budget rests on, in sentences: months, hours, prospects, what is extrapolated, what is assumed."""

from filon.insight.arbitration.found import Arbitration, Place, Prospects
from filon.reports.pages.parts import value_label
from filon.reports.pages.sayings import listed
from filon.reports.paint.numbers import written
from filon.terms.text import Text, count

SHOWN = 0.02  # of today's spending: a smaller move is none


def basis(found: Arbitration) -> tuple[Text, ...]:
    """Say what the study rests on, the limits it keeps to, and what it assumes."""
    if not found.months:
        return ()
    parts = (
        _months(found),
        _left_out(found),
        _partly(found),
        hours(found),
        *prospects(found),
        *found.untold,
        beyond(found),
    )
    return tuple(said for said in (*parts, *_signs(found), _check(found)) if said is not None)


def _months(found: Arbitration) -> Text:
    first, last = found.months[0], found.months[-1]
    return Text(
        f"Dépenses de {first} à {last}, en moyenne par mois ; proposées, elles se répartissent de même ; marge brute de première période des contrats, par l'appel "
        "d'où ils viennent ; les mois jeunes ne pèsent que ce qui a eu le temps d'être signé.",
        f"Spending from {first} to {last}, on average a month; what is proposed is spread alike; first-term gross margin of the contracts, by the call they "
        "came from; young months weigh only what had time to be signed.",
    )


def _left_out(found: Arbitration) -> Text | None:
    """Name the campaigns that are over."""
    if not found.left_out:
        return None
    named = ", ".join(found.left_out)
    return Text(
        f"Campagnes terminées, laissées de côté avec ce qu'elles ont dépensé et signé : {named}. Leur argent n'est plus dépensé aujourd'hui.",
        f"Campaigns that are over, left out with what they spent and signed: {named}. Their money is not spent any more.",
    )


def _partly(found: Arbitration) -> Text | None:
    """Name the lines that spent in some of the months only."""
    whole = len(found.months)
    partly = [
        Text(f"{name_of(found, place).fr} ({place.active})", f"{name_of(found, place).en} ({place.active})")
        for place in found.places
        if place.aside is None and place.active < whole
    ]
    if not partly:
        return None
    return Text(
        f"La moyenne par mois est celle des {whole} mois, ceux sans dépense compris. N'ont dépensé qu'une partie de ces "
        f"mois : {listed(partly).fr} ; ces mois-là, leur dépense est plus haute.",
        f"The monthly average is that of all {whole} months, those without spending included. Spent in some of these "
        f"months only: {listed(partly).en}; in those their spending is higher.",
    )


def hours(found: Arbitration) -> Text | None:
    """Say the calling hours of today and of the proposal, the most there may be, and whether they limit it."""
    seen = found.hours
    if seen is None:
        return None
    today, most = written(round(seen.today), "hours"), written(round(seen.most), "hours")
    then = Text("", "")
    if seen.proposed is not None:
        proposed = written(round(seen.proposed), "hours")
        then = Text(f", {proposed.fr} dans la répartition proposée", f", {proposed.en} in the split proposed")
    where = Text("celles que vous donnez", "as you say")
    if seen.month is not None:
        where = Text(
            f"celles du mois le plus chargé, {seen.month}", f"those of the busiest month, {seen.month}"
        )
    end = Text("", "")
    if seen.short:
        end = Text(
            " Elles sont toutes prises : avec plus d'heures, la répartition serait autre.",
            " All of them are taken: with more hours the split would be another.",
        )
    elif not found.wanted.heeds_hours:
        end = Text(" Vous demandez de ne pas en tenir compte.", " You ask that they limit nothing.")
    return Text(
        f"Heures d'appel par mois : {today.fr} aujourd'hui{then.fr}, {most.fr} au plus, {where.fr}. Une ligne en prend, "
        f"pour chaque euro, autant que sur ces mois.{end.fr}",
        f"Calling hours a month: {today.en} today{then.en}, {most.en} at most, {where.en}. A row takes as many for each "
        f"unit of money as over these months.{end.en}",
    )


def prospects(found: Arbitration) -> list[Text]:
    """Say how many prospects are left to the lines that call, when they run out, and what that limits."""
    told = [_left(found, place, place.prospects) for place in found.places if place.prospects is not None]
    said = []
    if told:
        end = Text(
            "Une ligne ne reçoit plus qu'aujourd'hui que si ce qui lui reste y suffit un an ; « fichiers » marque celles que cela "
            "arrête. Un fichier pas encore entamé n'est compté pour aucune.",
            "A row gets more than today only where what is left to it lasts a year; “lists” marks those that this stops. A "
            "list not begun yet counts for none.",
        )
        if not found.wanted.heeds_prospects:
            end = Text("Vous demandez de ne pas en tenir compte.", "You ask that they limit nothing.")
        said.append(
            Text(
                f"Prospects encore à appeler, au plus : {' ; '.join(one.fr for one in told)}. {end.fr}",
                f"Prospects still to call, at most: {'; '.join(one.en for one in told)}. {end.en}",
            )
        )
    if unlisted := [name_of(found, place) for place in found.places if place.unlisted]:
        said.append(
            Text(
                f"Prospects connus par leurs seuls appels : {listed(unlisted).fr}. Ce qu'il en reste n'est pas connu et ne limite "
                "rien ; importez le fichier de prospects entier.",
                f"Prospects known by their calls alone: {listed(unlisted).en}. How many are left is not known and limits "
                "nothing; import the whole list of prospects.",
            )
        )
    return said


def _left(found: Arbitration, place: Place, left: Prospects) -> Text:
    name, whole, begun = name_of(found, place), count(round(left.left)), count(round(left.begun))
    fresh, months = round(left.never_called), written(round(left.months(), 1), "months")
    of_them = Text(
        f"dont {count(fresh).fr} jamais appelés" if fresh else "tous déjà appelés",
        f"{count(fresh).en} of them never called" if fresh else "all of them called before",
    )
    then = Text("", "")
    if place.proposed and abs(place.proposed - place.monthly) > SHOWN * place.monthly:
        later = written(round(left.months(place.proposed / place.monthly), 1), "months")
        then = Text(f", {later.fr} à la dépense proposée", f", {later.en} at the spending proposed")
    return Text(
        f"{name.fr} {whole.fr}, {of_them.fr} (à raison de {begun.fr} par mois, de quoi tenir {months.fr}{then.fr})",
        f"{name.en} {whole.en}, {of_them.en} (at {begun.en} a month, enough for {months.en}{then.en})",
    )


def beyond(found: Arbitration) -> Text | None:
    """Say which part of the money proposed exceeds all that was ever spent in a month."""
    proposal = found.proposal
    if proposal is None:
        return None
    if not proposal.beyond > 0:
        return Text(
            "Aucun mois proposé ne dépasse ce que sa ligne a déjà dépensé en un mois : rien n'est extrapolé.",
            "No month proposed exceeds what its row has already spent in a month: nothing is extrapolated.",
        )
    lines = [(place, place.beyond) for place in found.places if place.beyond]
    each = [
        Text(f"{name_of(found, place).fr} {share.fr}", f"{name_of(found, place).en} {share.en}")
        for place, part in lines
        if (share := written(part, "share"))
    ]
    whole = written(proposal.beyond, "share")
    return Text(
        f"Part extrapolée : {whole.fr} de l'argent réparti dépasse ce que sa ligne a dépensé dans son plus gros mois ({listed(each).fr}) ; "
        "là, la courbe est prolongée au-delà de tout ce qui a été vu.",
        f"Extrapolated share: {whole.en} of the money shared out exceeds what its row spent in its largest month ({listed(each).en}); "
        "there the curve goes on beyond anything seen.",
    )


def _signs(found: Arbitration) -> list[Text]:
    """Explain the signs of the table, and that returns are brought nearer one another."""
    said = []
    if above := [name_of(found, place) for place in found.places if place.above]:
        said.append(
            Text(
                f"↑ Le prochain euro de {listed(above).fr} semble rapporter plus que la moyenne de la ligne sur les mêmes mois : "
                "la moyenne est celle des contrats signés à ce jour, alors que la marge du prochain euro compte ceux qui restent à signer, et "
                "part d'un rendement rapproché de celui des autres lignes.",
                f"↑ The next euro of {listed(above).en} seems to bring more than the line's average over the same months: "
                "the average is that of the contracts signed to date, whereas the margin of the next euro counts those still to be signed, "
                "and starts from a return brought nearer that of the other lines.",
            )
        )
    if sum(place.marginal is not None for place in found.places) > 1:
        said.append(
            Text(
                "Les rendements sont rapprochés de leur moyenne, d'autant plus que peu de contrats les portent : ce que le "
                "hasard suffit à écarter ne se déplace pas.",
                "Returns are brought nearer their mean, the more so the fewer contracts they rest on: what chance alone may "
                "set apart is not moved.",
            )
        )
    if any(place.marginal is not None and not place.curve_told for place in found.places):
        said.append(
            Text(
                "° Les dépenses ont trop peu varié pour dire comment le rendement baisse : une baisse ordinaire est supposée, "
                "et l'intervalle en tient compte.",
                "° Spending varied too little to tell how the return falls: a usual fall is assumed, and the interval "
                "allows for it.",
            )
        )
    return said


def _check(found: Arbitration) -> Text | None:
    """Hold the curves to what was signed."""
    if (proposal := found.proposal) is None:
        return None
    replayed, seen = _money(proposal.replayed), _money(proposal.seen)
    return Text(
        f"Contrôle : de ces mois, les courbes attendent {replayed.fr} de marge signée à ce jour ; il en est signé "
        f"{seen.fr}. Coût d'un appel, d'un rendez-vous ou d'un clic supposé le même quel que soit le budget.",
        f"Check: of these months the curves expect {replayed.en} of margin signed to date; {seen.en} is "
        f"signed. The cost of a call, an appointment or a click is taken to be the same whatever the budget.",
    )


def name_of(found: Arbitration, place: Place) -> Text:
    """Return what a line is called."""
    return value_label(found.dimension, place.value)


def _money(value: float) -> Text:
    return written(value, "money")

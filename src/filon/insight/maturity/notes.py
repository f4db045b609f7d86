"""What a maturity study says in words: its finding, its warnings, and what it rests on."""

from filon.insight.biases.phrases import decimal, percent, signed_percent
from filon.insight.maturity.study import Maturity
from filon.insight.maturity.trust import Dormant, Walk
from filon.insight.methods.forecast import DRAWS
from filon.insight.methods.incidence import AT_RISK
from filon.metrics.answer import Cell
from filon.metrics.language.query import ALL_TIME
from filon.terms.text import Text, count, plural

CERTAIN = Text(
    "L'intervalle du projeté porte sur ce qui reste à venir ; ce qui est signé y est tenu pour acquis, sans le hasard "
    "que compte celui du ROI à ce jour.",
    "The interval of the projection is of what is still to come; what is signed is taken as certain, without the "
    "chance that the interval of the ROI to date counts.",
)
_FELT = 0.5  # signatures less, from which dormant deals are worth a word first


def finding(found: Maturity) -> Text:
    """Say what the ROI is to date and what it will be, once."""
    whole = found.whole
    if not whole.opened:
        return Text("Aucune affaire à projeter", "No deal to project")
    if whole.projected.value is None or whole.roi.value is None:
        if whole.expected.value is None and whole.maturity is not None and whole.roi.value is not None:
            now = signed_percent(float(whole.roi.value))
            return Text(
                f"ROI de {now.fr} à ce jour : trop jeune pour dire ce qu'il deviendra",
                f"ROI of {now.en} to date: too young to tell what it will become",
            )
        if whole.expected.value is None:
            return Text("Trop peu d'affaires pour projeter", "Too few deals to project")
        more, interval = (
            decimal(float(whole.expected.value) - whole.signed),
            _between(whole.expected, whole.signed),
        )
        return Text(
            f"{count(whole.open).fr} affaires encore ouvertes : {more.fr} devraient encore se signer{interval.fr}",
            f"{count(whole.open).en} deals still open: {more.en} should still be signed{interval.en}",
        )
    now, later = signed_percent(float(whole.roi.value)), signed_percent(float(whole.projected.value))
    low, high = whole.projected.low, whole.projected.high
    if low is None or high is None:
        return Text(
            f"Rien à attendre de plus : le ROI est de {now.fr}", f"Nothing more to come: the ROI is {now.en}"
        )
    ends = signed_percent(low), signed_percent(high)
    return Text(
        f"ROI de {now.fr} à ce jour, {later.fr} projeté (de {ends[0].fr} à {ends[1].fr}) une fois les affaires closes",
        f"ROI of {now.en} to date, {later.en} projected ({ends[0].en} to {ends[1].en}) once the deals are closed",
    )


def _between(cell: Cell, less: float) -> Text:
    if cell.low is None or cell.high is None:
        return Text("", "")
    low, high = count(cell.low - less), count(cell.high - less)
    return Text(f" (de {low.fr} à {high.fr})", f" ({low.en} to {high.en})")


def next_step(found: Maturity) -> Text:
    """Say what to do next."""
    if not found.whole.opened and (found.answer.query.where or found.answer.query.period != ALL_TIME):
        return Text(
            "Aucune affaire ne vient de cette période ou de ces filtres : élargissez-les. S'il n'y en a pas davantage "
            "sans eux, importez vos opportunités.",
            "No deal comes from this period or these filters: widen them. If there is none without them either, import "
            "your opportunities.",
        )
    if not found.whole.opened:
        return Text(
            "Importez vos opportunités (ouverture, issue, date de clôture) : sans elles, un ROI jeune ne se projette pas.",
            "Import your opportunities (opening, outcome, closing day): without them a young ROI cannot be projected.",
        )
    if found.drifting:
        return Text(
            "Cherchez ce qui a changé avant de vous fier à la projection : le cycle n'est plus celui d'avant.",
            "Find what has changed before relying on the projection: the cycle is not what it was.",
        )
    if not found.records_losses:
        return Text(
            "Faites clore les affaires perdues dans le CRM : la projection des ouvertes en dépend.",
            "Have lost deals closed in the CRM: the projection of open ones depends on it.",
        )
    if found.dormant and float(found.whole.expected.value or 0) - found.dormant.expected >= _FELT:
        return Text(
            "Relancez ou clôturez les affaires dormantes : elles gonflent ce qui paraît encore possible.",
            "Chase or close the dormant deals: they inflate what still looks possible.",
        )
    return _of_cohorts(found)


def _of_cohorts(found: Maturity) -> Text:
    if found.whole.maturity is None:
        return Text(
            "Trop peu d'affaires closes pour dire si ces cohortes sont mûres : ne concluez pas encore sur leur ROI.",
            "Too few closed deals to tell whether these cohorts are mature: do not conclude on their ROI yet.",
        )
    young = [line for line in found.cohorts if line.immature]
    if young:
        many = plural(len(young), ("cohorte", "cohortes"), ("cohort", "cohorts"))
        by = Text("jugez sur le projeté", "judge by the projection")
        if all(line.projected.value is None for line in young):
            by = Text(
                "trop jeunes pour un ROI projeté à elles seules, elles comptent dans celui de l'ensemble",
                "too young for a projected ROI of their own, they count in that of the whole",
            )
        return Text(
            f"N'arrêtez rien sur le ROI brut de {many.fr} sous 50 % de maturité : {by.fr}.",
            f"Stop nothing on the raw ROI of {many.en} below 50% maturity: {by.en}.",
        )
    return Text(
        "Les cohortes sont mûres : le ROI à ce jour se lit tel quel.",
        "The cohorts are mature: the ROI to date reads as it stands.",
    )


def banner(found: Maturity) -> Text | None:
    """Warn that the cycle is changing, where it surely is."""
    if not found.drifting:
        return None
    worst = max(found.drifting, key=lambda each: abs(each.z))
    lately, before, z = percent(worst.lately), percent(worst.before), decimal(abs(worst.z))
    sign = "−" if worst.z < 0 else ""
    return Text(
        f"Le cycle de vente change, la projection est biaisée : à {worst.age} jours, {lately.fr} des affaires des "
        f"3 derniers mois sont gagnées, contre {before.fr} des 6 mois d'avant (z = {sign}{z.fr}).",
        f"The sales cycle is changing, the projection is biased: at {worst.age} days, {lately.en} of the deals of the "
        f"last 3 months are won, against {before.en} of the 6 months before (z = {sign}{z.en}).",
    )


def walked(walk: Walk) -> Text:
    """Say what a projection made some months ago was worth."""
    if walk.expected is None or walk.expected.value is None:
        return Text(
            f"Il y a {walk.months} mois, il y avait trop peu d'affaires pour projeter.",
            f"{walk.months} months ago there were too few deals to project.",
        )
    told, came, interval = decimal(float(walk.expected.value)), count(walk.came), _between(walk.expected, 0)
    error = Text("", "")
    if walk.error is not None:
        sign = "+" if walk.error >= 0.005 else ""
        off = signed_percent(walk.error)
        error = Text(f" ; erreur {sign}{off.fr}", f"; error {sign}{off.en}")
    return Text(
        f"Il y a {walk.months} mois : {told.fr} signatures projetées{interval.fr} parmi {count(walk.open).fr} affaires "
        f"ouvertes, {came.fr} venues depuis{error.fr}.",
        f"{walk.months} months ago: {told.en} signatures projected{interval.en} of {count(walk.open).en} open deals, "
        f"{came.en} have come since{error.en}.",
    )


def notes(found: Maturity) -> list[Text]:
    """Say what the study rests on, and what it leaves out."""
    said = [*_curve(found), *_gaps(found)]
    if found.dormant is not None:
        said.append(_asleep(found.dormant, found.whole.expected))
    return said


def certain(found: Maturity) -> Text | None:
    """Say what the interval of the projection leaves out, where there is one."""
    return None if found.whole.projected.low is None else CERTAIN


def _asleep(dormant: Dormant, expected: Cell) -> Text:
    many = plural(round(dormant.deals), ("affaire ouverte", "affaires ouvertes"), ("deal open", "deals open"))
    age = count(dormant.age)
    told = decimal(dormant.expected), decimal(float(expected.value or 0))
    same = told[0] == told[1]
    return Text(
        f"{many.fr} depuis plus de {age.fr} jours, plus que 99 % des gagnées : les compter perdues "
        + ("ne change rien." if same else f"ramène à {told[0].fr} les {told[1].fr} signatures attendues."),
        f"{many.en} for more than {age.en} days, longer than 99% of won ones: counting them lost "
        + ("changes nothing." if same else f"brings the {told[1].en} signatures expected to {told[0].en}."),
    )


def _curve(found: Maturity) -> list[Text]:
    if not isinstance(found.horizon, int) or found.tail is None:
        return []
    deals, tail, days = count(found.whole.opened), percent(found.tail), count(found.horizon)
    return [
        Text(
            f"Une affaire est une opportunité ; ouverte, elle n'est pas perdue, elle n'est pas finie. La courbe vient de "
            f"{deals.fr} affaires et va jusqu'à {days.fr} jours, le dernier âge que {AT_RISK} affaires ont atteint. "
            f"Au-delà rien n'est promis ; {tail.fr} des affaires sont encore ouvertes à cet âge. Méthode : "
            "Aalen–Johansen.",
            f"A deal is an opportunity; while open it is not lost, it is not over. The curve comes from {deals.en} deals "
            f"and goes up to {days.en} days, the last age that {AT_RISK} deals reached. Beyond it nothing is promised; "
            f"{tail.en} of the deals are still open at that age. Method: Aalen–Johansen.",
        ),
        Text(
            "Cohorte : le mois de l'appel ou du rendez-vous d'où vient l'affaire, comme dans la vue cohorte. Maturité : "
            "la part de ce qui se signe d'ordinaire qui a eu le temps de l'être. Les rendez-vous dont l'affaire n'est "
            "pas encore ouverte ne sont pas projetés.",
            "Cohort: the month of the call or appointment that the deal came from, as in the cohort view. Maturity: the "
            "share of what is usually signed that has had the time to be. Appointments whose deal is not open yet are "
            "not projected.",
        ),
        Text(
            f"Intervalle à 95 % : {count(DRAWS).fr} rééchantillonnages de la courbe, puis le hasard de chaque affaire et "
            "le montant de chaque contrat. Attendues à la main (Cape Cod) : signées + ouvertes au départ × (1 − maturité) "
            "× (total signé / total des affaires × leur maturité).",
            f"95% interval: {count(DRAWS).en} resamples of the curve, then the chance of each deal and the amount of each "
            "contract. Expected by hand (Cape Cod): signed + opened × (1 − maturity) × (total signed / total of opened × "
            "maturity).",
        ),
    ]


def _gaps(found: Maturity) -> list[Text]:
    said = []
    if found.day < found.answer.as_of.date():
        said.append(
            Text(
                f"Aucune affaire n'a bougé depuis le {found.day:%d/%m/%Y} : la source est prise pour arrêtée ce jour-là, et l'âge des "
                "affaires ouvertes avec elle. Réimportez les opportunités pour projeter d'aujourd'hui.",
                f"No deal has moved since {found.day:%d %b %Y}: the source is taken to have stopped on that day, and the age of open "
                "deals with it. Import the opportunities again to project from today.",
            )
        )
    if found.whole.opened and not found.records_losses:
        said.append(
            Text(
                "Aucune affaire perdue n'est enregistrée : rien ne distingue une affaire morte d'une affaire vivante. "
                "La projection reste juste en moyenne si les perdues restent ouvertes dans la source, "
                "fausse si elles en sont effacées.",
                "No lost deal is recorded: nothing tells a dead deal from a living one. The projection stays right on "
                "average if lost deals stay open in the source, and is wrong if they are deleted from it.",
            )
        )
    for number, fr, en in (
        (
            found.alone,
            ("contrat sans opportunité : déjà signé, dans la marge à ce jour", "contrats sans opportunité : déjà signés, dans la marge à ce jour"),
            ("contract without an opportunity: signed already, in the margin to date", "contracts without an opportunity: signed already, in the margin to date"),
        ),
        (
            found.unbilled,
            ("affaire gagnée sans contrat : projetée à la marge moyenne", "affaires gagnées sans contrat : projetées à la marge moyenne"),
            ("won deal without a contract: projected at the mean margin", "won deals without a contract: projected at the mean margin"),
        ),
        (
            found.undated,
            ("affaire close sans date : comptée close aujourd'hui", "affaires closes sans date : comptées closes aujourd'hui"),
            ("deal closed without a day: counted as closed today", "deals closed without a day: counted as closed today"),
        ),
    ):  # fmt: skip
        if round(number):
            many = plural(round(number), fr, en)
            said.append(Text(f"{many.fr}.", f"{many.en}."))
    return said

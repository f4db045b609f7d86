"""How much of a stage reaches a later one, where no rate of the trade says it already."""

from filon.metrics.language.metric import Metric
from filon.terms.text import Text

_CALLS = ("calls", Text("appels", "calls"))
_SET = ("appointments_set", Text("rendez-vous posés", "appointments set"))
_VALIDATED = ("appointments_validated", Text("rendez-vous validés", "appointments validated"))
_HELD = ("appointments_held", Text("rendez-vous tenus", "appointments held"))
_OPPORTUNITIES = ("opportunities", Text("opportunités", "opportunities"))
_PROPOSALS = ("proposals", Text("propositions", "proposals"))
_CONTRACTS = ("contracts", Text("contrats", "contracts"))

_PAIRS = (
    (_VALIDATED, _SET),
    (_HELD, _SET),
    (_OPPORTUNITIES, _HELD),
    (_PROPOSALS, _OPPORTUNITIES),
    *((later, _CALLS) for later in (_SET, _VALIDATED, _HELD, _OPPORTUNITIES, _PROPOSALS, _CONTRACTS)),
)

METRICS = tuple(
    Metric(
        f"{later}_of_{earlier}",
        Text(f"{said.fr.capitalize()} sur {over.fr}", f"{said.en.capitalize()} of {over.en}"),
        Text(f"{said.fr} / {over.fr}", f"{said.en} / {over.en}"),
        "share",
        {later: 1},
        {earlier: 1},
        events=later,
        interval="share",
    )
    for (later, said), (earlier, over) in _PAIRS
)

"""The outcomes a call can have, as shipped; an instance may add its own."""

from dataclasses import dataclass

from filon.terms.text import Text

OTHER_REASON = "#"
"""Stands for the reasons of refusal that too few prospects give: they may say something of a person."""


@dataclass(frozen=True, slots=True)
class OutcomeTerm:
    """An outcome code with its label and what it says of the call."""

    code: str
    label: Text
    human: bool = False
    decision: bool = False
    useful: bool = False
    final: bool = False
    optout: bool = False


SHIPPED: tuple[OutcomeTerm, ...] = (
    OutcomeTerm("no_answer", Text("sans réponse", "no answer")),
    OutcomeTerm("busy", Text("occupé", "busy")),
    OutcomeTerm("voicemail", Text("répondeur", "voicemail")),
    OutcomeTerm("failed", Text("échec technique", "technical failure")),
    OutcomeTerm("wrong_number", Text("faux numéro", "wrong number"), final=True),
    OutcomeTerm("gatekeeper", Text("barrage standard", "gatekeeper"), human=True),
    OutcomeTerm("absent", Text("absent, à rappeler", "away, call again"), human=True),
    OutcomeTerm("callback", Text("rappel demandé", "callback asked"), human=True, decision=True),
    OutcomeTerm(
        "not_concerned", Text("non concerné", "not concerned"), human=True, decision=True, final=True
    ),
    OutcomeTerm(
        "refused",
        Text("refus argumenté", "reasoned refusal"),
        human=True,
        decision=True,
        useful=True,
        final=True,
    ),
    OutcomeTerm(
        "information",
        Text("demande d'information", "information asked"),
        human=True,
        decision=True,
        useful=True,
    ),
    OutcomeTerm(
        "appointment",
        Text("rendez-vous posé", "appointment set"),
        human=True,
        decision=True,
        useful=True,
        final=True,
    ),
    OutcomeTerm("do_not_call", Text("ne plus appeler", "do not call"), human=True, final=True, optout=True),
)

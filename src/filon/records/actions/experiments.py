"""Plans tests, launches, stops and decides them: what was planned cannot be altered once a test is launched."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from filon.records.actions.change import OpenChange, change
from filon.records.actions.enter import Taken, create
from filon.records.actions.revise import amend, hold, revise
from filon.records.models import CampaignChange, Experiment, Variant
from filon.terms.experiments import DECISIONS, STATUSES
from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text

_LEAST_KEPT = Decimal("0.5")


class BadVariants(Fault):
    """The variants cannot be compared."""

    def __init__(self) -> None:
        super().__init__(
            "Un test compare au moins deux variantes, de codes différents, dont une seule témoin ; chacune reçoit "
            "une part positive.",
            "A test compares at least two variants with different codes, exactly one of them the control; each "
            "gets a positive share.",
        )


class NotACap(Fault):
    """Capping concerns few contacts."""

    def __init__(self, seen: Decimal) -> None:
        told = f"{float(100 * seen):g}"
        super().__init__(
            f"Plafond des appels : « {told} % » refusé. Donnez la part des contacts dont tous les appels comptent, entre "
            "50 % et 100 %, par exemple 99 % ; 100 % ne plafonne rien.",
            f"Cap on calls: “{told}%” refused. Give the share of the contacts that keep all of their calls, between "
            "50% and 100%, for example 99%; 100% caps nothing.",
        )


class ListsOneByOne(Fault):
    """A list cannot be the lever of a test that shares out its contacts."""

    def __init__(self) -> None:
        super().__init__(
            "Le levier « fichier » compare des fichiers entre eux : c'est le fichier, et non le contact ou le créneau, "
            "qui reçoit une variante. Choisissez l'unité « fichier » (list), ou un autre levier.",
            "The lever “list” compares lists with each other: the list gets a variant, not the contact or the time "
            "slot. Choose the unit “list”, or another lever.",
        )


class CodeTaken(Taken):
    """Another test has this code."""

    def __init__(self, code: str) -> None:
        Fault.__init__(
            self,
            f"Un test {code} existe déjà : choisissez un autre code, ou retirez ce test s'il n'est qu'un brouillon.",
            f"A test {code} exists already: choose another code, or discard that test if it is only a draft.",
        )


class NotNow(Fault):
    """The test does not stand where the action starts from."""

    def __init__(self, experiment: Experiment) -> None:
        status = STATUSES[experiment.status]
        super().__init__(
            f"Le test {experiment.experiment_code} est « {status.fr} » : un brouillon se lance, un test en cours "
            "s'arrête, un test en cours ou arrêté se décide.",
            f"Test {experiment.experiment_code} is “{status.en}”: a draft is launched, a running test is stopped, a "
            "running or stopped one is decided.",
        )


class OneLeverAtATime(Fault):
    """Another test is running in the same campaign."""

    def __init__(self, other: Experiment) -> None:
        super().__init__(
            f"Le test {other.experiment_code} est en cours dans cette campagne : un seul levier à la fois, sinon on "
            "ne sait pas lequel a agi. Arrêtez-le d'abord.",
            f"Test {other.experiment_code} is running in this campaign: one lever at a time, or nobody knows which "
            "one acted. Stop it first.",
        )


class EndsBeforeStart(Fault):
    """A test cannot end before it was launched."""

    def __init__(self, launched: date) -> None:
        super().__init__(
            f"Le test a été lancé le {launched:%d/%m/%Y} : il ne peut pas finir avant.",
            f"The test was launched on {launched}: it cannot end before.",
        )


class DecisionNeedsReason(Fault):
    """A decision says why."""

    def __init__(self) -> None:
        super().__init__(
            "Dites en une phrase pourquoi : la décision se lira encore dans un an.",
            "Say why in a sentence: the decision will still be read in a year.",
        )


def plan(variants: Sequence[dict[str, Any]], *, actor: str, **values: Any) -> Experiment:
    """Write down a test to come: `variants` hold a code, a description, a weight, and which is the control.

    Raises the faults of `check`.
    """
    check(variants, **values)
    try:
        with change("plan_test", actor=actor) as opened:
            experiment = create(opened, Experiment, **values)
            for row in variants:
                create(opened, Variant, experiment=experiment, **row)
    except IntegrityError as error:  # another person took the code meanwhile
        raise CodeTaken(str(values["experiment_code"])) from error
    return experiment


def check(variants: Sequence[dict[str, Any]], **values: Any) -> None:
    """Refuse what `plan` would refuse. Raises BadVariants, NotACap, ListsOneByOne, or CodeTaken."""
    codes = {row["variant"] for row in variants}
    shares = [row.get("weight", 1) for row in variants]
    controls = sum(bool(row.get("control")) for row in variants)
    if len(variants) < 2 or len(codes) < len(variants) or controls != 1 or min(shares) < 1:
        raise BadVariants
    cap = values.get("cap_share")
    if cap is not None and not _LEAST_KEPT <= cap <= 1:
        raise NotACap(cap)
    if values["lever"] == "list" and values["unit"] != "list":
        raise ListsOneByOne
    code = str(values["experiment_code"])
    if Experiment.objects.filter(experiment_code=code, voided_at__isnull=True).exists():
        raise CodeTaken(code)


def discard(experiment: Experiment, *, actor: str, seen: int | None = None) -> None:
    """Withdraw a draft and its variants. Raises NotNow, or ChangedMeanwhile as `edit`."""
    with change("discard_test", actor=actor) as opened:
        _held(experiment, seen, "draft")
        for variant in experiment.variants.filter(voided_at__isnull=True):
            revise(opened, variant, voided_at=opened.at)
        amend(opened, experiment, voided_at=opened.at)


def launch(experiment: Experiment, on: date, *, actor: str, seen: int | None = None) -> None:
    """Start a test on a day; its plan is frozen. Raises NotNow, OneLeverAtATime, or ChangedMeanwhile as `edit`."""
    with change("launch_test", actor=actor) as opened:
        _held(experiment, seen, "draft")
        running = Experiment.objects.filter(
            campaign=experiment.campaign, status="running", voided_at__isnull=True
        )
        if (other := running.first()) is not None:
            raise OneLeverAtATime(other)
        amend(opened, experiment, status="running", launched_on=on)


def stop(experiment: Experiment, on: date, *, actor: str, seen: int | None = None) -> None:
    """End a running test: `on` is the last day whose calls count. Raises NotNow, EndsBeforeStart or ChangedMeanwhile."""
    with change("stop_test", actor=actor) as opened:
        _held(experiment, seen, "running")
        amend(opened, experiment, status="stopped", ended_on=_end(experiment, on))


def decide(
    experiment: Experiment,
    decision: str,
    reason: str,
    on: date,
    *,
    actor: str,
    seen: int | None = None,
    decided_from: dict[str, Any] | None = None,
) -> None:
    """Record what is done after a test, why, and what it showed; the day shows on the curves of its campaign.

    Raises UnknownName, DecisionNeedsReason, NotNow, EndsBeforeStart, or ChangedMeanwhile as `edit`.
    """
    if decision not in DECISIONS:
        raise UnknownName(Text("Décision", "decision"), decision, DECISIONS)
    if not reason.strip():
        raise DecisionNeedsReason
    with change("decide_test", actor=actor) as opened:
        _held(experiment, seen, "running", "stopped")
        end = experiment.ended_on or _end(experiment, on)
        amend(
            opened, experiment, status="decided", ended_on=end, decision=decision, decision_reason=reason.strip(),
            decided_on=on, decided_by=actor, decided_from=decided_from,
        )  # fmt: skip
        _show_on_curves(opened, experiment)


def _held(experiment: Experiment, seen: int | None, *statuses: str) -> None:
    hold(experiment, seen)
    if experiment.status not in statuses:
        raise NotNow(experiment)


def _end(experiment: Experiment, on: date) -> date:
    launched = experiment.launched_on or on
    if on < launched:
        raise EndsBeforeStart(launched)
    return on


def _show_on_curves(opened: OpenChange, experiment: Experiment) -> None:
    decision = DECISIONS[experiment.decision or ""]
    create(
        opened,
        CampaignChange,
        change_key=f"test-{experiment.experiment_code}",
        changed_on=experiment.decided_on,
        campaign=experiment.campaign,
        kind="script" if experiment.lever == "pitch" else experiment.lever,
        description=f"Test {experiment.experiment_code} ({experiment.name}) : {decision.fr}",
    )

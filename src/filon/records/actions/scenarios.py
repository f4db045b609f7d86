"""Keeps scenarios as they were said: a forecast cannot be altered afterwards, only withdrawn."""

from typing import Any

from django.db import IntegrityError

from filon.records.actions.change import change
from filon.records.actions.enter import Taken, create
from filon.records.models import Scenario, User
from filon.terms.faults import Fault

LONGEST_NAME = 120


class BadScenarioName(Fault):
    """A scenario needs a name, and a short one."""

    def __init__(self) -> None:
        super().__init__(
            f"Donnez un nom à ce scénario, de {LONGEST_NAME} caractères au plus.",
            f"Give this scenario a name, of at most {LONGEST_NAME} characters.",
        )


class ScenarioNameTaken(Taken):
    """Another scenario has this name, and a kept scenario is not edited."""

    def __init__(self, name: str) -> None:
        Fault.__init__(
            self,
            f"Un scénario « {name} » existe déjà, et un scénario gardé ne se modifie pas : choisissez un autre nom.",
            f"A scenario “{name}” exists already, and a kept scenario cannot be edited: choose another name.",
        )


def keep_scenario(name: str, *, author: User | None, actor: str, **values: Any) -> Scenario:
    """Keep what a plan was said to bring under a name. Raises BadScenarioName, or Taken for the name of another."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadScenarioName
    try:
        with change("keep_scenario", actor=actor) as opened:
            return create(opened, Scenario, name=name.strip(), author=author, **values)
    except IntegrityError as error:
        raise ScenarioNameTaken(name) from error

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


def keep_scenario(name: str, *, author: User | None, actor: str, **values: Any) -> Scenario:
    """Keep what a plan was said to bring under a name. Raises BadScenarioName, or Taken for the name of another."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadScenarioName
    try:
        with change("keep_scenario", actor=actor) as opened:
            return create(opened, Scenario, name=name.strip(), author=author, **values)
    except IntegrityError as error:
        raise Taken(name) from error

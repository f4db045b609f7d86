"""What a person may see; every query of the records and every figure is asked under one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The clients (by id) whose campaigns may be seen; None means all of them."""

    client_ids: frozenset[int] | None = None


EVERYTHING = Scope()

"""Makes a record name the one it comes from."""

from filon.records.actions.revise import edit
from filon.records.models import Record
from filon.records.queries.registers import Register
from filon.terms.faults import Fault


class NoSuchRecord(Fault):
    """Nothing live has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Aucune fiche en cours n'a l'identifiant « {code} » : vérifiez-le, ou importez-la d'abord.",
            f"No live record has the identifier “{code}”: check it, or import it first.",
        )


def link(
    record: Record, register: Register, to: Register, code: str, *, actor: str, seen: int | None
) -> None:
    """Link a record of a register to the one of that code. Raises NoSuchRecord, or ChangedMeanwhile as `edit`."""
    if to.find(code) is None:
        raise NoSuchRecord(code)
    edit(record, actor=actor, seen=seen, **{register.follows[to.name]: code})

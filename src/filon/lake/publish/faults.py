"""What can go wrong with the files of the lake."""

from pathlib import Path

from filon.terms.faults import Fault, InternalFault


class LakeDamaged(Fault):
    """A file of the lake is missing or cannot be read."""

    def __init__(self, path: Path, detail: object) -> None:
        seen = str(detail).strip().splitlines()[0][:300] if str(detail).strip() else type(detail).__name__
        super().__init__(
            f"Le lac de {path} est incomplet ou illisible ({seen}). Vos données sont intactes : lancez "
            "« filon lake rebuild » pour le refaire à partir des enregistrements.",
            f"The lake in {path} is incomplete or unreadable ({seen}). Your data is safe: run "
            "“filon lake rebuild” to make it again from the records.",
        )


class NotEnoughMemory(InternalFault):
    """A publication would need more memory than it is allowed."""

    def __init__(self, allowed: str) -> None:
        super().__init__(
            f"La publication demande plus de mémoire qu'il ne lui en est permis ({allowed}). Vos données sont "
            "intactes. C'est un défaut de Filon : signalez-le avec le nombre de vos appels.",
            f"The publication needs more memory than it is allowed ({allowed}). Your data is safe. "
            "This is a defect of Filon: report it with the number of your calls.",
        )

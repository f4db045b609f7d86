"""What a query may be refused for."""

from collections.abc import Iterable, Mapping

from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text


class UnknownMetric(UnknownName):
    """No metric has that id."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(Text("Indicateur", "metric"), name, known)


class UnknownDimension(UnknownName):
    """No dimension has that id."""

    def __init__(self, name: str, known: Iterable[str], labels: Mapping[str, Text] | None = None) -> None:
        super().__init__(Text("Axe", "dimension"), name, known, labels)


class UnknownValue(UnknownName):
    """A filter names a value that its dimension never takes."""

    def __init__(self, dimension: str, name: str, known: Iterable[str]) -> None:
        super().__init__(Text(f"Valeur de « {dimension} »", f"value of “{dimension}”"), name, known)


class CannotSplit(Fault):
    """A metric has no meaning by that dimension."""

    def __init__(self, metric: str, dimension: str, possible: Iterable[str]) -> None:
        listed = ", ".join(possible)
        super().__init__(
            f"« {metric} » ne peut pas être ventilé ni filtré par « {dimension} » ; il peut l'être par : {listed}.",
            f"“{metric}” cannot be split or filtered by “{dimension}”; it can be by: {listed}.",
        )


class BadOption(Fault):
    """An option of the query has a value it cannot have; `expected` starts with its article."""

    def __init__(self, option: Text, seen: object, expected: Text) -> None:
        shown = seen if isinstance(seen, Text) else Text(str(seen), str(seen))
        awaited = "attendue" if expected.fr.startswith("une ") else "attendu"
        super().__init__(
            f"{option.fr} : « {shown.fr} » reçu ; {expected.fr} était {awaited}.",
            f"{option.en}: got “{shown.en}”, expected {expected.en}.",
        )


class NothingAsked(Fault):
    """A query names no metric."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun indicateur demandé. « filon metrics » les liste.",
            "No metric asked for. “filon metrics” lists them.",
        )

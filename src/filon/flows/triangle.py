"""Reads a triangle in long form from a plain file, and projects it."""

from pathlib import Path
from typing import TYPE_CHECKING

from filon.flows.plain_files import rows_of
from filon.intake.kind import Column, Kind, Type
from filon.intake.reading import ReadOptions
from filon.intake.reading.faults import FileFault
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.methods.triangle import Ladder

TRIANGLE = Kind(
    "triangle",
    "",
    Text("triangles", "triangles"),
    ("origin", "development"),
    (
        Column("origin", required=True, also=("origine", "cohort", "cohorte")),
        Column("development", Type.INTEGER, required=True, also=("developpement", "age", "dev")),
        Column("value", Type.DECIMAL, required=True, also=("values", "valeur", "valeurs")),
    ),
)


class NoTriangle(FileFault):
    """The lines do not make a triangle."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "ces lignes ne font pas un triangle. Donnez une valeur par origine et par âge, sans trou, pour au moins deux "
            "origines et deux âges.",
            "these lines do not make a triangle. Give one value per origin and age, without a gap, for at least two "
            "origins and two ages.",
        )


def triangle_file(
    path: Path, options: ReadOptions, *, incremental: bool = False
) -> "tuple[list[str], Ladder]":
    """Return the origins of the triangle in a file, and its chain ladder.

    The development is an age, or the calendar period where none comes before its origin. Values are cumulated
    unless `incremental`. Raises NoTriangle and the faults of `rows_of`.
    """
    import numpy as np

    from filon.insight.methods.triangle import Ladder, chain_ladder, cumulative

    rows = rows_of(path, TRIANGLE, options)
    origins, ages = rows["origin"].to_list(), rows["development"].to_list()
    calendar = all(
        origin.isdecimal() and age >= int(origin) for origin, age in zip(origins, ages, strict=True)
    )
    names = sorted(set(origins))
    if calendar:
        ages = [age - int(origin) for origin, age in zip(origins, ages, strict=True)]
    places = (names.index(origin) for origin in origins)
    try:
        _, table = cumulative(zip(places, ages, map(float, rows["value"]), strict=True))
        found = chain_ladder(np.cumsum(table, axis=1) if incremental else table)
    except ValueError as error:
        raise NoTriangle(path) from error
    if not isinstance(found, Ladder):
        raise NoTriangle(path)
    return names, found

"""Lines that sum the ones above them, as spreadsheets end with."""

import re
from collections.abc import Sequence

from filon.intake.reading.shapes import NUMBER_MARK
from filon.intake.reading.sheet_xml import FORMULA_MARK
from filon.intake.reading.words import fold

_LABEL = re.compile(
    r"(?:sous )?tota(?:l|ux)\b.*|(?:grand|sub) ?total\b.*|somme\b.*|sum\b|moyenne\b|average\b"
)
_INITIALS = frozenset("tsgma")  # spares most rows the folding


def is_total(cells: Sequence[str | None]) -> bool:
    """Tell whether a record is a total: it begins with such a word, and the rest are figures.

    Only asked of rows that lack a mandatory value, so that a company called Total is never lost.
    """
    filled = [cell.removeprefix(NUMBER_MARK) for cell in cells if cell]
    if (
        not filled
        or filled[0].lstrip()[:1].casefold() not in _INITIALS
        or not _LABEL.fullmatch(fold(filled[0]))
    ):
        return False
    return all(_is_figure(cell) for cell in filled[1:])


def _is_figure(cell: str) -> bool:
    """Tell whether a cell may be a sum: figures, or a formula that nobody computed."""
    if cell == FORMULA_MARK:
        return True
    return any(c.isdigit() for c in cell) and not re.search(r"[^\W\d_]{4,}", cell)

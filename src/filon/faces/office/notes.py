"""The notes under the tables of a page: why a figure has no answer, numbered as they come."""

from dataclasses import dataclass, field

from filon.metrics.answer import Cell
from filon.terms.text import Text


@dataclass
class Notes:
    """The reasons met since notes were last listed, and whether a figure rests on too few.

    Numbers go on from one table to the next: each has its own, in order, whatever the tables before said.
    """

    numbers: dict[Text, int] = field(default_factory=dict)
    _listed: int = 0
    _few: bool | None = None  # None: not met yet; True: to be told
    _counted: bool = False  # whether such a figure is written with what it rests on

    def number(self, cell: Cell) -> int | None:
        """Return the number of the note about a cell; None where there is nothing to say of it."""
        if cell.too_few and self._few is None:
            self._few = True
        self._counted = self._counted or _counted(cell)
        if cell.reason is None:
            return None
        return self.numbers.setdefault(cell.reason, self._listed + len(self.numbers) + 1)

    def take(self) -> tuple[list[tuple[int, Text]], bool, bool]:
        """Return the notes of the figures written since the last time, whether to say what too few is, and with its number."""
        found = [(number, reason) for reason, number in self.numbers.items()]
        few, self._listed, self.numbers = self._few is True, self._listed + len(found), {}
        self._few = False if few else self._few
        return found, few, self._counted


def _counted(cell: Cell) -> bool:
    """Whether a figure on too few is written as their number, in brackets."""
    rate = cell.method is not None and cell.method.startswith("wilson")
    return cell.too_few and cell.unit == "share" and cell.events is not None and not rate

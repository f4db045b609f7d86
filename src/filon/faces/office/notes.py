"""The notes under the tables of a page: why a figure has no answer, numbered as they come."""

from dataclasses import dataclass, field

from filon.metrics.answer import Cell
from filon.terms.text import Text


@dataclass
class Notes:
    """The reasons met while a page is written, and whether a figure rests on too few."""

    numbers: dict[Text, int] = field(default_factory=dict)
    _waiting: dict[Text, bool] = field(default_factory=dict)  # whether it is told for the first time
    _few: bool | None = None  # None: not met yet; True: to be told

    def number(self, cell: Cell) -> int | None:
        """Return the number of the note about a cell; None where there is nothing to say of it."""
        if cell.too_few and self._few is None:
            self._few = True
        if cell.reason is None:
            return None
        first = cell.reason not in self.numbers
        self._waiting.setdefault(cell.reason, first)
        return self.numbers.setdefault(cell.reason, len(self.numbers) + 1)

    def take(self) -> tuple[list[tuple[int, Text, bool]], bool]:
        """Return the notes of the figures written since the last time, and whether to say what too few is."""
        found = [(self.numbers[reason], reason, first) for reason, first in self._waiting.items()]
        few, self._waiting = self._few is True, {}
        self._few = False if few else self._few
        return sorted(found, key=lambda note: note[0]), few

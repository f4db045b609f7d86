"""One recognised table: typed records in chunks, and the file of those it rejects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from filon.intake.kinds import Kind
from filon.intake.reading import rejects as rejects_file
from filon.intake.reading.cells import CellReader, reader_of
from filon.intake.reading.fields import Field, Plan, assemble, sift, trimmed
from filon.intake.reading.formats import Formats
from filon.intake.reading.shapes import Chunk, Grid, Reject, Row, empty_frame
from filon.intake.reading.totals import is_total
from filon.terms.text import Language, Text

CHUNK_ROWS = 250_000
_EMPTY = Text("valeur obligatoire absente.", "mandatory value missing.")
_TOTAL = Text("ligne de total, ignorée.", "total line, ignored.")


@dataclass(frozen=True)
class Reading:
    """A table of one kind in one file (or one sheet), ready to be read as often as needed.

    `columns` are the canonical columns it gives, constants of a mapping included; `notes` say what was
    guessed, ignored or hidden; `sha256` is the file's.
    """

    kind: Kind
    file: Path
    sheet: str | None
    sha256: str
    grid: Grid
    plan: Plan
    formats: Formats
    delimiter: str
    notes: list[Text] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the canonical names of the columns present."""
        return tuple(each.column.name for each in self.plan.fields)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Yield typed records in order, at most `size` at a time, in bounded memory.

        A row at fault is in `rejects` once, with every reason; a total line, or a row that a mapping
        leaves out, is in `ignored`. A table without rows gives one empty chunk. Raises FileChanged or
        UndecodableText if the file is not what it was.
        """
        batch = None
        for batch in self.grid.batches():
            misfits = [_misfit(row) for row in batch.misfits]
            source = trimmed(batch)
            for start in range(0, max(source.height, 1), size):
                yield self._chunk(source.slice(start, size), misfits if start == 0 else [])
        if batch is None:
            yield self._chunk(empty_frame(len(self.grid.header)), [])

    def write_rejects(self, path: Path, rejects: Sequence[Reject], language: Language = "fr") -> None:
        """Write the rejected rows in the source's layout, with `line`, `column` and `reason` added.

        The file is UTF-8 CSV with the source's delimiter, written aside and renamed; corrected, it can be
        read again as it is. Dates and numbers that only the rest of the file made clear are rewritten in
        a form that is clear by itself.
        """
        rejects_file.write_rejects(self, path, rejects, language)

    @cached_property
    def readers(self) -> dict[str, CellReader]:
        """Return how each canonical column is read."""
        return {each.column.name: self._reader(each) for each in self.plan.fields}

    def _reader(self, each: Field) -> CellReader:
        name = each.column.name
        calendar = self.formats.calendars.get(name, self.formats.calendar)
        if self.kind.name == "calls" and name == "started_at":
            calendar = replace(calendar, latest=self.formats.latest_call)
        return reader_of(each.column, self.formats.signs.get(name, "point"), calendar)

    def _chunk(self, frame: pl.DataFrame, misfits: list[Reject]) -> Chunk:
        source, ignored = sift(_without_blanks(frame), self.plan)
        ignored += [each for each in misfits if each.reason is _TOTAL]
        misfits = [each for each in misfits if each.reason is not _TOTAL]
        texts = assemble(source, self.plan)
        typed, faults = [texts["line"]], _Faults()
        for each in self.plan.fields:
            series, reasons = self.readers[each.column.name].read(texts[each.column.name])
            typed.append(series.alias(each.column.name))
            faults.add(each, texts[each.column.name], series, reasons, self.grid, texts["line"])
        rows = pl.DataFrame(typed)
        if not faults.rows:
            return Chunk(rows, misfits, ignored)
        wrong = sorted(faults.rows)
        rejects = []
        for place, cells in zip(wrong, source[wrong].drop("line").iter_rows(), strict=True):
            reject = faults.reject(place, texts["line"][place])
            if place in faults.lacking and is_total(cells):
                ignored.append(Reject(reject.line, None, _TOTAL))
            else:
                rejects.append(reject)
        kept = rows.with_row_index("_place").filter(~pl.col("_place").is_in(wrong)).drop("_place")
        return Chunk(kept, [*misfits, *rejects], ignored)


def _misfit(row: Row) -> Reject:
    return Reject(row.line, None, _TOTAL if is_total(row.cells) else row.fault or _EMPTY)


class _Faults:
    """The faults of a chunk, by the place of the row."""

    def __init__(self) -> None:
        self.rows: dict[int, list[tuple[str, Text]]] = {}
        self.lacking: set[int] = set()

    def add(
        self,
        each: Field,
        texts: pl.Series,
        typed: pl.Series,
        reasons: dict[str, Text],
        grid: Grid,
        lines: pl.Series,
    ) -> None:
        """Note the cells of one column that were refused, and the empty ones it may not have."""
        header = each.header or each.column.name
        if reasons:
            for place in (texts.is_not_null() & typed.is_null()).arg_true():
                reason = reasons[texts[place]]
                address = None if each.index is None else grid.address(each.index, lines[place])
                self.rows.setdefault(place, []).append((header, _at(reason, address)))
        if each.column.required and texts.null_count():
            for place in texts.is_null().arg_true():
                self.lacking.add(place)
                self.rows.setdefault(place, []).append((header, _EMPTY))

    def reject(self, place: int, line: int) -> Reject:
        """Return the one reject of a row, its columns and reasons joined."""
        faults = self.rows[place]
        columns = ", ".join(dict.fromkeys(header for header, _ in faults))
        if len(faults) == 1:
            return Reject(line, columns, faults[0][1])
        return Reject(
            line,
            columns,
            Text(
                " ".join(f"{header} : {reason.fr}" for header, reason in faults),
                " ".join(f"{header}: {reason.en}" for header, reason in faults),
            ),
        )


def _at(reason: Text, address: str | None) -> Text:
    if address is None:
        return reason
    return Text(f"cellule {address} : {reason.fr}", f"cell {address}: {reason.en}")


def _without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in frame.columns if name != "line"]
    if not names or not all(frame[name].null_count() for name in names):
        return frame
    return frame.filter(~pl.all_horizontal(pl.col(names).is_null()))

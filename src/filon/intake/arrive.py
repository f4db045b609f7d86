"""Takes one file of one kind into the records: identity, references, and a single transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from filon.intake import late
from filon.intake.check import complete, judge
from filon.intake.kinds import Column, Kind
from filon.intake.match import TARGETS, Matcher
from filon.intake.reading import Chunk, Reading, Reject
from filon.records import models
from filon.records.actions.change import OpenChange
from filon.records.actions.staging import Stage
from filon.records.actions.store import Stored, store
from filon.records.queries.codes import ids_of
from filon.terms.text import Text

KEY_FIELDS = {
    "activity": "activity_key",
    "channel_activity": "channel_activity_key",
    "changes": "change_key",
}


@dataclass(slots=True)
class Arrival:
    """What became of the rows of a file; `read` is the sum of the rest but `late`.

    `late` rows are costs of a closed month, counted in an open one.
    """

    stored: Stored = field(default_factory=lambda: Stored(0, 0, 0, 0))
    read: int = 0  # rows of the file, counted as they were read
    twins: int = 0  # repeated rows of the file, all alike
    rejects: list[Reject] = field(default_factory=list)
    ignored: list[Reject] = field(default_factory=list)
    late: int = 0

    @property
    def rejected(self) -> int:
        """Count the rejected rows; one row may have several faults."""
        return len({reject.line for reject in self.rejects})


def model_of(kind: Kind) -> type[models.Record]:
    """Return the record class of a kind."""
    found: type[models.Record] = getattr(models, kind.model)
    return found


def key_field(kind: Kind) -> str:
    """Return the attribute that identifies a record of the kind."""
    return KEY_FIELDS.get(kind.name, kind.key[0])


def staged_fields(reading: Reading) -> list[str]:
    """Return the attributes of the record that a reading fills, its identity first."""
    kind = reading.kind
    fields = [key_field(kind)]
    for column in kind.columns:
        computed = column.name == "nature" and kind.name == "costs"
        phoned = kind.name == "calls" and column.name == "contact_id" and "phone" in reading.columns
        if column.name in reading.columns or computed or phoned:
            name = _attribute(kind, column)
            if name and name not in fields:
                fields.append(name)
    if late.matters(kind):
        fields += [name for name in late.PLACED if name not in fields]
    return fields


def _attribute(kind: Kind, column: Column) -> str | None:
    if column.name == "currency" or (kind.name == "calls" and column.name == "phone"):
        return None
    return column.attribute


def arrive(
    opened: OpenChange,
    reading: Reading,
    stage: Stage,
    *,
    currency: str,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Arrival:
    """Read, judge, match and store the rows of one reading, inside an open change.

    The stage must be made for `staged_fields(reading)`. Raises whatever the reading raises; nothing is
    kept then, because the change is not committed.
    """
    kind, arrival, matcher = reading.kind, Arrival(), Matcher(opened)
    fields = staged_fields(reading)
    keys = _Keys(kind, with_source_id=set(kind.key) & set(reading.columns) != set())
    for chunk in _ahead(reading.chunks()):
        read = chunk.rows.height + len({reject.line for reject in chunk.rejects}) + len(chunk.ignored)
        arrival.read += read
        arrival.rejects += chunk.rejects
        arrival.ignored += chunk.ignored
        rows = keys.identify(complete(kind, chunk.rows))
        rows, refused = judge(kind, rows, currency=currency)
        arrival.rejects += refused
        if kind.name == "contacts":
            _adopt(opened, rows)
        rows, refused = matcher.match(kind, rows)
        arrival.rejects += refused
        if "original_start" in fields:
            rows, refused, count = late.place(kind, rows)
            arrival.rejects += refused
            arrival.late += count
        rows, twins, refused = keys.first_of_each(rows)
        arrival.twins += twins
        arrival.rejects += refused
        stage.write(_for_database(_as_attributes(kind, rows).select("line", *fields)))
        on_progress(read)
    stage.close()
    del keys, matcher  # all they have seen: the database needs the room now
    arrival.stored = store(opened, model_of(kind), stage, key=fields[0], fields=fields)
    return arrival


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Read the next chunk while the present one is dealt with."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


def _as_attributes(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Name the columns as the record's attributes, the identity among them."""
    names = {
        column.name: column.field
        for column in kind.columns
        if column.field and not column.refers and column.name in rows.columns
    }
    key = key_field(kind)
    return rows.drop(key, strict=False).rename({**names, "_key": key})


class _Keys:
    """Gives each row its identity and finds the rows of a file that share one."""

    def __init__(self, kind: Kind, *, with_source_id: bool) -> None:
        self._kind = kind
        self._with_source_id = with_source_id
        self._occurrences: Counter[str] = Counter()
        self._seen = [pl.DataFrame(schema={"_key": pl.UInt64, "_content": pl.UInt64, "_line": pl.Int64})]
        self._sorted = np.empty(0, dtype=np.uint64)  # the keys seen, to tell at once that none repeats

    def identify(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add `_key`: the source's id, the natural key, or a fingerprint with its occurrence number."""
        kind = self._kind
        if kind.name in KEY_FIELDS:
            return rows.with_columns(_key=natural_key(kind, rows))
        if self._with_source_id:
            return rows.with_columns(_key=pl.col(kind.key[0]))
        return rows.with_columns(_key=pl.Series(list(self._fingerprints(rows)), dtype=pl.String))

    def _fingerprints(self, rows: pl.DataFrame) -> Iterator[str]:
        content = rows.select(pl.concat_str(_as_text(rows), separator="\x1f", ignore_nulls=False)).to_series()
        for text in content:
            print_ = hashlib.sha256(text.encode()).hexdigest()[:20]
            self._occurrences[print_] += 1
            yield f"fp:{print_}:{self._occurrences[print_]}"

    def first_of_each(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, int, list[Reject]]:
        """Keep the first row of each key; count the twins; reject those that say something else."""
        data = [pl.col(name) for name in rows.columns if name != "line"]
        rows = rows.with_columns(_k=pl.col("_key").hash(), _content=pl.struct(data).hash())
        mark = rows.select(_key="_k", _content="_content", _line="line")
        self._seen.append(mark)
        if not self._repeats(mark["_key"].to_numpy()):
            return rows.drop("_k", "_content"), 0, []
        firsts = pl.concat(self._seen).unique("_key", keep="first", maintain_order=True)
        self._seen = [firsts]
        paired = rows.join(
            firsts.rename({"_content": "_first_content", "_line": "_first_line"}),
            left_on="_k",
            right_on="_key",
        )
        kept = paired.filter(pl.col("line") == pl.col("_first_line"))
        others = paired.filter(pl.col("line") != pl.col("_first_line"))
        conflicts = others.filter(pl.col("_content") != pl.col("_first_content"))
        rejects = [
            Reject(line, self._kind.key[0], _conflict(first))
            for line, first in conflicts.select("line", "_first_line").iter_rows()
        ]
        kept = kept.sort("line").drop("_k", "_content", "_first_content", "_first_line")
        return kept, others.height - conflicts.height, rejects

    def _repeats(self, keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> bool:
        """Tell whether any key was seen before, here or in an earlier chunk, and remember them all."""
        keys = np.sort(keys)
        places = np.searchsorted(self._sorted, keys)
        known = (
            self._sorted[np.minimum(places, max(len(self._sorted) - 1, 0))] if len(self._sorted) else keys[:0]
        )
        repeated = bool((keys[1:] == keys[:-1]).any()) or bool(len(known) and (known == keys).any())
        self._sorted = np.insert(self._sorted, places, keys)
        return repeated


def _conflict(line: int) -> Text:
    return Text(
        f"même identifiant que la ligne {line}, avec d'autres valeurs : gardez une seule des deux lignes",
        f"same identifier as line {line}, with other values: keep only one of the two lines",
    )


def natural_key(kind: Kind, rows: pl.DataFrame) -> pl.Expr:
    """Return what identifies the rows of a kind that has no identifier of its own."""
    parts = []
    for name in kind.key:
        text = pl.col(name).cast(pl.String).fill_null("") if name in rows.columns else pl.lit("")
        if name == "description":
            digests = {
                value: hashlib.sha256(value.encode()).hexdigest()[:20] for value in rows[name].unique()
            }
            text = pl.col(name).replace_strict(digests, return_dtype=pl.String)
        parts.append(text)
    return pl.concat_str(parts, separator="|")


def _as_text(rows: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.String).fill_null("\x00") for name in sorted(rows.columns) if name != "line"]


def _adopt(opened: OpenChange, rows: pl.DataFrame) -> None:
    """Give their real id to contacts first known by a call alone, when a file describes their number."""
    from filon.records.actions.adopt import adopt_contacts

    if not {"contact_id", "phone"} <= set(rows.columns):
        return
    described = rows.filter(pl.col("phone").is_not_null()).unique("phone", keep="first", maintain_order=True)
    model, code, _ = TARGETS["contacts"]
    stubs = ids_of(model, code, "tel:" + described["phone"])
    if stubs.height:
        known = ids_of(model, code, described["contact_id"].unique())
        fresh = described.join(known, left_on="contact_id", right_on="code", how="anti")
        names = fresh.select(code="tel:" + pl.col("phone"), contact_id="contact_id")
        adopt_contacts(opened, dict(stubs.join(names, on="code").select("id", "contact_id").iter_rows()))


def _for_database(rows: pl.DataFrame) -> pl.DataFrame:
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    changes: list[pl.Expr] = []
    for name, dtype in rows.schema.items():
        if isinstance(dtype, pl.Datetime):
            text = pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S%.6f").str.replace(".000000", "", literal=True)
            changes.append(text if sqlite else text + "+00")
        elif dtype == pl.Date or isinstance(dtype, pl.Decimal):
            changes.append(pl.col(name).cast(pl.String))
        elif dtype == pl.Boolean and sqlite:
            changes.append(pl.col(name).cast(pl.Int64))
    return rows.with_columns(changes)

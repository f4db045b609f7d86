"""Reading what a lake holds."""

from pathlib import Path

import polars as pl
from deltalake import DeltaTable

from filon.lake.facts import TABLES
from filon.lake.publish import snapshot
from filon.lake.publish.store import scan
from filon.lake.tables import files_of


def read_table(lake: Path, name: str) -> pl.DataFrame:
    """Return the pinned rows of a table, sorted."""
    import duckdb

    last = snapshot.read(lake)
    assert last is not None
    files = files_of(DeltaTable(lake / name, version=last.tables[name]))
    columns = TABLES[name].schema.names
    if not files:
        return pl.DataFrame(pl.from_arrow(TABLES[name].schema.empty_table()))
    with duckdb.connect() as sql:
        table = sql.execute(
            f"SELECT * FROM ({scan(name, files)}) ORDER BY {', '.join(columns)}"
        ).to_arrow_table()
    return pl.DataFrame(pl.from_arrow(table))


def read_all(lake: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, sorted, to compare lakes with."""
    return {name: read_table(lake, name).rows() for name in TABLES}

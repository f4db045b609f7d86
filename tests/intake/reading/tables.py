"""Small files and what is read of them, for the tests of reading."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from filon.intake.reading import Reading, ReadOptions, Reject, read_path

TODAY = date(2026, 6, 30)
CALLS = "call_id,campaign_code,contact_id,started_at,outcome"


def read(path: Path, **options: Any) -> Reading:
    """Read the one table of a file as of a fixed day."""
    [reading] = read_path(path, ReadOptions(today=TODAY, **options))
    return reading


def write(folder: Path, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def rows_of(reading: Reading) -> pl.DataFrame:
    return pl.concat([chunk.rows for chunk in reading.chunks()])


def rejects_of(reading: Reading) -> list[Reject]:
    return [reject for chunk in reading.chunks() for reject in chunk.rejects]


def ignored_of(reading: Reading) -> list[Reject]:
    return [reject for chunk in reading.chunks() for reject in chunk.ignored]


def contracts(folder: Path, revenues: Sequence[str], *, column: str = "revenue") -> Path:
    """Write contracts that differ by one column, `;` between the cells."""
    lines = [f"contract_id;signed_on;{'' if column == 'revenue' else 'revenue;'}{column}"]
    fixed = "" if column == "revenue" else "1;"
    lines += [f"K{number};2026-01-05;{fixed}{value}" for number, value in enumerate(revenues, 1)]
    return write(folder, "contracts.csv", "\n".join(lines) + "\n")


def calls(folder: Path, starts: Sequence[str], name: str = "calls.csv") -> Path:
    """Write calls that differ by when they started."""
    lines = [CALLS] + [f"A{n},C1,P1,{start},refused" for n, start in enumerate(starts, 1)]
    return write(folder, name, "\n".join(lines) + "\n")

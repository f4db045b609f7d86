"""The public data sets: how they are imported and asked, and what was computed of them elsewhere."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from filon.faces.cli.lake import command as lake_command
from filon.flows.answer import ask
from filon.flows.publish_lake import publish_pending
from filon.flows.take_in import TakenIn, take_in
from filon.intake.mapping import load_mapping
from filon.intake.reading import ReadOptions
from filon.metrics.answer import Answer, Cell
from filon.metrics.language.query import Query
from tests.lake.contents import read_table

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not beside the project")

Figures = dict[str, dict[str, Cell]]


def reference(folder: str) -> dict[str, Any]:
    """Return the answers computed for a set with pandas and scipy, rounded to ten digits."""
    content: dict[str, Any] = json.loads((DATA / folder / "reference.json").read_text())
    return content


def take(mapping: str, *files: str) -> list[TakenIn]:
    """Import files of the data folder through one of the project's mappings, no row rejected."""
    options = ReadOptions(mapping=load_mapping(ROOT / "docs" / "mappings" / f"{mapping}.toml"))
    return take_in([DATA / file for file in files], options=options, strict=True)


def figures(home: Path, *metrics: str, **asked: Any) -> Figures:
    """Ask, and return the cells by the labels of their row, put together as the references do."""
    return by_label(ask(home, Query(metrics, **asked)))


def by_label(answer: Answer) -> Figures:
    """Return the cells of an answer by the labels of their row; what cannot be attributed is `nan`."""
    return {
        "|".join("nan" if value is None else str(value) for value in row.dimensions.values()): dict(row.cells)
        for row in answer.rows
    }


def values(found: Figures, metric: str) -> dict[str, Any]:
    """Return the values of a metric by label."""
    return {label: cells[metric].value for label, cells in found.items()}


def near(number: float) -> Any:
    """Return what equals a number of a reference to the digits that it has."""
    return pytest.approx(number, rel=1e-9, abs=1e-9)


def assert_shares(found: Figures, metric: str, said: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare each share with its reference: the counts exactly, the rate and Wilson's bounds to 1e-9."""
    assert found.keys() == said.keys()
    for label, right in said.items():
        cell = found[label][metric]
        counts = (right["conversions"], right["n"])
        assert ((cell.numerator, cell.denominator), cell.value) == (counts, Fraction(*counts)), label
        assert cell.value == near(right["rate"]), label
        assert ([cell.low, cell.high], cell.method) == (near(right["wilson95"]), "wilson"), label


def lake_rows(home: Path, table: str) -> pl.DataFrame:
    """Return the rows of a table of the lake, up to date."""
    publish_pending(home)
    return read_table(home / "lake", table)


def assert_cycles(days: pl.Series, said: Mapping[str, Any], suffix: str = "") -> None:
    """Compare whole days with the mean, and the other statistics given, of a reference."""
    known = {
        "n": len(days),
        "mean": days.mean(),
        "median": days.median(),
        "p90": days.quantile(0.9, "linear"),
        "min": days.min(),
        "max": days.max(),
    }
    found = {name: value for name, value in known.items() if f"{suffix}{name}" in said}
    assert found
    assert found == {name: near(said[f"{suffix}{name}"]) for name in found}


def assert_settled(home: Path, mapping: str, *files: str) -> None:
    """Import a set again: all its rows are identical; and `filon lake verify` finds no difference."""
    for taken in take(mapping, *files):
        assert (taken.created, taken.changed, taken.rejected) == (0, 0, 0), taken
        assert taken.identical + taken.ignored == taken.read, taken
    publish_pending(home)
    verified = CliRunner().invoke(lake_command, ["verify", "--lang", "en"])
    assert (verified.exit_code, verified.output) == (0, "The lake agrees with the records.\n")

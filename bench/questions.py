"""Asks the default figures of a published home, and the same by hand in DuckDB, in one warm process.

Called by run.py with the folder of the files and the file to write the seconds to; FILON_HOME is the home.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

HERE = Path(__file__).resolve().parent
REPEATS = 7
COMPARED = (
    "calls",
    "reached",
    "useful_conversations",
    "appointments_set",
    "appointments_validated",
    "appointments_held",
    "opportunities",
    "proposals",
    "contracts",
    "revenue",
    "margin",
    "cost_total",
    "roi",
)


def main(data: Path, target: Path) -> None:
    """Measure and write the seconds. Raises ValueError where the two answers differ."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "filon.config.settings"
    from filon.flows.answer import ask
    from filon.flows.open_home import open_home
    from filon.flows.publish_lake import publish_pending
    from filon.metrics.definitions.shown import EVERYTHING, FIRST
    from filon.metrics.language.query import Query

    home = open_home()
    by = ("campaign", "month")
    everything = ask(home, Query(EVERYTHING, by=by))
    sql = (HERE / "by_hand.sql").read_text("utf-8").replace("{folder}", str(data))
    with duckdb.connect() as connection:
        compare(everything.rows, connection.execute(sql).fetchall())
        by_hand = warm(lambda: connection.execute(sql).fetchall())
    measured = {
        "calls": calls(data),
        "asked": warm(partial(anew, partial(ask, home, Query(FIRST, by=by)))),
        "by_hand": by_hand,
        "studies": {name: warm(partial(anew, study)) for name, study in studies(home).items()},
        "publish": median(one_more_call(number, lambda: publish_pending(home)) for number in range(REPEATS)),
    }
    target.write_text(json.dumps(measured), "utf-8")


def studies(home: Path) -> dict[str, Callable[[], Any]]:
    """Return what turns figures into decisions, each over all the records."""
    import filon

    company = filon.connect(home)
    return {
        "maturity": company.maturity,
        "lifetime value": company.lifetime,
        "scenarios": company.scenario,
        "budget": company.budget,
        "checks": company.check,
    }


def anew(question: Callable[[], Any]) -> None:
    """Ask with nothing kept from before."""
    from filon.flows.recall import forget

    forget()
    question()


def warm(action: Callable[[], Any]) -> float:
    """Return the median seconds of an action, not counting its first time."""
    action()
    return median(seconds(action) for _ in range(REPEATS))


def seconds(action: Callable[[], Any]) -> float:
    """Return the seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def one_more_call(number: int, publish: Callable[[], Any]) -> float:
    """Write one call of a known contact, and return the seconds to publish it."""
    from filon.records.actions.change import change
    from filon.records.models import Call

    with change("bench", actor="bench") as opened:
        call = Call.objects.order_by("-pk")[0]
        call.pk, call.call_id = None, f"bench-{number}"
        call.change_id = call.created_id = opened.id
        call.save(force_insert=True)
    return seconds(publish)


def calls(data: Path) -> int:
    """Return the number of calls in the files."""
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT count(*) FROM '{data / 'calls.parquet'}'").fetchone()
    return int(row[0]) if row else 0


def compare(rows: Any, by_hand: list[tuple[Any, ...]]) -> None:
    """Refuse to measure two different answers."""
    told = {tuple(row.dimensions.values()): row.cells for row in rows}
    for campaign, month, *values in by_hand:
        cells = told[campaign, month]
        for name, value in zip(COMPARED, values, strict=True):
            ours = cells[name].value
            if abs(float(ours or 0) - float(value or 0)) > 1e-6:
                raise ValueError(f"{campaign} {month} {name}: {ours} by Filon, {value} by hand")
    if len(told) != len(by_hand):
        raise ValueError(f"{len(told)} rows by Filon, {len(by_hand)} by hand")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Small lakes written row by row, for tests that ask what figures come of known rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from filon.lake.facts import SCHEMA_VERSION, TABLES

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
PUBLISHED = datetime(2026, 12, 31, 12, tzinfo=UTC)


def write_lake(folder: Path, rows: Rows, published_at: datetime = PUBLISHED) -> Path:
    """Write the given rows of each table (absent columns are null, absent tables empty) and pin them."""
    versions: dict[str, int] = {}
    for name, table in TABLES.items():
        content = [{column: row.get(column) for column in table.schema.names} for row in rows.get(name, ())]
        data = pa.Table.from_pylist(content, schema=table.schema)
        write_deltalake(folder / name, data, partition_by=list(table.partition) or None, mode="overwrite")
        versions[name] = DeltaTable(folder / name).version()
    snapshot = {
        "schema_version": SCHEMA_VERSION,
        "sequence": 1,
        "published_at": published_at.isoformat(),
        "rule": "useful.v1",
        "time_zone": "Europe/Paris",
        "made_at": published_at.isoformat(),
        "tables": versions,
    }
    aside = folder / "snapshot.json.new"
    aside.write_text(json.dumps(snapshot))
    aside.rename(folder / "snapshot.json")
    return folder


def call(number: int, day: date, campaign: int = 1, **values: Any) -> dict[str, Any]:
    """Return a call with what follows from its day; anything may be given."""
    return {
        "call": number,
        "month": f"{day:%Y-%m}",
        "day": day,
        "started_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC).replace(
            tzinfo=None
        ),  # UTC, without saying
        "campaign": campaign,
        "contact": number,
        "outcome": "no_answer",
        "reached": 0,
        "decision_maker": 0,
        "useful": 0,
        "change": 1,
        "hour": 10,
        "weekday": day.isoweekday(),
        **values,
    }


def daily(calls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Roll calls up by day, campaign and operator, as the lake does."""
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in calls:
        key = (row["day"], row["campaign"], row.get("operator"))
        cell = cells.setdefault(
            key,
            {
                "day": row["day"],
                "campaign": row["campaign"],
                "operator": row.get("operator"),
                "calls": 0,
                "reached": 0,
                "decision_makers": 0,
                "useful_conversations": 0,
                "talk_seconds": 0,
            },
        )
        cell["calls"] += 1
        cell["reached"] += row["reached"]
        cell["decision_makers"] += row["decision_maker"]
        cell["useful_conversations"] += row["useful"]
        cell["talk_seconds"] += row.get("talk_s") or 0
    return list(cells.values())


def campaign(number: int, code: str, **values: Any) -> dict[str, Any]:
    """Return a phone campaign."""
    return {
        "campaign": number,
        "code": code,
        "channel": "phone",
        "organisation": "in_house",
        "kind": "recurring",
        "starts_on": date(2026, 1, 1),
        **values,
    }

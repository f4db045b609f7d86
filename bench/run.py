"""Measures Filon against DuckDB on the same files, in one run: `./run bench [--large]`."""

import argparse
import json
import os
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bench.generate import FILES  # noqa: E402 - after the path that finds it

FILON = Path(sys.executable).with_name("filon")
TO_PARQUET = "import duckdb; duckdb.sql(\"COPY (FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet)\")"


@dataclass(frozen=True)
class Measure:
    """One line of the table: what was measured, against what, and whether that is within the target."""

    what: str
    value: str
    against: str
    target: str
    kept: bool | None


@dataclass(frozen=True)
class Run:
    """A program's seconds on the clock and its peak of resident memory, in bytes."""

    seconds: float
    peak: int


def main() -> int:
    """Measure, print the table and write it to bench/results.md, or results-large.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 million calls instead of 1")
    parser.add_argument("--calls", type=int, help="another number of calls")
    arguments = parser.parse_args()
    calls = arguments.calls or (10_000_000 if arguments.large else 1_000_000)
    data = HERE / "data" / str(calls)
    print(f"generating {calls:,} calls in {data.relative_to(HERE.parent)}", flush=True)
    # In a process of its own: a program begins with the peak of memory of the one that starts it.
    timed(sys.executable, HERE / "generate.py", data, str(calls))
    home = Path(tempfile.mkdtemp(prefix="filon-bench-"))
    try:
        measures = [
            *measure_import(data, home),
            *measure_questions(data, home),
            measure_office(home),
            measure_help(),
        ]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    table = render(measures, calls)
    print(table)
    (HERE / ("results-large.md" if arguments.large else "results.md")).write_text(table, "utf-8")
    return 0 if all(measure.kept is not False for measure in measures) else 1


def measure_import(data: Path, home: Path) -> list[Measure]:
    """Import every file; compare that of the calls with DuckDB's CSV → Parquet."""
    timed(FILON, "batches", "--home", home)  # makes the home, as an instance in use has one
    by_duckdb = min(to_parquet(data, "calls").seconds for _ in range(3))
    for name in FILES:
        if name != "calls":
            to_parquet(data, name)
    runs = {}
    for name in FILES:
        print(f"importing {name}.csv", flush=True)
        runs[name] = timed(FILON, "import", data / f"{name}.csv", "--home", home)
    by_sqlite = copied(home)
    print("publishing", flush=True)
    published = timed(FILON, "lake", "publish", "--home", home)
    taken = runs["calls"]
    ratio = taken.seconds / by_duckdb
    peak = max(run.peak for run in (*runs.values(), published)) / 2**30
    return [
        Measure(
            "import of calls.csv",
            f"{taken.seconds:.1f} s",
            f"{ratio:.1f} × DuckDB's CSV → Parquet ({by_duckdb:.2f} s), "
            f"{taken.seconds / by_sqlite:.1f} × SQLite's copy of the rows ({by_sqlite:.1f} s)",
            "≤ 8 ×",
            ratio <= 8,
        ),
        Measure("peak memory of import and publish", f"{peak:.2f} GiB", "", "< 2 GiB", peak < 2),
        Measure("first publish of everything", f"{published.seconds:.1f} s", "", "", None),
    ]


def measure_questions(data: Path, home: Path) -> list[Measure]:
    """Ask the default figures and the same by hand, warm, in one process; publish one more call."""
    print("asking", flush=True)
    answers = home / "questions.json"
    timed(sys.executable, HERE / "questions.py", data, answers, FILON_HOME=str(home))
    found = json.loads(answers.read_text("utf-8"))
    asked, by_hand, publish = found["asked"], found["by_hand"], found["publish"]
    ratio = asked / by_hand
    return [
        Measure(
            "roi by campaign, month: warm",
            f"{asked * 1000:.0f} ms",
            f"{ratio:.2f} × the same figures by hand in DuckDB ({by_hand * 1000:.0f} ms)",
            "≤ 0.20 × and < 300 ms on 10 M calls",
            (ratio <= 0.2 and asked < 0.3) if found["calls"] >= 10_000_000 else None,
        ),
        Measure("publish after one new call", f"{publish * 1000:.0f} ms", "", "< 200 ms", publish < 0.2),
        *(
            Measure(
                f"{name}: warm",
                f"{seconds * 1000:.0f} ms",
                "",
                "< 2 s on 10 M calls",
                seconds < 2 if found["calls"] >= 10_000_000 else None,
            )
            for name, seconds in found["studies"].items()
        ),
    ]


def measure_office(home: Path) -> Measure:
    """Let twenty people at the pages."""
    print("serving", flush=True)
    answers = home / "load.json"
    timed(sys.executable, HERE / "load.py", answers, FILON_HOME=str(home))
    found = json.loads(answers.read_text("utf-8"))
    ratio = found["pages"] / found["bare"]
    return Measure(
        "home page, 20 people: 95th percentile",
        f"{found['pages'] * 1000:.0f} ms",
        f"{ratio:.2f} × its bare questions, asked alone ({found['bare'] * 1000:.0f} ms)",
        "< 500 ms and ≤ 3 ×",
        found["pages"] < 0.5 and ratio <= 3,
    )


def measure_help() -> Measure:
    """Start the command line several times."""
    seconds = median(timed(FILON, "--help").seconds for _ in range(7))
    return Measure("filon --help", f"{seconds * 1000:.0f} ms", "", "< 300 ms", seconds < 0.3)


def to_parquet(data: Path, name: str) -> Run:
    """Let DuckDB turn a file into Parquet in a process of its own, as an import is one."""
    code = TO_PARQUET.format(csv=data / f"{name}.csv", parquet=data / f"{name}.parquet")
    return timed(sys.executable, "-c", code)


def copied(home: Path) -> float:
    """Return the seconds SQLite needs to copy the calls into a table like theirs, constraints and indexes included.

    No import into these records can be faster: this neither reads, nor judges, nor matches anything.
    """
    copy = home / "copy.sqlite3"
    shutil.copy(home / "filon.sqlite3", copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as records:
        records.execute("PRAGMA foreign_keys = ON")
        records.execute("PRAGMA synchronous = NORMAL")
        records.execute("PRAGMA cache_size = -524288")  # as an import has
        made = records.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'records_call' AND sql IS NOT NULL ORDER BY type DESC"
        )
        table, *indexes = (
            re.sub(r'(INDEX|ON|TABLE) "', r'\1 "copied_', statement) for (statement,) in made.fetchall()
        )
        records.execute(table)
        begun = time.perf_counter()
        for statement in (
            "BEGIN",
            "INSERT INTO copied_records_call SELECT * FROM records_call",
            *indexes,
            "COMMIT",
        ):
            records.execute(statement)
        seconds = time.perf_counter() - begun
    copy.unlink()
    return seconds


def timed(*command: str | Path, **environment: str) -> Run:
    """Run a program to its end; raise RuntimeError where it fails."""
    words = [str(word) for word in command]
    ordinary = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        process = os.posix_spawn(
            words[0],
            words,
            {**ordinary, **environment},
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)],
        )
        _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"{' '.join(words[:3])} failed")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Run(seconds, usage.ru_maxrss * unit)


def render(measures: list[Measure], calls: int) -> str:
    """Return the table in Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    lines = [
        f"# Measured on {calls:,} calls",
        "",
        f"{machine}; made by `./run bench{' --large' if calls == 10_000_000 else ''}`.",
        "",
        "| what | measured | against | target | kept |",
        "|---|---|---|---|---|",
    ]
    marks = {True: "yes", False: "**no**", None: ""}
    lines += [f"| {m.what} | {m.value} | {m.against} | {m.target} | {marks[m.kept]} |" for m in measures]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

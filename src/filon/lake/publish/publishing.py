"""Publishing: what changed in the records since the last snapshot, written to the lake, then pinned by a new one."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError, TableNotFoundError
from django.conf import settings

from filon.lake.publish import calls, costs, journey, reasons, results, snapshot, totals
from filon.lake.publish.faults import LakeDamaged, NotEnoughMemory
from filon.lake.publish.reference import fill_reference, update_reference
from filon.lake.publish.seeds import driving_days, scope_of
from filon.lake.publish.snapshot import Snapshot
from filon.lake.publish.store import MEMORY, Store
from filon.records.feeds import journal, tables
from filon.records.feeds.journal import Head
from filon.records.feeds.reading import consistent
from filon.terms.clock import now


@dataclass(frozen=True, slots=True)
class Published:
    """A publication: the journal entry it goes up to, when it was made, and the rows written by table."""

    sequence: int
    published_at: datetime
    counts: Mapping[str, int]


def publish(lake: Path) -> Published:
    """Bring the lake up to the journal's last entry.

    Only what changed is computed and written. Whenever it is cut short, the last snapshot stays what
    readers see, and the next publication starts again from there: nothing is missed, nothing repeated.
    A lake that is missing, or was made from other records or under other rules, is made anew.
    Raises LakeDamaged where a file is missing or unreadable, ReadInsideWrite inside a transaction.
    """
    with snapshot.locked(lake), consistent(), named_damage(lake):
        return catch_up(lake, journal.head())


def rebuild(lake: Path) -> Published:
    """Make the whole lake anew in a folder aside, then put it in place of the old one."""
    with snapshot.locked(lake), consistent(), named_damage(lake):
        return _rebuild(lake, journal.head())


def catch_up(lake: Path, head: Head) -> Published:
    """Publish under a lock and a consistent view that the caller holds."""
    last = snapshot.read(lake)
    if last is None or not continues(last):
        return _rebuild(lake, head)
    if last.sequence == head.sequence:
        return Published(last.sequence, last.published_at, {})
    with closing(Store(lake, last.tables, head.sequence)) as store:
        if not _definitions_changed(store, last.sequence):
            return _run(store, head, last)
    return _rebuild(lake, head)


def steps(store: Store, head: Head, last: Snapshot | None) -> Iterator[str]:
    """Publish, one commit after another; between two of them anything may happen to the process."""
    if last is None:
        _fill(store)
    else:
        yield from _update(store, last.sequence)
    snapshot.write(store.path, _pinning(store, head, last))
    yield "snapshot"
    store.tidy()


def _fill(store: Store) -> None:
    shape = calls.CallShape(settings.TIME_ZONE, reasons.settled)
    calls.fill(store, shape)
    fill_reference(store)
    everything = results.Scope()
    results.resolve(store, everything, shape)
    for name in results.KEYS:
        results.write(store, name, everything)
    journey.write(store, everything)
    totals.write(store)
    costs.fill(store)


def _update(store: Store, since: int) -> Iterator[str]:
    shape = calls.CallShape(settings.TIME_ZONE, lambda: reasons.kept_in(store))
    touched = calls.Touched()
    yield from calls.update(store, shape, since, touched)
    yield from update_reference(store, since)
    days = set(touched.days)
    scope = scope_of(store, since, touched)
    if scope is not None:
        days |= driving_days(store, scope)
        results.resolve(store, scope, shape)
        for name in results.KEYS:
            results.write(store, name, scope)
            yield name
        journey.write(store, scope)
        yield "journey"
        days |= driving_days(store, scope)
    days |= totals.write(store)
    yield "totals"
    costs.update(store, since, days)
    yield "costs"


def _run(store: Store, head: Head, last: Snapshot | None) -> Published:
    for _ in steps(store, head, last):
        pass
    written = snapshot.read(store.path)
    assert written is not None  # noqa: S101 - for the type: it was just written
    return Published(head.sequence, written.published_at, dict(store.written))


def _rebuild(lake: Path, head: Head) -> Published:
    aside, old = (lake.with_name(f"{lake.name}.{name}") for name in ("aside", "old"))
    for leftover in (aside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    published = build(aside, head)
    if lake.exists():
        lake.replace(old)
    aside.replace(lake)
    shutil.rmtree(old, ignore_errors=True)
    return published


def build(folder: Path, head: Head) -> Published:
    """Make a whole lake in a folder that does not exist yet."""
    folder.mkdir(parents=True)
    with closing(Store(folder, {}, head.sequence)) as store:
        store.create()
        return _run(store, head, None)


def continues(last: Snapshot) -> bool:
    """Tell whether the records are the ones the snapshot was made from, seen from the same time zone."""
    return last.time_zone == settings.TIME_ZONE and journal.hash_of(last.sequence) == last.journal_hash


def _definitions_changed(store: Store, since: int) -> bool:
    """Tell whether calls already published would now be read differently."""
    if journal.rules_changed_since(since):
        return True
    codes = set(journal.changed_outcomes(since))
    return bool(codes) and not codes.isdisjoint(
        store.values(f"SELECT DISTINCT outcome FROM {store.rows('calls')}")
    )


def _pinning(store: Store, head: Head, last: Snapshot | None) -> Snapshot:
    moment = now()
    made_at = last.made_at if last else moment
    rules = tables.rules()
    in_force = rules.filter(rules["valid_from"] <= moment.date())["version"]
    rule = in_force[-1] if len(in_force) else ""
    return Snapshot(head.sequence, head.hash, moment, rule, settings.TIME_ZONE, made_at, store.versions())


@contextmanager
def named_damage(lake: Path) -> Iterator[None]:
    """Turn what the libraries say of a missing or truncated file, or of too little memory, into a fault."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise NotEnoughMemory(MEMORY) from error
    except (DeltaError, TableNotFoundError, duckdb.IOException, duckdb.InvalidInputException) as error:
        if "Out of Memory" in str(error):  # of the rows that DuckDB gives to the writer
            raise NotEnoughMemory(MEMORY) from error
        raise LakeDamaged(lake, error) from error

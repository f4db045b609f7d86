"""Calls: appended month by month, corrected ones replaced, and rolled up by day."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from filon.lake.publish import reasons
from filon.lake.publish.moments import local
from filon.lake.publish.store import Store
from filon.records.feeds import journal, tables


@dataclass(slots=True)
class Touched:
    """What changed calls touch: the ids of their prospects, their local days and their reasons of refusal, old and new,
    and which were replaced.
    """

    contacts: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)

    def see(self, rows: pl.DataFrame) -> None:
        """Take in the prospects, days and reasons of some calls."""
        self.reasons.update(rows["refusal_reason"].drop_nulls().unique().to_list())
        self.contacts.update(rows["contact"].unique().to_list())
        self.days.update(rows["day"].unique().to_list())


class CallShape:
    """Turns calls as recorded into calls as the lake keeps them."""

    def __init__(self, zone: str, reasons: Callable[[], set[str]]) -> None:
        self.zone = zone
        self._settled = reasons
        self._outcomes = tables.outcomes()
        self._useful = _useful(tables.rules())

    @cached_property
    def reasons(self) -> set[str]:
        """The reasons of refusal that are kept as texts; few publications need them."""
        return self._settled()

    def shape(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add what follows from the outcome, the rule in force that day and the local time."""
        if frame["refusal_reason"].null_count() < len(frame):
            frame = frame.with_columns(reasons.shown(frame["refusal_reason"], self.reasons))
        start = local("started_at", self.zone)
        return (
            frame.with_columns(day=start.dt.date(), hour=start.dt.hour(), weekday=start.dt.weekday())
            .with_columns(month=pl.col("day").dt.strftime("%Y-%m"))
            .join(self._outcomes, on="outcome", how="left")
            .with_columns(useful=self._useful)
            .rename({"human": "reached", "decision": "decision_maker"})
        )


def _useful(rules: pl.DataFrame) -> pl.Expr:
    """Return whether a call is useful: by its outcome, or by talking time where the rule of its day says so."""
    useful = pl.col("useful")
    for rule in rules.iter_rows(named=True):
        if (seconds := rule["useful_min_talk_s"]) is None:
            ruled = pl.col("useful")
        else:
            ruled = (
                ((pl.col("human") == 1) & (pl.col("talk_s") >= seconds)).fill_null(value=False).cast(pl.Int8)
            )
        useful = pl.when(pl.col("day") >= rule["valid_from"]).then(ruled).otherwise(useful)
    return useful


def fill(store: Store, shape: CallShape) -> None:
    """Write all the calls into an empty lake, and roll them up."""
    store.append("calls", map(shape.shape, tables.CALLS.batches()))
    store.overwrite("calls_daily", _rolled_up(f"SELECT * FROM {store.rows('calls')}"))


def update(store: Store, shape: CallShape, since: int, touched: Touched) -> Iterator[str]:
    """Write the calls touched after a journal entry into the lake, and what they touch into `touched`.

    Yields the name of a table after each commit.
    """
    changed = journal.altered("records_call", since) | _relisted(store, since)
    if changed:
        _replace(store, shape, changed, touched)
        yield "calls"
    new = tables.CALLS.batches(journal.changed_since(since), journal.created_since(since))
    store.append("calls", _seen(map(shape.shape, new), touched))
    yield "calls"
    if touched.reasons and (moved := reasons.settle(store, touched.reasons, shape.reasons)):
        _replace(store, shape, moved, touched)
        yield "calls"
    if touched.days:
        _roll_up(store, touched.days)
        yield "calls_daily"


def _seen(frames: Iterable[pl.DataFrame], touched: Touched) -> Iterator[pl.DataFrame]:
    for frame in frames:
        touched.see(frame)
        yield frame


def _relisted(store: Store, since: int) -> set[int]:
    """Return the calls that name no list and whose prospect has changed lists."""
    contacts = journal.altered("records_contact", since)
    if not contacts:
        return set()
    now = store.give("calls_now", tables.CALLS.of_contacts(contacts).select("call", "list"))
    return store.values(
        f"SELECT call FROM {store.rows('calls')} k JOIN {now} n USING (call) WHERE k.list IS DISTINCT FROM n.list"
    )


def _replace(store: Store, shape: CallShape, changed: set[int], touched: Touched) -> None:
    ids = store.give("changed_calls", changed)
    keep = f"call NOT IN (SELECT id FROM {ids})"
    old = store.table(
        f"SELECT contact, day, month, refusal_reason FROM {store.rows('calls')} WHERE NOT ({keep})"
    )
    new = shape.shape(tables.CALLS.rows(changed))
    for frame in (old, new):
        touched.see(frame)
    touched.replaced |= changed
    months = {*old["month"], *new["month"]}
    store.replace("calls", keep, f"SELECT * FROM {store.give('new_calls', new)}", list(months))


def _roll_up(store: Store, days: set[date]) -> None:
    touched = store.give("touched_days", pl.DataFrame({"day": sorted(days)}, schema={"day": pl.Date}))
    months = sorted({f"{day:%Y-%m}" for day in days})
    of_days = f"day IN (SELECT day FROM {touched})"
    calls = f"SELECT * FROM {store.rows('calls')} WHERE {store.within('calls', months)} AND {of_days}"
    store.replace("calls_daily", f"NOT ({of_days})", _rolled_up(calls), months)


def _rolled_up(calls: str) -> str:
    return f"""
        SELECT month, day, campaign, operator, count(*) AS calls, sum(reached)::BIGINT AS reached,
            sum(decision_maker)::BIGINT AS decision_makers, sum(useful)::BIGINT AS useful_conversations,
            sum(talk_s)::BIGINT AS talk_seconds
        FROM ({calls}) GROUP BY month, day, campaign, operator
    """

"""Prospects of the lists: those that lines began to call, and those that may still be called."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import ibis

from filon.lake.tables import Expression, Lake
from filon.metrics.gather.cells import Key
from filon.metrics.gather.select import Context, in_period, read, select
from filon.terms.period import Period


@dataclass(frozen=True, slots=True)
class Open:
    """Prospects of a list that nothing has settled yet, by the calls they had."""

    list: int
    calls: int
    prospects: int


def begun(context: Context, dimension: str) -> dict[Key, int]:
    """Return the prospects first called in the query's period, by a dimension's value and the number of their list.

    A prospect called by several campaigns counts in each. The list is the one the prospect was recorded with: None for those
    known by their calls alone.
    """
    selected = select(context, "journey", "first_call_on", (dimension,))
    column = selected.columns[dimension]
    rows = _listed(context.lake, selected.table).group_by(column, "own_list")
    found: Counter[Key] = Counter()
    for row in context.lake.rows(rows.agg(prospects=ibis._.count())):
        found[read(context, dimension, row[column]), row["own_list"]] += row["prospects"]
    return dict(found)


def begun_by_all(lake: Lake, period: Period) -> dict[int, int]:
    """Return the prospects of each list first called in a period, whoever called them, as `begun` counts them."""
    rows = _listed(lake, lake.table("journey"))
    rows = rows.filter(
        rows.own_list.notnull(), rows.first_call_on.notnull(), *in_period(rows.first_call_on, period)
    )
    counted = rows.group_by("own_list").agg(prospects=rows.count())
    return {row["own_list"]: row["prospects"] for row in lake.rows(counted)}


def still_open(lake: Lake) -> list[Open]:
    """Return the prospects of lists that may still be called, as the lake stands.

    One is settled by a final outcome (a refusal, an appointment, a wrong number, no wish to be called…), an appointment, an
    opportunity or a contract, with whatever campaign.
    """
    journey, contacts = lake.table("journey"), lake.table("contacts")
    closed, met, opened, signed = (
        journey[day].notnull() for day in ("closed_on", "appointment_on", "opportunity_on", "signed_on")
    )
    seen = journey.mutate(settled=closed | met | opened | signed)
    each = seen.group_by(known="contact").agg(had=seen.calls.sum(), settled=seen.settled.any())
    rows = contacts.left_join(each, contacts.contact == each.known)
    rows = rows.filter(rows.list.notnull(), ~rows.settled.fill_null(False))
    rows = rows.mutate(had=rows.had.fill_null(0))
    counted = rows.group_by("list", "had").agg(prospects=rows.count())
    return sorted(
        (Open(row["list"], int(row["had"]), row["prospects"]) for row in lake.rows(counted)),
        key=lambda one: (one.list, one.calls),
    )


def calls_had(lake: Lake) -> Mapping[int, int]:
    """Return how many prospects had each number of calls, from all campaigns together."""
    journey = lake.table("journey")
    each = journey.group_by("contact").agg(had=journey.calls.sum())
    each = each.filter(each.had > 0)
    counted = each.group_by("had").agg(prospects=each.count())
    return {int(row["had"]): row["prospects"] for row in lake.rows(counted)}


def _listed(lake: Lake, rows: Expression) -> Expression:
    """Add the list that each row's prospect was recorded with."""
    contacts = lake.table("contacts")
    owners = contacts.select(owner=contacts.contact, own_list=contacts.list)
    return rows.left_join(owners, rows.contact == owners.owner)

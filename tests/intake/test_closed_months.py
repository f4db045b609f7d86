"""Costs imported once their month is closed: counted in an open month, silent the second time, never overwritten."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from filon.flows.answer import ask
from filon.flows.export import export
from filon.flows.take_in import TakenIn, take_in
from filon.metrics.language.query import Query
from filon.records.actions.books import close_through, reopen
from filon.records.actions.costs import correct_cost
from filon.records.actions.undo import InClosedMonths, undo
from filon.records.models import Cost
from tests.files import write_csv

INVOICE = {
    "cost_id": "F1", "category": "telephony", "period_start": "2026-01-10", "period_end": "2026-01-20", "amount": "100.00",
}  # fmt: skip
LATER = {**INVOICE, "cost_id": "F2", "amount": "50.00"}
OPEN = {**INVOICE, "cost_id": "F3", "period_start": "2026-02-10", "period_end": "2026-02-20"}


def take(folder: Path, *rows: dict[str, str]) -> TakenIn:
    (taken,) = take_in([write_csv(folder, "costs", rows)])
    return taken


def counts(taken: TakenIn) -> tuple[int, ...]:
    return taken.created, taken.changed, taken.identical, taken.rejected


def by_month(home: Path) -> dict[str, object]:
    rows = ask(home, Query(("cost_total",), by=("month",))).rows
    return {str(row.dimensions["month"]): row.cells["cost_total"].value for row in rows}


def close(month: int) -> None:
    close_through(date(2026, month, 1), today=date(2026, 12, 1), actor="tests")


def test_a_late_cost_counts_in_the_open_month_and_the_closed_one_stays(home: Path, tmp_path: Path) -> None:
    take(tmp_path, INVOICE)
    close(1)
    taken = take(tmp_path, INVOICE, LATER, OPEN)
    assert counts(taken) == (2, 0, 1, 0)
    assert "1 coût d'un mois clos" in taken.notes[-1].fr
    assert by_month(home) == {"2026-01": 100, "2026-02": 150}
    late = Cost.objects.get(cost_id="F2")
    assert (late.original_start, late.original_end) == (date(2026, 1, 10), date(2026, 1, 20))


@pytest.mark.parametrize("then", ["nothing", "closed further", "reopened"])
def test_the_same_file_imported_again_changes_nothing(home: Path, tmp_path: Path, then: str) -> None:
    take(tmp_path, INVOICE)
    close(1)
    take(tmp_path, INVOICE, LATER, OPEN)
    if then == "closed further":
        close(2)
    elif then == "reopened":
        reopen(actor="tests")
        reopen(actor="tests")
    assert counts(take(tmp_path, INVOICE, LATER, OPEN)) == (0, 0, 3, 0)
    assert by_month(home) == {"2026-01": 100, "2026-02": 150}


def test_a_file_that_changes_an_entry_of_a_closed_month_is_refused_row_by_row(
    home: Path, tmp_path: Path
) -> None:
    take(tmp_path, INVOICE, OPEN)
    close(1)
    taken = take(tmp_path, {**INVOICE, "amount": "1.00"}, {**OPEN, "amount": "2.00"})
    assert counts(taken) == (0, 1, 0, 1)
    assert by_month(home) == {"2026-01": 100, "2026-02": 2}


def test_an_entry_cannot_be_moved_into_a_closed_month(home: Path, tmp_path: Path) -> None:
    take(tmp_path, OPEN)
    close(1)
    take(tmp_path, {**OPEN, "period_start": "2026-01-10", "period_end": "2026-01-20"})
    assert by_month(home) == {"2026-02": 100}


def test_a_corrected_entry_is_kept_when_its_file_comes_again(home: Path, tmp_path: Path) -> None:
    take(tmp_path, INVOICE)
    close(1)
    values: dict[str, Any] = {
        "category": "telephony", "nature": "direct", "period_start": date(2026, 1, 10), "amount_cents": 7_000,
    }  # fmt: skip
    correct_cost(Cost.objects.get(), actor="me", **values)
    assert counts(take(tmp_path, INVOICE)) == (0, 0, 1, 0)
    assert by_month(home) == {"2026-01": 100, "2026-02": -30}


def test_an_import_is_not_undone_where_that_would_change_a_closed_month(home: Path, tmp_path: Path) -> None:
    taken = take(tmp_path, INVOICE)
    close(1)
    assert taken.batch
    with pytest.raises(InClosedMonths):
        undo(taken.batch, actor="tests")
    reopen(actor="tests")
    assert undo(taken.batch, actor="tests").voided.total() == 1


def test_corrections_leave_and_come_back_as_they_are(home: Path, tmp_path: Path) -> None:
    take(tmp_path / "in", INVOICE)
    close(1)
    take(tmp_path / "in", INVOICE, LATER)
    correct_cost(
        Cost.objects.get(cost_id="F1"), actor="me", category="telephony", nature="direct",
        period_start=date(2026, 1, 10), amount_cents=7_000,
    )  # fmt: skip
    export(tmp_path / "out")
    assert counts(take_in([tmp_path / "out" / "costs.csv"])[0]) == (0, 0, 4, 0)


def test_a_negative_amount_names_what_it_corrects(home: Path, tmp_path: Path) -> None:
    refund = {**OPEN, "amount": "-5.00"}
    assert counts(take(tmp_path, refund)) == (0, 0, 0, 1)
    assert counts(take(tmp_path, {**refund, "corrects": "F1"})) == (1, 0, 0, 0)
    assert Cost.objects.get().amount_cents == -500

"""Every figure can be asked on its own: it finds by itself what its interval rests on."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from filon.flows.answer import ask
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.query import Query
from tests import world


@pytest.fixture
def firm(home: Path) -> Path:
    """Six months of a campaign: calls that reach somebody, appointments, and contracts of several amounts."""
    campaign = world.campaign("TEL")
    for month in range(1, 7):
        day = date(2026, month, 10)
        world.cost(campaign, amount=900, period_start=day)
        for number in range(3):
            call = world.call(campaign, at=f"{day} 10:00", outcome="appointment", talk_s=200)
            met = world.appointment(campaign, of_call=call, booked=f"{day} 10:05", status="held")
            won = world.opportunity(campaign, of=met, created=f"{day} 11:00", status="won")
            signed_on = day + timedelta(days=12)
            world.contract(campaign, of=won, signed_on=signed_on, revenue=1500 + 400 * number + 90 * month)
    return home


def test_every_figure_asked_alone_says_what_it_says_among_all(firm: Path) -> None:
    whole = ask(firm, Query(tuple(CATALOGUE.names()), by=("campaign",)))
    among = whole.rows[0].cells
    for name in CATALOGUE.names():
        rows = ask(firm, Query((name,), by=("campaign",))).rows
        assert [row.cells[name] for row in rows] == ([among[name]] if rows else []), name
        assert rows or not among[name].value, name
    bounded = {name for name, cell in among.items() if cell.low is not None}
    assert {"roi", "cac", "average_deal", "break_even_contracts", "margin_rate", "ltv_cac"} <= bounded

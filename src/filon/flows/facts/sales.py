"""Contracts, with what their deals and their prospects' calls say; deals won that no contract answers."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from filon.flows.facts.reading import counted, opened
from filon.insight.biases.facts import ContractFacts
from filon.terms.scope import EVERYTHING, Scope

PAPERWORK = timedelta(days=30)  # from a deal won to its contract


def contracts(home: Path, scope: Scope) -> tuple[list[ContractFacts], float | None]:
    """Return the contracts as they are credited, and the median days from origin to signature."""
    from filon.records.models import Contract

    with opened(home, scope) as (lake, codes):
        signed, deals = lake.table("contracts"), lake.table("opportunities")
        found = lake.rows(signed.filter(counted(signed)))
        told = deals.filter(counted(deals)).group_by("opportunity")
        states = {
            row["opportunity"]: row
            for row in lake.rows(told.aggregate(status=deals.status.min(), cents=deals.amount_cents.sum()))
        }
        late = _before_first_call(lake)
    if scope.client_ids is not None:
        found = [row for row in found if row["campaign"] in codes]
    live = Contract.objects.filter(voided_at__isnull=True)
    known = {
        number: (code, rate) for number, code, rate in live.values_list("pk", "contract_id", "margin_rate")
    }
    cycles = [
        (row["signed_on"] - row["origin_on"]).days for row in found if row["origin_on"] and row["campaign"]
    ]
    facts = [
        _contract(row, codes, states.get(row["opportunity"], {}), known, before=row["contract"] in late)
        for row in found
    ]
    return facts, median(cycles) if cycles else None


def _before_first_call(lake: Any) -> set[int]:
    """Return the contracts that a campaign is credited with and that were signed before its first call."""
    signed, journey = lake.table("contracts"), lake.table("journey")
    credited = signed.filter(counted(signed) & signed.campaign.notnull() & signed.contact.notnull())
    both = credited.join(journey, ["contact", "campaign"])
    early = both.filter(both.first_call_on.notnull() & (both.signed_on < both.first_call_on))
    return {row["contract"] for row in lake.rows(early.select("contract"))}


def _contract(
    row: Mapping[str, Any],
    codes: Mapping[Any, str],
    deal: Mapping[str, Any],
    known: Mapping[int, tuple[str, Any]],
    *,
    before: bool,
) -> ContractFacts:
    code, rate = known.get(row["contract"], ("", None))
    return ContractFacts(
        campaign=None if row["campaign"] is None else codes[row["campaign"]],
        signed_on=row["signed_on"],
        revenue_cents=row["revenue_cents"],
        margin_cents=row["margin_cents"],
        monthly_margin_cents=row["monthly_margin_cents"],
        term_months=row["term_months"],
        ended_on=row["ended_on"],
        id=code,
        contact=row["contact"],
        product=row["product"],
        margin_rate=None if rate is None else float(rate),
        deal=deal.get("status"),
        deal_cents=deal.get("cents"),
        before_first_call=before,
    )


def won_unsigned(home: Path, as_of: date) -> Mapping[str, tuple[int, int]]:
    """Return, by campaign, how many deals were won for a month without a contract, and their cents.

    A deal whose prospect has a contract that names no deal is not one: its link lacks, not its contract.
    """
    with opened(home, EVERYTHING) as (lake, codes):
        deals, signed = lake.table("opportunities"), lake.table("contracts")
        won = deals.filter((deals.status == "won") & counted(deals) & deals.campaign.notnull())
        won = won.filter(won.closed_on.fill_null(won.created_on) < as_of - PAPERWORK)
        won = won.anti_join(signed.filter(signed.opportunity.notnull()).select("opportunity"), "opportunity")
        loose = signed.filter(signed.opportunity.isnull() & signed.contact.notnull())
        won = won.anti_join(loose.select("contact"), "contact")
        summed = won.group_by("campaign").aggregate(count=won.count(), cents=won.amount_cents.sum())
        return {codes[row["campaign"]]: (row["count"], round(row["cents"] or 0)) for row in lake.rows(summed)}

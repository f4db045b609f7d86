"""The channels other than the phone: e-mail, a trade fair, and deals of unknown origin."""

from datetime import date, timedelta

from filon.flows.demo.chance import Dice
from filon.flows.demo.dates import Span, at, later
from filon.flows.demo.selling import Row, Sales, pursue
from filon.flows.demo.story import EMAIL, FAIR, UNKNOWN, Mission

EMAIL_LIST, FAIR_LIST, UNKNOWN_LIST = "EMAIL-LEADS", "SALON-LEADS", "ENTRANTS"


def mailings(span: Span, dice: Dice) -> list[Row]:
    """Return two mailings a month: what was sent, opened by a click, answered, and its price."""
    days = [span.month(month) + timedelta(days=shift) for month in range(2, 18) for shift in (7, 21)]
    return [_mailing(later(day, 0), dice) for day in days]


def _mailing(day: date, dice: Dice) -> Row:
    sent = dice.between(2_150, 2_600)
    clicks = int(sent * (0.016 + 0.012 * dice.one()))
    leads = int(clicks * (0.07 + 0.1 * dice.one()))
    return _day(EMAIL, day, sent, clicks, leads, round(18 + sent * 0.014, 2))


def stand(span: Span, dice: Dice) -> list[Row]:
    """Return the three days of the trade fair: visitors counted as leads, nothing spent on media."""
    opening = later(span.month(7) + timedelta(days=13), 0)
    return [_day(FAIR, opening + timedelta(days=i), None, None, dice.between(18, 36), None) for i in range(3)]


def _day(mission: Mission, day: date, *counts: float | None) -> Row:
    impressions, clicks, leads, spend = counts
    return {
        "campaign_code": mission.code,
        "date": day,
        "impressions": impressions,
        "clicks": clicks,
        "leads": leads,
        "spend": spend,
    }


def deals(
    mission: Mission, days: list[tuple[date, list[str]]], share: float, span: Span, dice: Dice
) -> Sales:
    """Turn a share of the leads of each day into opportunities, without any appointment."""
    sales = Sales()
    for day, contact_ids in days:
        for contact_id in contact_ids:
            wait, chance = dice.between(1, 12), dice.one()
            created = at(day + timedelta(days=wait), dice.between(9, 17) * 3600)
            if chance < share and created.date() < span.end:
                met: Row = {"appointment_id": None, "contact_id": contact_id}
                pursue(sales, mission, met, created, span, dice)
    return sales


def deals_of_unknown_origin(contact_ids: list[str], span: Span, dice: Dice) -> Sales:
    """Return opportunities and contracts that name no campaign, of companies nobody called."""
    days = [(later(span.month(4 + i % 11), i % 20), [contact]) for i, contact in enumerate(contact_ids)]
    sales = deals(UNKNOWN, days, 1.0, span, dice)
    for row in (*sales.opportunities, *sales.contracts):
        row["campaign_code"] = None
    for row in sales.opportunities:
        row["opportunity_id"] = row["opportunity_id"].replace("OPP--", "OPP-X-")
    for row in sales.contracts:
        row["opportunity_id"] = row["opportunity_id"].replace("OPP--", "OPP-X-")
        row["contract_id"] = row["contract_id"].replace("CTR--", "CTR-X-")
    return sales

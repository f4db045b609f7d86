"""Canonical files of a company that calls a lot, written by DuckDB from a row number: the same every time."""

import sys
from pathlib import Path

import duckdb

CAMPAIGNS = 20
FIRST_DAY = "2024-01-01"
DAYS = 730

# One call in 100 sets an appointment, one appointment in two becomes a proposal, one proposal in four a contract.
FILES = {
    "campaigns": f"""
        SELECT 'C' || i AS campaign_code, 'Campagne ' || i AS name, 'phone' AS channel,
               'in_house' AS organisation, '{FIRST_DAY}' AS starts_on
        FROM range({CAMPAIGNS}) t(i)""",
    "calls": """
        SELECT 'A' || i AS call_id, 'C' || campaign AS campaign_code, 'P' || contact AS contact_id,
               'OP' || i % 40 AS operator, strftime(started_at, '%Y-%m-%d %H:%M:%S') AS started_at,
               talk_s + 20 AS duration_s, talk_s, outcome, 'S' || i % 6 AS script, 'L' || contact % 12 AS list_code
        FROM made ORDER BY i""",
    "appointments": """
        SELECT 'RDV' || i AS appointment_id, 'C' || campaign AS campaign_code, 'P' || contact AS contact_id,
               'A' || i AS call_id, 'OP' || i % 40 AS operator,
               strftime(started_at, '%Y-%m-%d %H:%M:%S') AS booked_at,
               CASE WHEN draw % 5 < 4 THEN 'held' ELSE 'no_show' END AS status,
               CASE WHEN draw % 10 < 9 THEN 'validated' ELSE 'rejected' END AS validation
        FROM made WHERE outcome = 'appointment' ORDER BY i""",
    "opportunities": """
        SELECT 'OPP' || i AS opportunity_id, 'C' || campaign AS campaign_code, 'RDV' || i AS appointment_id,
               'P' || contact AS contact_id, strftime(started_at + INTERVAL 14 DAY, '%Y-%m-%d %H:%M:%S') AS created_at,
               strftime(started_at + INTERVAL 21 DAY, '%Y-%m-%d %H:%M:%S') AS proposed_at,
               CASE WHEN draw % 8 = 0 THEN 'won' ELSE 'lost' END AS status, 4000 + draw AS amount
        FROM made WHERE outcome = 'appointment' AND draw % 2 = 0 ORDER BY i""",
    "contracts": """
        SELECT 'CT' || i AS contract_id, 'OPP' || i AS opportunity_id, 'C' || campaign AS campaign_code,
               'P' || contact AS contact_id, strftime(started_at + INTERVAL 35 DAY, '%Y-%m-%d') AS signed_on,
               4000 + draw AS revenue, round((4000 + draw) * 0.4, 2) AS margin
        FROM made WHERE outcome = 'appointment' AND draw % 8 = 0 ORDER BY i""",
    "costs": f"""
        SELECT 'F' || c || '-' || m || '-' || k AS cost_id, 'C' || c AS campaign_code,
               ['operator_time', 'telephony', 'reporting'][k + 1] AS category,
               strftime(DATE '{FIRST_DAY}' + to_months(m::INT), '%Y-%m-%d') AS period_start,
               strftime(DATE '{FIRST_DAY}' + to_months(m::INT + 1) - INTERVAL 1 DAY, '%Y-%m-%d') AS period_end,
               1000 + (c * 37 + m * 11 + k * 5) % 900 AS amount
        FROM range({CAMPAIGNS}) a(c), range(24) b(m), range(3) d(k)""",
}
OUTCOMES = """
    CASE WHEN roll < 100 THEN 'appointment' WHEN roll < 300 THEN 'refused' WHEN roll < 400 THEN 'information'
         WHEN roll < 1500 THEN 'gatekeeper' WHEN roll < 3000 THEN 'absent' WHEN roll < 3500 THEN 'callback'
         WHEN roll < 6500 THEN 'voicemail' ELSE 'no_answer' END"""


def generate(folder: Path, calls: int) -> None:
    """Write the files into `folder`, unless they are there already."""
    done = folder / "done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"""
            CREATE TABLE made AS
            SELECT i, hash(i) % {CAMPAIGNS} AS campaign, hash(i + 1) % {max(calls // 5, 1)} AS contact,
                   hash(i + 2) % 10000 AS roll, hash(i + 3) % 1000 AS draw,
                   CASE WHEN roll < 400 THEN 60 + hash(i + 4) % 300 ELSE hash(i + 4) % 20 END AS talk_s,
                   TIMESTAMP '{FIRST_DAY} 09:00:00'
                       + to_days((i * {DAYS} // {calls})::INT) + to_seconds((hash(i + 5) % 28800)::INT) AS started_at,
                   {OUTCOMES} AS outcome
            FROM range({calls}) t(i)""")
        for name, query in FILES.items():
            connection.execute(f"COPY ({query}) TO '{folder / name}.csv' (HEADER, DELIMITER ',')")
    done.touch()


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))

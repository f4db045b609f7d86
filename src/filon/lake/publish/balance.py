"""What must add up between the lake and the database, summed on each side without the other's code."""

from collections.abc import Iterator

import duckdb
from django.db import connection

from filon.terms.attribution import DEFAULT_MODEL
from filon.terms.text import Text

_ONE = f"coalesce(model, '{DEFAULT_MODEL}') = '{DEFAULT_MODEL}'"
_LIVE = "WHERE voided_at IS NULL"

# table, what is summed, the sum in the lake (schema `ours`), the sum in the database
_SUMS: tuple[tuple[str, Text, str, str], ...] = (
    (
        "calls",
        Text("appels", "calls"),
        "SELECT count(*) FROM ours.calls",
        f"SELECT count(*) FROM records_call {_LIVE}",
    ),
    (
        "calls",
        Text("secondes de conversation", "seconds of talk"),
        "SELECT sum(talk_s) FROM ours.calls",
        f"SELECT sum(talk_s) FROM records_call {_LIVE}",
    ),
    (
        "calls_daily",
        Text("appels", "calls"),
        "SELECT sum(calls) FROM ours.calls_daily",
        f"SELECT count(*) FROM records_call {_LIVE}",
    ),
    (
        "journey",
        Text("appels", "calls"),
        "SELECT sum(calls) FROM ours.journey",
        f"SELECT count(*) FROM records_call {_LIVE}",
    ),
    (
        "contacts",
        Text("prospects", "prospects"),
        "SELECT count(*) FROM ours.contacts",
        f"SELECT count(*) FROM records_contact {_LIVE}",
    ),
    (
        "appointments",
        Text("rendez-vous", "appointments"),
        "SELECT sum(len(chain)) FROM ours.appointments",
        f"SELECT count(*) FROM records_appointment {_LIVE}",
    ),
    (
        "opportunities",
        Text("opportunités", "opportunities"),
        "SELECT count(DISTINCT opportunity) FROM ours.opportunities",
        f"SELECT count(*) FROM records_opportunity {_LIVE}",
    ),
    (
        "opportunities",
        Text("centimes", "cents"),
        f"SELECT sum(amount_cents) FROM ours.opportunities WHERE {_ONE}",
        f"SELECT sum(amount_cents) FROM records_opportunity {_LIVE}",
    ),
    (
        "contracts",
        Text("contrats", "contracts"),
        "SELECT count(DISTINCT contract) FROM ours.contracts",
        f"SELECT count(*) FROM records_contract {_LIVE}",
    ),
    (
        "contracts",
        Text("centimes de chiffre d'affaires", "cents of revenue"),
        f"SELECT sum(revenue_cents) FROM ours.contracts WHERE {_ONE}",
        f"SELECT sum(revenue_cents) FROM records_contract {_LIVE}",
    ),
    (
        "channel",
        Text("centimes dépensés", "cents spent"),
        "SELECT sum(spend_cents) FROM ours.channel",
        f"SELECT sum(spend_cents) FROM records_channelactivity {_LIVE}",
    ),
    (
        "campaigns",
        Text("campagnes", "campaigns"),
        "SELECT count(*) FROM ours.campaigns",
        f"SELECT count(*) FROM records_campaign {_LIVE}",
    ),
)
_BOOKED = f"SELECT id, amount_cents FROM records_cost {_LIVE} AND amount_cents IS NOT NULL ORDER BY id"


def unbalanced(sql: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Text]]:
    """Yield the table and the sentence of each sum of the lake (schema `ours`) that is not the database's."""
    with connection.cursor() as cursor:
        for table, what, ours, records in _SUMS:
            cursor.execute(records)
            right = int(cursor.fetchone()[0] or 0)
            row = sql.execute(ours).fetchone()
            seen = int((row and row[0]) or 0)
            if seen != right:
                yield (
                    table,
                    Text(
                        f"{table} : {seen} {what.fr} dans le lac, {right} dans les enregistrements.",
                        f"{table}: {seen} {what.en} in the lake, {right} in the records.",
                    ),
                )
        cursor.execute(_BOOKED)
        booked = dict(cursor.fetchall())
    yield from _costs(sql, booked)
    yield from _weights(sql)


def _costs(sql: duckdb.DuckDBPyConnection, booked: dict[int, int]) -> Iterator[tuple[str, Text]]:
    query = "SELECT cost, sum(cents)::BIGINT FROM ours.costs WHERE cost IS NOT NULL GROUP BY cost"
    allocated = dict(sql.execute(query).fetchall())
    wrong = [cost for cost, cents in booked.items() if allocated.get(cost) != cents]
    if wrong:
        first = wrong[0]
        seen, right = allocated.get(first), booked[first]
        yield (
            "costs",
            Text(
                f"costs : {len(wrong)} coût(s) dont les parts ne font pas le montant (n° {first} : {seen} centimes "
                f"au lieu de {right}).",
                f"costs: {len(wrong)} cost(s) whose parts do not sum to the amount (number {first}: {seen} cents "
                f"instead of {right}).",
            ),
        )


def _weights(sql: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Text]]:
    for table, key in (
        ("appointments", "appointment"),
        ("opportunities", "opportunity"),
        ("contracts", "contract"),
    ):
        query = f"SELECT {key} FROM ours.{table} GROUP BY {key}, model HAVING abs(sum(weight) - 1) > 1e-9"
        if wrong := sql.execute(query).fetchall():
            yield (
                table,
                Text(
                    f"{table} : {len(wrong)} résultat(s) dont les poids ne font pas 1 (n° {wrong[0][0]}).",
                    f"{table}: {len(wrong)} result(s) whose weights do not sum to 1 (number {wrong[0][0]}).",
                ),
            )

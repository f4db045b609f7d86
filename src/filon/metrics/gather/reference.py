"""The small tables a question needs whole: campaigns with their attributes, codes of lists and scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from filon.lake.tables import Expression, Lake
from filon.metrics.language.dimension import Dimension, Kind, Value
from filon.metrics.language.faults import UnknownValue
from filon.terms.scope import Scope

_COLUMNS = {"campaign": "code", "client": "client_code"}


@dataclass(frozen=True)
class Campaigns:
    """The campaigns kept: None for all of them; `unattributed` keeps what has none."""

    ids: frozenset[int] | None
    unattributed: bool

    @property
    def none(self) -> bool:
        """Tell whether nothing is kept at all."""
        return not self.unattributed and self.ids is not None and not self.ids

    def condition(self, column: Expression) -> list[Expression]:
        """Return the condition on a table's campaign column, if any."""
        if self.ids is None:
            return [] if self.unattributed else [column.notnull()]
        kept = column.isin(sorted(self.ids)).fill_null(False)
        return [kept | column.isnull() if self.unattributed else kept]

    def holds(self, campaign: int | None) -> bool:
        """Tell whether a campaign is kept."""
        return self.unattributed if campaign is None else self.ids is None or campaign in self.ids


@dataclass(frozen=True)
class Reference:
    """Campaigns by id, and the codes of what is known by numbers in the lake."""

    campaigns: Mapping[int, Mapping[str, Any]]
    codes: Mapping[str, Mapping[int, str]]

    def code(self, dimension: str, raw: Any) -> Value:
        """Return the code of a number, or the value itself where it is no number of ours."""
        if raw is None or dimension not in self.codes:
            value: Value = raw
            return value
        return self.codes[dimension].get(raw, f"#{raw}")

    def keys(self, dimension: str, values: Sequence[Value]) -> list[Any]:
        """Return what a table holds for the values of a filter. Raises UnknownValue for an unknown code."""
        if dimension not in self.codes:
            return list(values)
        numbers = {code: number for number, code in self.codes[dimension].items()}
        for value in values:
            if value is not None and value not in numbers:
                raise UnknownValue(dimension, str(value), numbers)
        return [None if value is None else numbers[str(value)] for value in values]

    def within(self, scope: Scope) -> "Reference":
        """Return the part of it that may be seen under a scope."""
        if scope.client_ids is None:
            return self
        seen = {number: row for number, row in self.campaigns.items() if row["client"] in scope.client_ids}
        codes = {**self.codes, "campaign": {number: row["code"] for number, row in seen.items()}}
        return Reference(seen, codes)

    def keep(
        self, where: Mapping[str, tuple[Value, ...]], dimensions: Mapping[str, Dimension], scope: Scope
    ) -> Campaigns:
        """Return the campaigns that pass the filters on their attributes, within a scope.

        Raises UnknownValue where no campaign has a value asked for.
        """
        ids = None if scope.client_ids is None else frozenset(self.campaigns)
        unattributed = scope.client_ids is None
        for name, values in where.items():
            if dimensions[name].kind is not Kind.CAMPAIGN:
                continue
            column = _COLUMNS.get(name, name)
            known = {row[column] for row in self.campaigns.values()}
            for value in values:
                if value is not None and value not in known and dimensions[name].values is None:
                    raise UnknownValue(name, str(value), [code for code in known if code is not None])
            kept = frozenset(number for number, row in self.campaigns.items() if row[column] in values)
            ids = kept if ids is None else ids & kept
            unattributed &= None in values
        return Campaigns(ids, unattributed)


def load(lake: Lake) -> Reference:
    """Read the small tables of a lake."""
    campaigns = {row["campaign"]: row for row in lake.rows(lake.table("campaigns"))}
    codes = {
        name: {row[name]: row["code"] for row in lake.rows(lake.table(table))}
        for name, table in (("list", "lists"), ("script", "scripts"))
    }
    return Reference(
        campaigns, {"campaign": {number: row["code"] for number, row in campaigns.items()}, **codes}
    )


# Where the free texts that a filter may name are found, and the codes that the lake knows by number.
_TEXTS = {
    "sector": ("contacts",),
    "size_band": ("contacts",),
    "region": ("contacts",),
    "country": ("contacts", "campaigns"),
    "variant": ("calls", "appointments"),
    "outcome": ("calls",),
    "refusal_reason": ("calls",),
    "product": ("opportunities", "contracts"),
}
_CREDITED = ("calls", "appointments", "opportunities", "contracts")
_CODES = {"list": _CREDITED, "script": _CREDITED}


def check_values(
    lake: Lake, where: Mapping[str, Sequence[Value]], reference: Reference, scope: Scope
) -> None:
    """Refuse a filter on a value that no row of a scope holds: a slip would answer zero.

    Raises UnknownValue, which lists near texts to those who may see everything; to others, what only
    another client has and what nobody has are one and the same.
    """
    whole = scope.client_ids is None
    for name, tables in (_TEXTS if whole else _TEXTS | _CODES).items():
        asked = [value for value in where.get(name, ()) if value is not None]
        if not asked:
            continue
        known: set[Value] = set()
        for table in tables:
            rows = lake.table(table) if whole else _of(lake, table, list(reference.campaigns))
            known |= {reference.code(name, row[name]) for row in lake.rows(rows.select(name).distinct())}
        for value in asked:
            if value not in known:
                shown = known - {None} if whole else ()
                raise UnknownValue(name, str(value), [str(text) for text in shown])


def _of(lake: Lake, table: str, campaigns: Sequence[int]) -> Expression:
    """Return the rows of a table that are of some campaigns: of contacts, those whom they concern."""
    rows = lake.table(table)
    if table != "contacts":
        return rows.filter(rows.campaign.isin(campaigns))
    concerned = ibis.union(*(_of(lake, each, campaigns).select("contact") for each in _CREDITED))
    return rows.semi_join(concerned, "contact")

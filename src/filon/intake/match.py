"""Matches what a file names with what the records know, and creates what may be named before it is described."""

from dataclasses import dataclass, field

import polars as pl

from filon.intake.coded import values_of
from filon.intake.kinds import Column, Kind
from filon.intake.reading import Reject
from filon.intake.reading.plain import choice
from filon.records import models
from filon.records.actions.change import OpenChange
from filon.records.actions.insert import insert
from filon.records.queries.codes import all_ids, ids_of, last_id
from filon.terms.faults import UnknownName
from filon.terms.text import Text

Target = tuple[type[models.Record], str, Text]
TARGETS: dict[str, Target] = {
    "clients": (models.Client, "client_code", Text("Client", "client")),
    "campaigns": (models.Campaign, "campaign_code", Text("Campagne", "campaign")),
    "contacts": (models.Contact, "contact_id", Text("Contact", "contact")),
    "operators": (models.Operator, "operator", Text("Opérateur", "operator")),
    "lists": (models.ContactList, "list_code", Text("Liste", "list")),
    "scripts": (models.Script, "script", Text("Script", "script")),
    "sales_reps": (models.SalesRep, "sales_rep", Text("Commercial", "sales representative")),
}
FEW = (
    2_000  # up to this many codes are looked up one by one; for more, reading the whole table once is cheaper
)
ADVISED = 100  # how many unknown codes at a time are told their nearest: a column all wrong is no slip
_KNOWN = {"code": pl.String, "id": pl.Int64}


@dataclass(slots=True)
class Matcher:
    """Turns codes into record numbers for one import, remembering what it has seen."""

    opened: OpenChange
    _known: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    _whole: set[tuple[str, str]] = field(default_factory=set)  # what is known entirely
    _outcomes: dict[str, Text] = field(default_factory=dict)

    def match(self, kind: Kind, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Reject]]:
        """Replace every code by the number of its record, in a column named as the record's attribute.

        Shapes: rows whose code is unknown and may not be created leave as rejects; the others keep
        their order.
        """
        rejects: list[Reject] = []
        if kind.name == "calls":
            rows = self._contacts_by_phone(rows)
        for column in kind.columns:
            if column.refers is None or column.name not in rows.columns:
                continue
            if column.refers == "outcomes":
                rows, refused = self._match_outcomes(column, rows)
            else:
                rows, refused = self._match_codes(column, TARGETS[column.refers], rows)
            rejects += refused
        return rows, rejects

    def _match_codes(
        self, column: Column, target: Target, rows: pl.DataFrame
    ) -> tuple[pl.DataFrame, list[Reject]]:
        model, code, what = target
        codes = rows[column.name].drop_nulls().unique()
        known = self._look_up(model, code, codes)
        new = _without(codes, known)
        rejects: list[Reject] = []
        if len(new) and column.stub:
            known = pl.concat([known, self._create(model, code, pl.DataFrame({code: new}).sort(code))])
        elif len(new):
            rejects = _unknown(rows, column, new, what, known_codes(model, code))
            rows = rows.filter(~pl.col(column.name).is_in(new.implode()).fill_null(value=False))
        numbers = known.rename({"code": column.name, "id": "_number"})
        matched = rows.join(numbers, on=column.name, how="left", maintain_order="left").drop(column.name)
        return matched.rename({"_number": column.attribute}), rejects

    def _match_outcomes(self, column: Column, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Reject]]:
        if not self._outcomes:
            self._outcomes = values_of(column)
        read = {
            text: choice(text, self._outcomes, column.synonyms)
            for text in rows[column.name].drop_nulls().unique()
        }
        codes = {text: code for text, code in read.items() if isinstance(code, str)}
        refused = {text: reason for text, reason in read.items() if isinstance(reason, Text)}
        wrong = pl.col(column.name).is_in(list(refused))
        rejects = [
            Reject(line, column.name, refused[text])
            for line, text in rows.filter(wrong).select("line", column.name).iter_rows()
        ]
        meant = pl.col(column.name).replace_strict(codes, return_dtype=pl.String)
        kept = rows.filter(~wrong.fill_null(value=False))
        return kept.with_columns(meant.alias("outcome_id")).drop(column.name), rejects

    def _look_up(self, model: type[models.Record], code: str, codes: pl.Series) -> pl.DataFrame:
        """Return what is known of some codes, each given once."""
        slot = (model.__name__, code)
        known = self._known.get(slot, pl.DataFrame(schema=_KNOWN))
        found = _among(known, codes)
        unseen = _without(codes, found)
        if len(unseen) and slot not in self._whole:
            if len(unseen) > FEW:
                self._known[slot] = known = all_ids(model, code)
                self._whole.add(slot)
                return _among(known, codes)
            more = ids_of(model, code, unseen)
            self._known[slot], found = pl.concat([known, more]), pl.concat([found, more])
        return found

    def _create(self, model: type[models.Record], code: str, rows: pl.DataFrame) -> pl.DataFrame:
        slot, last = (model.__name__, code), last_id(model)
        insert(self.opened, model, rows)
        created = all_ids(model, code, after=last)
        self._known[slot] = pl.concat([self._known[slot], created])
        return created

    def _contacts_by_phone(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give a contact to calls that only have a number: the one who has it, else a new one."""
        if "phone" not in rows.columns:
            return rows
        if "contact_id" not in rows.columns:
            rows = rows.with_columns(contact_id=pl.lit(None, dtype=pl.String))
        alone = pl.col("contact_id").is_null() & pl.col("phone").is_not_null()
        phones = rows.filter(alone)["phone"].unique()
        if len(phones):
            known = self._look_up(models.Contact, "phone", phones)
            new = _without(phones, known).sort()
            if len(new):
                stubs = pl.DataFrame({"contact_id": "tel:" + new, "phone": new})
                known = pl.concat([known, self._create(models.Contact, "phone", stubs)])
            names = self._names_of(known)
            rows = rows.join(names, on="phone", how="left", maintain_order="left").with_columns(
                contact_id=pl.coalesce("contact_id", "_name")
            )
        return rows.drop("phone", "_name", strict=False)

    def _names_of(self, known: pl.DataFrame) -> pl.DataFrame:
        """Return phone and contact_id (`_name`) of contacts found by phone; their numbers are remembered."""
        slot = ("Contact", "contact_id")
        pairs = pl.DataFrame(
            _names(known["id"].to_list()), schema={"id": pl.Int64, "_name": pl.String}, orient="row"
        )
        found = known.rename({"code": "phone"}).join(pairs, on="id")
        remembered = self._known.get(slot, pl.DataFrame(schema=_KNOWN))
        fresh = found.select(code="_name", id="id").unique("code")
        self._known[slot] = pl.concat([remembered, fresh.join(remembered, on="code", how="anti")])
        return found.select("phone", "_name")


def _among(known: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Return the rows of some codes: many may be known, so that only the few asked for are hashed."""
    return known.join(codes.to_frame("code"), on="code")


def _without(codes: pl.Series, known: pl.DataFrame) -> pl.Series:
    """Return the codes that are not known."""
    return codes.filter(~codes.is_in(known["code"].implode()))


def _names(numbers: list[int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        found += models.Contact.objects.filter(pk__in=some).values_list("pk", "contact_id")
    return found


def known_codes(model: type[models.Record], code: str) -> list[str]:
    """Return the codes of a model's live rows, a thousand at most, to suggest the nearest."""
    return list(model._default_manager.filter(voided_at=None).values_list(code, flat=True)[:1000])


def _unknown(
    rows: pl.DataFrame, column: Column, new: pl.Series, what: Text, known: list[str]
) -> list[Reject]:
    reasons = {
        code: UnknownName(what, code, known if place < ADVISED else ()).text for place, code in enumerate(new)
    }
    hit = rows.filter(pl.col(column.name).is_in(new.implode())) if len(new) else rows.clear()
    return [
        Reject(line, column.name, reasons[code]) for line, code in hit.select("line", column.name).iter_rows()
    ]

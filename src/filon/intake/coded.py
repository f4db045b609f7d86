"""Coded columns: what each may hold, and the values of a file that nobody understands yet."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from filon.intake.kinds import Column
from filon.intake.mapping import Source
from filon.intake.reading import Reading
from filon.intake.reading.fields import Field, assemble, sift, trimmed, used_columns
from filon.intake.reading.plain import choice
from filon.records.models import Outcome
from filon.terms.choices import COST_CATEGORIES
from filon.terms.text import Text

MOST = 50
UNSAID = "?"
"""Stands in a mapping where the meaning is still to be written; it is no value of any column."""


@dataclass(frozen=True, slots=True)
class CodedValue:
    """A value of a coded column that needs a translation: how many rows have it, and its code once chosen."""

    column: str
    written: str
    rows: int
    meaning: str = ""


def values_of(column: Column) -> dict[str, Text]:
    """Return the codes that a column may hold, with their labels; none where it holds anything."""
    if column.refers == "outcomes":
        outcomes = Outcome.objects.values_list("code", "label_fr", "label_en")
        return {code: Text(fr, en) for code, fr, en in outcomes}
    if column.name == "category":
        return {code: label for code, (_, label) in COST_CATEGORIES.items()}
    return column.values or {}


def to_translate(reading: Reading) -> list[CodedValue]:
    """Return the values that are not understood, or that were translated, the most frequent first.

    A category that nobody knows is understood where the row gives its nature.
    """
    fields = [each for each in reading.plan.fields if values_of(each.column)]
    found: list[CodedValue] = []
    for each, counts in zip(fields, _counts(reading, fields), strict=True):
        known, rows = values_of(each.column), Counter[str]()
        for written, count in counts.items():
            rows[written.lower()] += count
        forms = {written.lower(): written for written in sorted(counts, key=lambda one: (counts[one], one))}
        for folded, count in sorted(rows.items(), key=lambda one: (-one[1], one[0])):
            meaning = each.values.get(folded, "")
            if meaning or isinstance(choice(forms[folded], known, each.column.synonyms), Text):
                found.append(CodedValue(each.column.name, forms[folded], count, meaning))
    return found


def _counts(reading: Reading, fields: Sequence[Field]) -> list[Counter[str]]:
    counts: list[Counter[str]] = [Counter() for _ in fields]
    plan = replace(reading.plan, fields=tuple(replace(each, values={}) for each in fields))
    if not fields:
        return counts
    for batch in reading.grid.batches(sorted(used_columns(plan))):
        texts = assemble(sift(trimmed(batch), plan)[0], plan)
        for each, count in zip(fields, counts, strict=True):
            column = texts[each.column.name]
            if each.column.name == "category" and "nature" in texts.columns:
                column = column.filter(texts["nature"].is_null())
            count.update(dict(column.drop_nulls().value_counts().iter_rows()))
    return counts


def mapping_lines(reading: Reading, values: Sequence[CodedValue]) -> str:
    """Return the TOML that a mapping needs to say what these values mean.

    It is a whole table where the file was read by its own headers, and only the values where a mapping
    was given.
    """
    lines: list[str] = []
    fields = reading.plan.fields
    if all(each.source == Source() for each in fields):
        lines += ["[[table]]", f'kind = "{reading.kind.name}"', "", "[table.columns]"]
        lines += [f"{each.column.name} = {_quoted(each.header or '')}" for each in fields]
    for column in dict.fromkeys(value.column for value in values):
        said = [value for value in values if value.column == column]
        known = ", ".join(values_of(reading.kind.column(column)))
        lines += ["", f"[table.values.{column}]  # {known}"]
        lines += [
            f'{_quoted(value.written)} = "{value.meaning or UNSAID}"  # × {value.rows}'
            for value in said[:MOST]
        ]
        if len(said) > MOST:
            lines.append(f"# … + {len(said) - MOST}")
    return "\n".join(lines).strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

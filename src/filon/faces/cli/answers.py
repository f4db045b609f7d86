"""Answers as JSON and CSV: here numbers are rounded, to six decimals."""

import csv
import json
from fractions import Fraction
from io import StringIO
from typing import TYPE_CHECKING, Any

from filon.faces.cli.console import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filon.flows.check import Grades
    from filon.insight.biases.trust import Trust
    from filon.metrics.answer import Answer, Cell, Row
    from filon.terms.text import Text

DECIMALS = 6


def as_json(answer: "Answer", grades: "Grades | None" = None, notes: "Sequence[Text]" = ()) -> str:
    """Return the answer as a JSON document, in the language of the moment; with grades, `trust` beside each ROI."""
    content = document(answer) | {"notes": [note[language()] for note in notes]}
    if grades:
        content["trust"] = trust_document(grades.total, answer.total)
        for row, plain in zip(answer.rows, content["rows"], strict=True):
            plain["trust"] = trust_document(grades.of(row), row)
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def trust_document(found: "Trust | None", row: "Row | None" = None) -> dict[str, Any] | None:
    """Return a grade as plain values; None where there is no ROI to trust."""
    if found is None or (row is not None and row.cells["roi"].value is None):
        return None
    return {
        "grade": found.grade,
        "doubt": rounded(found.doubt),
        "findings": list(dict.fromkeys(finding.id for finding in found.findings)),
    }


def document(answer: "Answer") -> dict[str, Any]:
    """Return the answer as plain values; the period is half-open, without `end`."""
    query = answer.query
    return {
        "as_of": answer.as_of.isoformat(),
        "view": query.view,
        "period": {
            "begin": query.period.begin.isoformat() if query.period.begin else None,
            "end": query.period.end.isoformat() if query.period.end else None,
        },
        "formula": answer.formula,
        "rule": answer.rule,
        "attribution": query.attribution,
        "horizon_months": query.horizon_months,
        "rows": [_row(row) for row in answer.rows],
        "total": _row(answer.total)["metrics"],
    }


def as_csv(answer: "Answer") -> str:
    """Return the answer as CSV: a column per dimension, then per metric; empty where there is no answer."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow((*answer.query.by, *answer.query.metrics))
    for row in answer.rows:
        dimensions = ["" if value is None else value for value in row.dimensions.values()]
        cells = [rounded(row.cells[name].value) for name in answer.query.metrics]
        writer.writerow((*dimensions, *("" if value is None else value for value in cells)))
    return file.getvalue()


def rounded(value: Fraction | float | None) -> float | None:
    """Return a number at six decimals, an int where it was one."""
    return value if value is None or isinstance(value, int) else round(float(value), DECIMALS)


def cell_document(cell: "Cell") -> dict[str, Any]:
    """Return one figure as plain values."""
    return {
        "value": rounded(cell.value),
        "unit": cell.unit,
        "numerator": rounded(cell.numerator),
        "denominator": rounded(cell.denominator),
        "low": rounded(cell.low),
        "high": rounded(cell.high),
        "method": cell.method,
        "too_few": cell.too_few,
        "reason": None if cell.reason is None else cell.reason[language()],
    }


def _row(row: "Row") -> dict[str, Any]:
    return {
        "dimensions": dict(row.dimensions),
        "partial": row.partial,
        "metrics": {name: cell_document(cell) for name, cell in row.cells.items()},
    }

"""Templates: headers in the reader's language, that an import knows again."""

from pathlib import Path

import openpyxl
import pytest

from filon.flows.template import write_template
from filon.intake.kinds import KINDS
from filon.intake.reading.recognise import recognise
from filon.intake.reading.shapes import Row
from filon.terms.text import Language


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_recognised_for_what_it_is(tmp_path: Path, kind: str, language: Language) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(KINDS[kind], path, language)
    headers = [str(cell.value) for cell in next(openpyxl.load_workbook(path).worksheets[0].iter_rows())]
    found = recognise(path, [Row(1, headers)], kind=None, hint="")
    assert found.kind.name == kind
    assert list(found.columns) == [column.name for column in KINDS[kind].columns]

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from filon.metrics.answer import Cell
from filon.reports.charts.draw import draw
from filon.reports.charts.theme import TOKENS
from filon.reports.pages.parts import Point, Ranked
from filon.reports.pages.roi_report import RoiReport
from filon.reports.paint.html import paint, write
from filon.terms.text import LANGUAGES, Language, Text
from tests.reports.pages import NASTY, finding, report

VOID = {"meta", "br", "line", "path", "rect"}


class Outline(HTMLParser):
    """Checks that every element is closed in order, and keeps what a test looks at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [value for name, value in found.items() if name in {"src", "href", "action", "srcset"}]
        if tag not in {"meta", "br", "link", "img"}:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, f"</{tag}> closes nothing, at {self.getpos()}"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> RoiReport:
    return report(tmp_path_factory.mktemp("lake"), findings=(finding(),))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> str:
    hostile = report(tmp_path_factory.mktemp("lake"), NASTY, (finding(NASTY),))
    return paint(replace(hostile, company=NASTY), "fr")


@pytest.fixture(scope="module", params=LANGUAGES)
def painted(page: RoiReport, request: pytest.FixtureRequest) -> str:
    language: Language = request.param
    return paint(page, language)


def test_the_file_fetches_nothing(painted: str) -> None:
    assert "http" not in painted
    assert "@import" not in painted
    assert all(link.startswith("#") for link in Outline(painted).links)


def test_elements_nest_and_ids_are_unique(painted: str) -> None:
    outline = Outline(painted)
    assert outline.stack == []
    assert len(outline.ids) == len(set(outline.ids))


def test_tables_have_captions_and_scopes(painted: str) -> None:
    tags = Outline(painted).tags
    assert tags.count("caption") == tags.count("table") > 5
    assert 'scope="row"' in painted
    assert 'scope="col"' in painted


def test_it_follows_the_readers_light_or_dark_and_can_be_printed(painted: str) -> None:
    for rule in ("prefers-color-scheme: dark", "@media print", "max-width: 46rem"):
        assert rule in painted
    assert not any(f'"{color}"' in painted for color in TOKENS)
    assert all(f"--{token}:" in painted for token in TOKENS.values())


def test_french_figures_have_narrow_spaces_and_commas(page: RoiReport) -> None:
    text = paint(page, "fr")
    assert "24\u202f000\u00a0€" in text  # ten contracts of 2,400 EUR of margin
    assert "Un euro dépensé a rapporté 2,05\u00a0€ de marge brute" in text
    assert "105\u202f%" in text  # 24,000 of margin for 11,700 of costs
    assert "roi.v1" in text


def test_english_is_complete(page: RoiReport) -> None:
    text = paint(page, "en")
    assert "One euro spent brought back €2.05 of gross margin" in text
    assert "€24,000" in text
    for word in ("Rendez-vous", "Campagne", "dépensé", "marge", "contrats"):
        assert word not in text.replace("Nouveau script Industrie", "")


def test_hostile_names_are_inert(nasty: str) -> None:
    outline = Outline(nasty)
    assert "script" not in outline.tags
    assert "<script>" not in nasty
    assert nasty.count("&lt;script&gt;") > 5
    assert outline.stack == []


def test_what_is_found_is_said_with_its_effect(painted: str) -> None:
    assert "1 200" in painted or "1\u202f200" in painted or "1,200" in painted


def test_figures_on_too_few_show_their_interval_and_no_percentage(page: RoiReport) -> None:
    few = Cell(page.headline[0].cell.value, "share", low=-0.9, high=0.2, too_few=True)
    text = paint(replace(page, headline=(replace(page.headline[0], cell=few),)), "fr")
    assert "<strong>trop peu</strong>" in text
    assert "−90\u202f% à 20\u202f%" in text


def test_a_report_without_findings_says_nothing_of_biases(page: RoiReport) -> None:
    assert "Ce qui fausse" not in paint(replace(page, findings=()), "fr")


def test_writing_replaces_the_file_whole(page: RoiReport, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("before")
    write(page, path, "fr")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [child.name for child in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_that_is_not_there_is_told_by_the_file_asked_for(page: RoiReport, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "report.html"
    with pytest.raises(OSError, match="report") as caught:
        write(page, path, "fr")
    assert caught.value.filename == str(path)


def test_a_chart_takes_the_pages_colours_and_escapes_its_labels() -> None:
    name = Text(NASTY, NASTY)
    points = (Point(name, 2.0, 0.5, 4.0, few=False), Point(Text("Petit", "Small"), 1.0, -0.5, 9.0, few=True))
    svg = draw(Ranked(points), "fr", width=400, name="a-wide")
    assert "var(--gain)" in svg
    assert "var(--muted)" in svg
    assert "<script" not in svg
    assert "xmlns" not in svg


def test_each_roi_is_told_with_the_trust_it_deserves(tmp_path: Path) -> None:
    graded = report(tmp_path, grades={"headline": {None: "C"}, "campaign": {("Industrie",): "B", None: "D"}})
    found = re.findall(r'class="trust (\w)"', paint(graded, "fr"))
    assert found == ["c", "b", "d"]
    assert 'class="trust' not in paint(report(tmp_path / "plain"), "fr")

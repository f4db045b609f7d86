"""Figures, sentences and charts in templates, in the language of the page."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from filon.faces.office.asking import Asked, local_page
from filon.faces.office.choices import Choice
from filon.faces.office.exports import FORMATS
from filon.faces.office.language import language_of
from filon.faces.office.notes import Notes
from filon.faces.office.record_kinds import BY_NAME
from filon.flows.check import GRADED
from filon.metrics.gather.behind import Behind
from filon.metrics.language.dimension import Value
from filon.terms.money import to_amount
from filon.terms.text import Text, plural

if TYPE_CHECKING:
    from filon.flows.check import Grades
    from filon.insight.biases.trust import Trust
    from filon.insight.maturity.lines import Line
    from filon.insight.maturity.study import Maturity

register = template.Library()


@register.simple_tag
def say(fr: str, en: str) -> str:
    """Return the sentence in the language of the page: {% say "Campagnes" "Campaigns" %}."""
    from filon.reports.paint.numbers import prose

    return prose(Text(fr, en), language_of())


@register.simple_tag
def counted(number: int, fr: str, fr_many: str, en: str, en_many: str) -> str:
    """Return a counted noun in the language of the page, given for one and for several in each."""
    return told(plural(number, (fr, fr_many), (en, en_many)))


@register.filter
def told(text: Text | None) -> str:
    """Return a bilingual text in the language of the page."""
    from filon.reports.paint.numbers import prose

    return "" if text is None else prose(text, language_of())


@register.filter
def method(name: str) -> Text:
    """Return the method of an interval in words."""
    from filon.reports.paint import methods

    return methods.method(name)


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key."""
    return mapping.get(key)


@register.filter
def kept(asked: Asked, choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Return what is asked that no field of the bar shows, so that a choice does not forget it."""
    shown = {"from", "to", "view", *(choice.name for choice in choices)}
    return [(name, value) for name, value in asked.pairs() if name not in shown]


@register.filter
def split(words: str) -> list[str]:
    """Return the words of a text."""
    return words.split()


@register.filter
def filename(path: str) -> str:
    """Return the last part of a path."""
    return PurePath(path).name


@register.filter
def number(value: float | None, unit: str = "count") -> str:
    """Write a number with its unit."""
    from filon.reports.paint.numbers import NONE, amount

    return NONE if value is None else amount(value, unit, language_of())  # type: ignore[arg-type]


@register.filter
def money(cents: int | None) -> str:
    """Write whole cents as money, to the cent."""
    from babel.numbers import format_currency

    from filon.reports.paint.numbers import NONE
    from filon.terms import currency

    return NONE if cents is None else format_currency(to_amount(cents), currency.code(), locale=language_of())


@register.simple_tag
def contribution(row: Behind) -> str:
    """Write what a row adds to its input: money to the cent."""
    from filon.metrics.definitions import CATALOGUE
    from filon.reports.paint.numbers import NONE, amount

    if row.value is None:
        return NONE
    unit = CATALOGUE.find(row.measure).unit
    return money(round(row.value * 100)) if unit == "money" else amount(row.value, unit, language_of())


@register.filter
def figure_name(name: str) -> str:
    """Return what a figure is called."""
    from filon.metrics.definitions import CATALOGUE

    return CATALOGUE.find(name).label[language_of()]


@register.filter
def day(when: Any) -> str:
    """Write a date in words."""
    from filon.reports.paint.numbers import day as written

    return "" if when is None else written(when, language_of())


@register.filter
def instant(when: Any) -> str:
    """Write an instant in words, in the instance's time zone."""
    from django.utils.timezone import localtime

    from filon.reports.paint.numbers import instant as written

    return "" if when is None else written(localtime(when), language_of())


@register.filter
def figured(cell: Any) -> str:
    """Write the figure of a cell that no page explains: what was computed from totals typed in."""
    from filon.reports.paint.numbers import value

    return value(cell, language_of())


@register.filter
def compared(found: Any) -> str:
    """Write a figure of a test."""
    from filon.reports.pages.experiment_words import figure as written

    return written(found, language_of())


@register.filter
def between(cell: Any) -> str:
    """Write the bounds of a cell's interval, or nothing."""
    from filon.reports.paint.numbers import interval

    return interval(cell, language_of())


@register.inclusion_tag("office/parts/figure.html", takes_context=True)
def figure(
    context: Context,
    cell: Any,
    metric: str,
    asked: Asked,
    *,
    between: bool = True,
    where: Mapping[str, Value] | None = None,
    trust: "Trust | None" = None,
    ahead: "Line | None" = None,
) -> dict[str, Any]:
    """Show one figure with its interval; a click leads to its formula and its rows, those of `where`.

    A ROI is shown with the trust it deserves, where that is given; a click leads to the findings behind. It is
    shown with what it will become, where its deals `ahead` are not mature. What has no answer bears
    the number of its note, which `notes` lists.
    """
    from filon.reports.paint.numbers import interval, value

    address = asked.also(**(where or {})).address()
    graded = trust is not None and metric == GRADED and cell.value is not None and not cell.too_few
    return {
        "ahead": ahead if ahead and metric == GRADED and not ahead.matured else None,
        "cohorts": f"{reverse('office:maturity')}?{address}",
        "grade": trust.grade if trust and graded else "",
        "checks": f"{reverse('office:checks')}?{address}",
        "value": value(cell, language_of()),
        "between": interval(cell, language_of()) if between else "",
        "few": cell.too_few,
        "note": _notes(context).number(cell),
        "url": f"{reverse('office:figure', args=[metric])}?{address}",
    }


@register.simple_tag(takes_context=True)
def note(context: Context, cell: Any) -> int | None:
    """Return the number of the note about a figure that no page explains; None where it has nothing to say."""
    return _notes(context).number(cell) if cell else None


@register.inclusion_tag("office/parts/notes.html", takes_context=True)
def notes(context: Context) -> dict[str, Any]:
    """List the notes of the figures above that are not listed yet."""
    found, few, counted = _notes(context).take()
    return {"notes": found, "few": few, "with_number": counted}


def _notes(context: Context) -> Notes:
    """Return the notes of the page being written."""
    found: dict[str, Notes] = context["request"].__dict__
    return found.setdefault("filon_notes", Notes())


@register.filter
def on_roi(finding: Any) -> Text | None:
    """Say what mending a finding does to the ROI."""
    from filon.reports.pages.checks import on_roi as moved

    return moved(finding)


@register.filter
def of(study: "Grades | Maturity | None", row: Any) -> "Trust | Line | None":
    """Return what a study says of the ROI of a row: the trust it deserves, or what it will become."""
    return study.of(row) if study else None


@register.simple_tag
def mend(finding: Any) -> str:
    """Link to the page where a finding is mended."""
    from filon.faces.office.mending import mended_at

    page = mended_at(finding)
    return format_html('<a href="{}">{}</a>', page[0], told(page[1])) if page else ""


@register.simple_tag(takes_context=True)
def source(context: Context, kind: str, number: int, name: str) -> str:
    """Name a record behind a figure, with a link for those who may open it."""
    url = ""
    if kind in BY_NAME and context["role"] in BY_NAME[kind].readers:
        url = reverse("office:records-page", args=[BY_NAME[kind].slug, number])
    elif kind == "costs" and context["sees_money"]:
        url = reverse("office:costs-page", args=[number])
    return format_html('<a href="{}">{}</a>', url, name) if url else name


@register.simple_tag
def chart(spec: dict[str, Any], name: str) -> SafeString:
    """Place a Vega-Lite chart; the page's script draws it in the page's colours."""
    data = json_script(spec, f"{name}-spec")
    return format_html('<div class="chart" data-chart="{}-spec" aria-hidden="true"></div>{}', name, data)


@register.inclusion_tag("office/parts/exports.html", takes_context=True)
def exports(context: Context, table: str = "") -> dict[str, Any]:
    """Offer a table of the page as files."""
    question = context["request"].GET.copy()
    for place in ("page", "newer", "older"):
        question.pop(place, None)
    if table:
        question["table"] = table
    links = []
    for name, label in FORMATS.items():
        question["format"] = name
        links.append((f"?{question.urlencode()}", label))
    return {"links": links}


@register.inclusion_tag("office/parts/views.html", takes_context=True)
def saved_views(context: Context) -> dict[str, Any]:
    """List the person's saved views, and offer to keep the page under a name."""
    request = context["request"]
    return {"views": request.user.saved_views.order_by("name"), "page": local_page(request.get_full_path())}

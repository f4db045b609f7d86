"""Writes the lists of figures and dimensions into figures.fr.md and figures.en.md, from their definitions.

python docs/figures.py            write
python docs/figures.py --check    only tell whether they are up to date
"""

import sys
from pathlib import Path

from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.measure import Unit
from filon.terms.text import LANGUAGES, Language, Text

HERE = Path(__file__).resolve().parent
MARKS = {
    name: (f"<!-- {name}: written by docs/figures.py -->", f"<!-- end of {name} -->")
    for name in ("figures", "dimensions")
}
HEADINGS = {
    "figures": Text("identifiant | nom | définition | unité", "id | name | definition | unit"),
    "dimensions": Text("identifiant | nom", "id | name"),
}
UNITS: dict[Unit, Text] = {
    "count": Text("nombre", "count"),
    "money": Text("euros", "euros"),
    "share": Text("part de 1", "share of 1"),
    "ratio": Text("rapport", "ratio"),
    "seconds": Text("secondes", "seconds"),
    "hours": Text("heures", "hours"),
    "per_hour": Text("par heure", "per hour"),
    "days": Text("jours", "days"),
    "months": Text("mois", "months"),
}


def main() -> int:
    """Write or check both files; return 1 where one was not up to date and only a check was asked."""
    stale = False
    for language in LANGUAGES:
        path = HERE / f"figures.{language}.md"
        old = path.read_text("utf-8")
        new = written(old, language)
        stale |= new != old
        if new != old and "--check" not in sys.argv:
            path.write_text(new, "utf-8")
    return int(stale and "--check" in sys.argv)


def written(page: str, language: Language) -> str:
    """Return the page with its lists renewed; raise ValueError where a mark is missing."""
    for name, rows in (("figures", figures(language)), ("dimensions", dimensions(language))):
        begin, end = MARKS[name]
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"the page has no list of {name}")
        heading = HEADINGS[name][language]
        line = "|".join("---" for _ in heading.split("|"))
        table = "\n".join([f"| {heading} |", f"|{line}|", *(f"| {' | '.join(row)} |" for row in rows)])
        page = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return page


def figures(language: Language) -> list[tuple[str, ...]]:
    """Return one row per figure that may be asked for."""
    found = [CATALOGUE.find(name) for name in CATALOGUE.names()]
    return [
        (f"`{item.id}`", item.label[language], item.words[language], UNITS[item.unit][language])
        for item in found
    ]


def dimensions(language: Language) -> list[tuple[str, ...]]:
    """Return one row per dimension."""
    return [(f"`{item.id}`", item.label[language]) for item in CATALOGUE.dimensions.values()]


if __name__ == "__main__":
    sys.exit(main())

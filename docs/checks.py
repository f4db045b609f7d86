"""Writes checks.fr.md and checks.en.md from the checks themselves.

python docs/checks.py            write
python docs/checks.py --check    only tell whether they are up to date
"""

import sys
from pathlib import Path

from filon.insight.biases.every import FAMILIES
from filon.insight.biases.trust import LABEL, RULE
from filon.terms.text import LANGUAGES, Language, Text

HERE = Path(__file__).resolve().parent
INTRODUCTION = Text(
    """# Les contrôles

Cette page est écrite par `docs/checks.py`, depuis le code. `filon check` et la page *Contrôles* passent tous ces contrôles à
chaque publication : rien ne se coche à la main. Un contrôle **passe**, **trouve** quelque chose, ou **n'a pas de quoi se faire**,
et dit alors ce qui manque. Un constat dit ce qui a été vu, ce que sa correction change en euros de gain net et en points de ROI
(ou pourquoi cela ne se calcule pas), ce qu'il faut faire et où.""",
    """# The checks

This page is written by `docs/checks.py`, from the code. `filon check` and the *Checks* page run all of these checks at each
publication: nothing is ticked by hand. A check **passes**, **finds** something, or **cannot be made**, and then says what lacks.
A finding says what was seen, what mending it changes in euros of net gain and in points of ROI (or why that cannot be
computed), what to do and where.""",
)
HEADING = Text(
    "contrôle | ce qui doit être vrai | faute de données, il dit",
    "check | what must hold | for want of data, it says",
)


def main() -> int:
    """Write or check both files; return 1 where one was not up to date and only a check was asked."""
    stale = False
    for language in LANGUAGES:
        path, new = HERE / f"checks.{language}.md", page(language)
        if not path.exists() or path.read_text("utf-8") != new:
            stale = True
            if "--check" not in sys.argv:
                path.write_text(new, "utf-8")
    return int(stale and "--check" in sys.argv)


def page(language: Language) -> str:
    """Return the page: every check by kind of error, and the rule of the grade."""
    parts = [INTRODUCTION[language]]
    for family in FAMILIES:
        rows = (
            f"| `{check.id}` | {check.passed[language]} | {check.need.lacking[language]} |"
            for check in family.checks
        )
        table = "\n".join([f"| {HEADING[language]} |", "|---|---|---|", *rows])
        parts.append(f"## {family.label[language]}\n\n{family.words[language]}\n\n{table}")
    parts.append(f"## {LABEL[language].capitalize()}\n\n{RULE[language]}")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())

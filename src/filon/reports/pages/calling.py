"""Says which channels call, and which never do but count all the same."""

from collections.abc import Sequence

from filon.metrics.answer import Answer
from filon.metrics.language.dimension import Value
from filon.reports.pages.parts import holds, value_label
from filon.terms.text import Text


def mixed(answer: Answer, calling: Sequence[Value]) -> Text | None:
    """Say which channels never call and count all the same, from figures by channel; None where none does."""
    others = [row.dimensions["channel"] for row in answer.rows if holds(row)]
    others = [value for value in others if value not in calling]
    if not calling or not others:
        return None
    names = said(others)
    return Text(
        "Les prix et les taux d'appels et de rendez-vous comptent aussi les coûts et les contrats de ce qui n'appelle "
        f"pas ({names.fr}).",
        "Prices and rates of calls and appointments also count the costs and contracts of what does not call "
        f"({names.en}).",
    )


def in_the_terminal(note: Text, calling: Sequence[Value]) -> Text:
    """Add to a note the filter that leaves out what does not call."""
    kept = " ".join(f"--where channel={'' if value is None else value}" for value in calling)
    return Text(f"{note.fr} Pour l'écarter : {kept}.", f"{note.en} To leave it out: {kept}.")


def said(calling: Sequence[Value]) -> Text:
    """Name the channels."""
    labels = [value_label("channel", value) for value in calling]
    return Text(", ".join(label.fr for label in labels), ", ".join(label.en for label in labels))

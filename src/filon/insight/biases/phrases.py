"""Numbers inside sentences, in both languages."""

from collections.abc import Iterable

from filon.insight.biases.facts import CampaignFacts
from filon.terms import currency
from filon.terms.choices import CHANNELS, COST_CATEGORIES
from filon.terms.text import NARROW, Text, count


def euros(cents: float) -> Text:
    """Return an amount of cents as whole euros."""
    number, sign = count(abs(cents) / 100), "−" if cents <= -50 else ""
    told = currency.signed(number)
    return Text(sign + told.fr, sign + told.en)


def signed_euros(cents: float) -> Text:
    """Return an amount as a change, with its sign."""
    plus = "+" if cents >= 50 else ""
    return Text(plus + euros(cents).fr, plus + euros(cents).en)


def percent(share: float) -> Text:
    """Return a share as whole percents."""
    return Text(f"{count(100 * share).fr}{NARROW}%", f"{count(100 * share).en}%")


def signed_percent(share: float) -> Text:
    """Return a share that may be negative, as a ROI is read: whole percents with a true minus sign."""
    told, sign = percent(abs(share)), "−" if share <= -0.005 else ""
    return Text(sign + told.fr, sign + told.en)


def decimal(number: float) -> Text:
    """Return a number with one decimal."""
    return Text(f"{number:.1f}".replace(".", ","), f"{number:.1f}")


def categories(codes: Iterable[str]) -> Text:
    """Return cost categories by their labels, separated by commas."""
    labels = [COST_CATEGORIES[code][1] if code in COST_CATEGORIES else Text(code, code) for code in codes]
    return Text(", ".join(label.fr for label in labels), ", ".join(label.en for label in labels))


def codes(found: Iterable[CampaignFacts]) -> str:
    """Return the codes of campaigns, separated by commas."""
    return ", ".join(campaign.code for campaign in found)


def some(names: Iterable[str], most: int = 3) -> str:
    """Return the first names, and an ellipsis where there are more."""
    told = list(names)
    return ", ".join(told[:most]) + (" …" if len(told) > most else "")


def channel(code: str) -> Text:
    """Return the label of a channel."""
    return CHANNELS.get(code, Text(code, code))


NOT_COMPUTABLE = Text("non chiffrable", "cannot be priced")

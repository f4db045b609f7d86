"""The choices made for the whole instance."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from filon.records.models import Setting
from filon.terms.books import Books
from filon.terms.naming import DEFAULT, NamingRule

PRIORITY_INDICATORS = "priority_indicators"
NAMING_RULE = "naming_rule"
OPEN_FROM = "books_open_from"
CLOSED_SPLITS = "books_closed_splits"

Splits = dict[str, dict[str, int]]
"""Cents of shared costs by month (YYYY-MM), then by campaign (its number, or nothing where none bears them)."""


def priority_indicators(default: Sequence[str]) -> tuple[str, ...]:
    """Return the metrics shown first, as chosen, else the default ones."""
    setting = Setting.objects.filter(pk=PRIORITY_INDICATORS).first()
    return tuple(setting.value) if setting else tuple(default)


def recall(key: str) -> Any:
    """Return the choice kept under a key, or None."""
    setting = Setting.objects.filter(pk=key).first()
    return setting.value if setting else None


def naming_rule() -> NamingRule:
    """Return the rule that names new campaigns."""
    return NamingRule(recall(NAMING_RULE) or DEFAULT)


def books(*, hold: bool = False) -> Books:
    """Return which months are closed; with `hold`, inside a change, nobody closes one until it is sealed."""
    if hold:
        list(Setting.objects.select_for_update().filter(pk=OPEN_FROM))
    opened = recall(OPEN_FROM)
    return Books(date.fromisoformat(opened) if opened else None)


def closed_splits() -> Splits:
    """Return how the shared costs of closed months were split when each was closed."""
    found: Splits = recall(CLOSED_SPLITS) or {}
    return found

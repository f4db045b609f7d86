"""The choices made for the whole instance."""

from collections.abc import Sequence
from typing import Any

from filon.records.models import Setting

PRIORITY_INDICATORS = "priority_indicators"


def priority_indicators(default: Sequence[str]) -> tuple[str, ...]:
    """Return the metrics shown first, as chosen, else the default ones."""
    setting = Setting.objects.filter(pk=PRIORITY_INDICATORS).first()
    return tuple(setting.value) if setting else tuple(default)


def recall(key: str) -> Any:
    """Return the choice kept under a key, or None."""
    setting = Setting.objects.filter(pk=key).first()
    return setting.value if setting else None

"""The choices made for the whole instance."""

from collections.abc import Sequence

from filon.records.models import Setting

PRIORITY_INDICATORS = "priority_indicators"


def priority_indicators(default: Sequence[str]) -> tuple[str, ...]:
    """Return the metrics shown first, as chosen, else the default ones."""
    setting = Setting.objects.filter(pk=PRIORITY_INDICATORS).first()
    return tuple(setting.value) if setting else tuple(default)

"""Changes the choices made for the whole instance."""

from typing import Any

from filon.records.actions.change import change
from filon.records.models import Setting


def remember(key: str, value: Any, *, actor: str) -> None:
    """Keep a choice (anything JSON can hold) under a key, in place of what was there."""
    with change("remember_setting", actor=actor) as opened:
        opened.details.update(key=key)
        Setting.objects.update_or_create(pk=key, defaults={"value": value, "change_id": opened.id})

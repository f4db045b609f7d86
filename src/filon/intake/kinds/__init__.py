"""The kinds of record of the interchange format, with their columns and the headers these answer to."""

from filon.intake.kind import Column, Kind, Type
from filon.intake.kinds import parties, sales, spending

__all__ = ["KINDS", "Column", "Kind", "Type"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*parties.KINDS, *sales.KINDS, *spending.KINDS)}
"""In dependency order: a kind refers only to kinds before it."""

"""Cells under construction: components by dimension values, merged in place."""

from collections.abc import Mapping
from typing import TypeAlias

from filon.metrics.language.components import Component
from filon.metrics.language.dimension import Value

Key: TypeAlias = tuple[Value, ...]
Cells: TypeAlias = dict[Key, dict[str, Component]]


def merge(cells: Cells, more: Mapping[Key, Mapping[str, Component]]) -> None:
    """Add components to cells, in place."""
    for key, components in more.items():
        add(cells, key, components)


def add(cells: Cells, key: Key, components: Mapping[str, Component]) -> None:
    """Add components to one cell, in place."""
    cell = cells.setdefault(key, {})
    for name, component in components.items():
        cell[name] = cell[name] + component if name in cell else component


def order(key: Key) -> tuple[tuple[bool, int, str], ...]:
    """Return what sorts cells: numbers as numbers, what cannot be attributed last."""
    return tuple((value is None, value if isinstance(value, int) else 0, str(value)) for value in key)

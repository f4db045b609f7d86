"""The file that says that a home is the demonstration's."""

from pathlib import Path

MARKER = "demo.json"


def is_demo(home: Path) -> bool:
    """Tell whether a home was made for the demonstration: it holds nobody's data."""
    return (home / MARKER).is_file()

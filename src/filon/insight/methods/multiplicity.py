"""P-values read together: none of several alarms false (Holm), or few of several findings (Benjamini–Hochberg)."""

from collections.abc import Sequence

import numpy as np


def holm(values: Sequence[float]) -> list[float]:
    """Return adjusted p-values, in the order given: those under α keep any false alarm at all under α.

    Raises ValueError for what is not between 0 and 1. Source: Holm (1979).
    """
    return _adjusted(values, down=True)


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Return adjusted p-values, in the order given: of those under α, a share α at most is false on average.

    Raises ValueError as `holm`. Source: Benjamini & Hochberg (1995).
    """
    return _adjusted(values, down=False)


def _adjusted(values: Sequence[float], *, down: bool) -> list[float]:
    found = np.asarray(values, dtype=float)
    if not ((found >= 0) & (found <= 1)).all():
        raise ValueError("a p-value lies between 0 and 1")
    order = np.argsort(found, kind="stable")
    rank = np.arange(len(found))
    if down:
        raised = np.maximum.accumulate(found[order] * (len(found) - rank))
    else:
        raised = np.minimum.accumulate((found[order] * len(found) / (rank + 1))[::-1])[::-1]
    adjusted = np.empty_like(found)
    adjusted[order] = np.minimum(raised, 1.0)
    return [float(p) for p in adjusted]

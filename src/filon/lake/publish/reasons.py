"""Reasons of refusal: free texts, which enter the lake once enough prospects give the same one, else as a fingerprint."""

import re
from collections.abc import Collection
from hashlib import blake2b

import polars as pl

from filon.lake.publish.store import Store
from filon.records.feeds import tables
from filon.terms.outcome import OTHER_REASON

SAID_BY = 5  # prospects: what so many say is a reason, where fewer may be a note about a person
_PERSONAL = re.compile(rf"@|(\d[\s.()/-]*){{6}}|^{OTHER_REASON}")


def settled() -> set[str]:
    """Return the reasons that may enter, by the records."""
    return {text for text in tables.reasons(SAID_BY) if _is_plain(text)}


def shown(texts: pl.Series, kept: Collection[str]) -> pl.Series:
    """Return reasons as the lake holds them: a text kept, or what tells the others apart without saying them."""
    written = {text: text if text in kept else _fingerprint(text) for text in texts.unique().drop_nulls()}
    return texts.replace_strict(written, default=None, return_dtype=pl.String)


def kept_in(store: Store) -> set[str]:
    """Return the reasons that a lake holds as texts."""
    reasons = f"SELECT DISTINCT refusal_reason FROM {store.rows('calls')}"
    return store.values(f"{reasons} WHERE NOT starts_with(refusal_reason, '{OTHER_REASON}')")


def settle(store: Store, touched: Collection[str], kept: set[str]) -> set[int]:
    """Bring `kept` to what the calls of a lake say now of the reasons touched; return the calls to write again."""
    names = store.give(
        "touched_reasons", pl.DataFrame({"reason": list(touched)}, schema={"reason": pl.String})
    )
    of_reasons = f"FROM {store.rows('calls')} WHERE refusal_reason IN (SELECT reason FROM {names})"
    counted = store.table(
        f"SELECT refusal_reason AS reason, count(DISTINCT contact) AS prospects, min(call) AS call {of_reasons} GROUP BY 1"
    )
    moved: set[str] = set()
    for reason, prospects, call in counted.iter_rows():
        if reason in kept and prospects < SAID_BY:
            kept.discard(reason)
            moved.add(reason)
        elif reason.startswith(OTHER_REASON) and prospects >= SAID_BY:
            text = tables.CALLS.rows([call])["refusal_reason"][0]
            if _is_plain(text):
                kept.add(text)
                moved.add(reason)
    if not moved:
        return set()
    names = store.give("moved_reasons", pl.DataFrame({"reason": sorted(moved)}))
    return store.values(
        f"SELECT call FROM {store.rows('calls')} WHERE refusal_reason IN (SELECT reason FROM {names})"
    )


def _is_plain(text: str) -> bool:
    return not _PERSONAL.search(text)


def _fingerprint(text: str) -> str:
    return OTHER_REASON + blake2b(text.encode(), digest_size=8).hexdigest()

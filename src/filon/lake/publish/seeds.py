"""What a publication must credit anew, found from what changed in the records and from what the lake held."""

from datetime import date

from filon.lake.facts import JOURNEY_BUCKETS
from filon.lake.publish.calls import Touched
from filon.lake.publish.results import KEYS, Scope
from filon.lake.publish.store import Store
from filon.records.feeds import journal, tables
from filon.records.feeds.related import Related, appointments_of_changed_calls, related

_DRIVEN = "r.allocation_key IN ('appointments', 'contacts')"
MANY = 20_000  # beyond so many prospects and results, computing all of them is faster than choosing


def scope_of(store: Store, since: int, touched: Touched) -> Scope | None:
    """Return the prospects and results to compute anew; None where nothing touches any."""
    if len(touched.contacts) > MANY:
        return Scope()
    seed = Related(
        set(touched.contacts),
        journal.touched("records_appointment", since)
        | appointments_of_changed_calls(journal.changed_since(since)),
        journal.touched("records_opportunity", since),
        journal.touched("records_contract", since),
    )
    seed.add(_held_before(store, seed, touched.replaced))
    seed.contacts |= _relisted(store, since)
    if not seed.size():
        return None
    return Scope(related(seed, MANY))


def _held_before(store: Store, seed: Related, replaced: set[int]) -> Related:
    """Return the results that were credited to replaced calls, and the prospects that rows belonged to."""
    before = Related()
    calls = store.give("replaced_calls", replaced)
    for table, key in KEYS.items():
        changed = store.give("changed_results", getattr(seed, table))
        mine = f"{key} IN (SELECT id FROM {changed})"
        if table == "appointments":
            mine = f"list_has_any(chain, (SELECT coalesce(list(id), []) FROM {changed}))"
        if not (replaced or getattr(seed, table)):
            continue
        credited = f"call IN (SELECT id FROM {calls})"
        rows = f"FROM {store.rows(table)} WHERE {mine} OR {credited}"
        setattr(before, table, store.values(f"SELECT {key} {rows}"))
        before.contacts |= store.values(f"SELECT contact {rows}")
    return before


def _relisted(store: Store, since: int) -> set[int]:
    """Return the altered prospects with results that no call is credited with: these follow their list."""
    altered = journal.altered("records_contact", since)
    if not altered:
        return set()
    ids = store.give("altered_prospects", altered)
    rows = (f"SELECT contact FROM {store.rows(table)} WHERE call IS NULL" for table in KEYS)
    return store.values(
        f"SELECT contact FROM ({' UNION '.join(rows)}) WHERE contact IN (SELECT id FROM {ids})"
    )


def driving_days(store: Store, scope: Scope) -> set[date]:
    """Return the days on which the appointments and first calls in scope stand in the lake now.

    None of them where no cost is shared by either.
    """
    if tables.COSTS.rows(None, *tables.SHARED, _DRIVEN).is_empty():
        return set()
    appointments, journey = "TRUE", "TRUE"
    if scope.ids is not None:
        ids = store.give("appointments_in_scope", scope.ids.appointments)
        contacts = store.give("contacts_in_scope", scope.ids.contacts)
        buckets = ", ".join(map(str, {-1, *(contact % JOURNEY_BUCKETS for contact in scope.ids.contacts)}))
        appointments = f"appointment IN (SELECT id FROM {ids})"
        journey = f"bucket IN ({buckets}) AND contact IN (SELECT id FROM {contacts})"
    return store.values(f"""
        SELECT booked_on FROM {store.rows("appointments")} WHERE {appointments}
        UNION SELECT first_call_on FROM {store.rows("journey")} WHERE {journey}
    """)

"""Prospects without their names, and the small tables: campaigns, channels, lists, scripts."""

from collections.abc import Iterator

from filon.lake.publish.store import Store
from filon.records.feeds import journal, tables

_SMALL = {
    "campaigns": tables.CAMPAIGNS,
    "channel": tables.CHANNEL,
    "lists": tables.LISTS,
    "scripts": tables.SCRIPTS,
}
_ALSO = {"campaigns": "records_client"}  # campaigns carry their client's code


def fill_reference(store: Store) -> None:
    """Write them all into an empty lake."""
    store.append("contacts", tables.CONTACTS.batches())
    for name, feed in _SMALL.items():
        store.append(name, feed.batches())


def update_reference(store: Store, since: int) -> Iterator[str]:
    """Write what was touched after a journal entry; yield the name of a table after each commit."""
    altered = journal.altered("records_contact", since)
    if altered:
        ids = store.give("altered_contacts", altered)
        new = store.give("new_contacts", tables.CONTACTS.rows(altered))
        store.replace("contacts", f"contact NOT IN (SELECT id FROM {ids})", f"SELECT * FROM {new}")
        yield "contacts"
    created = tables.CONTACTS.batches(journal.changed_since(since), journal.created_since(since))
    store.append("contacts", created)
    yield "contacts"
    for name, feed in _SMALL.items():
        if any(journal.touched(table, since) for table in (feed.table, _ALSO.get(name, feed.table))):
            store.overwrite(name, feed.batches())
            yield name

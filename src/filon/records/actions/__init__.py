"""Every write: in a transaction, journalled."""

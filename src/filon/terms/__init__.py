"""The words and values of the field, without I/O: only the standard library is imported here."""

"""The columnar mirror of the records: derived, without personal data, rebuilt at will."""

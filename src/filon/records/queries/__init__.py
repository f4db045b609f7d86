"""Reads of the records, for screens and exports."""

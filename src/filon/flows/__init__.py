"""Procedures that cross rooms, one file each."""

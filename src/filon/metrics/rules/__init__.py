"""Checks on the definitions themselves."""

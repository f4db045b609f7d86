"""Wiring: settings and system checks. Nothing imports it but Django."""

"""Uncertainty: how far the true figure may lie from the one computed."""

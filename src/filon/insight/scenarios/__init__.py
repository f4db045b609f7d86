"""Scenarios: what a plan may bring, what moves it most, and what happened later."""

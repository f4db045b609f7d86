"""Runs the command as `python -m filon.faces.cli`."""

from filon.faces.cli import main

main()

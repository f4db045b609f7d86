"""What a euro spent on B2B calls brings back, and what to change."""

__version__ = "0.1.0"

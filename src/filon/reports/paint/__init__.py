"""Pages painted as files."""

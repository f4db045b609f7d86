"""Foreign formats into records: read, judged, matched, taken in whole or not at all."""

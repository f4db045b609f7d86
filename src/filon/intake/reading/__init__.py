"""Reading files: from a path to typed canonical records, whatever the form they came in."""

from filon.intake.reading.opening import read_path
from filon.intake.reading.reading import Reading
from filon.intake.reading.shapes import Chunk, ReadOptions, Reject

__all__ = ["Chunk", "ReadOptions", "Reading", "Reject", "read_path"]

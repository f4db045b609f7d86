"""A text file of any encoding and size, given as UTF-8 blocks or as lines, never whole."""

import codecs
import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filon.intake.reading.faults import FileChanged, LineTooLong, UndecodableText

BLOCK = 1 << 24
LINE_LIMIT = 8 << 20
_NON_ASCII_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_SAMPLE_LINES = 2000


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one pass over the bytes tells: the checksum, and whether they are UTF-8."""

    sha256: str
    utf8: bool


def inspect(path: Path) -> Inspection:
    """Read the file once; raises LineTooLong as soon as one line passes the limit."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    utf8, gap, lines = True, 0, 1
    with path.open("rb") as file:
        while block := file.read(BLOCK >> 2):
            digest.update(block)
            last = max(block.rfind(b"\n"), block.rfind(b"\r"))
            gap = gap + len(block) if last < 0 else len(block) - last - 1
            lines += block.count(b"\n")
            if gap > LINE_LIMIT:
                raise LineTooLong(path, lines, LINE_LIMIT)
            if utf8 and not (block.isascii() and decoder.getstate()[0] == b""):
                utf8 = _decodes(decoder, block)
    return Inspection(digest.hexdigest(), utf8 and decoder.getstate()[0] == b"")


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def accented_lines(path: Path) -> list[tuple[int, bytes]]:
    """Return the first lines that hold a byte beyond ASCII, with their numbers."""
    found: list[tuple[int, bytes]] = []
    line = 1
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK >> 2) + file.readline(LINE_LIMIT), b""):
            position = 0
            for match in _NON_ASCII_LINE.finditer(block):
                line += block.count(b"\n", position, match.start())
                position = match.start()
                found.append((line, match.group()[:2000]))
                if len(found) >= _SAMPLE_LINES:
                    return found
            line += block.count(b"\n", position)
    return found


class TextFile:
    """A file and its encoding; every pass reads it again, and refuses it if it changed meanwhile."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self._stamp = self._stat()

    def blocks(self, skip_lines: int = 0) -> Iterator[bytes]:
        """Yield UTF-8 blocks that end with a line's end (but the last), after the lines skipped.

        Raises UndecodableText or FileChanged.
        """
        for block in self._bytes():
            kept = block
            while skip_lines and kept:
                end = kept.find(b"\n") + 1
                kept = kept[end:] if end else b""
                skip_lines -= 1
            if kept:
                yield kept

    def lines(self) -> Iterator[str]:
        r"""Yield the physical lines with their ends (\n, \r\n or \r).

        Raises UndecodableText or FileChanged.
        """
        self._check()
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                yield from file
        except (UnicodeError, LookupError) as error:
            raise UndecodableText(self.path, self.encoding) from error

    def head(self, size: int) -> str:
        """Return the first characters, cut at a line's end where there is one."""
        self._check()
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                text = file.read(size)
        except (UnicodeError, LookupError) as error:
            raise UndecodableText(self.path, self.encoding) from error
        cut = max(text.rfind("\n"), text.rfind("\r")) + 1
        return text[:cut] if len(text) == size and cut else text

    def _bytes(self) -> Iterator[bytes]:
        self._check()
        if self.encoding in {"utf-8", "utf-8-sig"}:
            with self.path.open("rb") as file:
                if file.read(3) != codecs.BOM_UTF8:
                    file.seek(0)
                yield from iter(lambda: file.read(BLOCK) + file.readline(LINE_LIMIT), b"")
            return
        try:
            with self.path.open(encoding=self.encoding, newline="") as text:
                parts = iter(lambda: text.read(BLOCK) + text.readline(LINE_LIMIT), "")
                yield from (part.encode() for part in parts)
        except (UnicodeError, LookupError) as error:
            raise UndecodableText(self.path, self.encoding) from error

    def _check(self) -> None:
        if self._stat() != self._stamp:
            raise FileChanged(self.path)

    def _stat(self) -> tuple[int, int]:
        found = os.stat(self.path)  # noqa: PTH116 - one call for both figures
        return found.st_size, found.st_mtime_ns


def lines_of(text: str) -> Iterator[str]:
    """Yield the physical lines of a text as `TextFile.lines` would."""
    return iter(io.StringIO(text, newline=""))

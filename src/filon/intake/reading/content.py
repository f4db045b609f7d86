"""What a file is, told by its first bytes and never by its name."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from filon.intake.reading.faults import DamagedFile, EmptyFile, NotAFile, NotATable
from filon.terms.text import Text


class Content(StrEnum):
    """The forms that can be read."""

    DELIMITED = "delimited"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


HEAD = 1 << 18
_MAGIC: tuple[tuple[bytes, Text], ...] = (
    (b"\x1f\x8b", Text("un fichier compressé (gzip)", "a compressed file (gzip)")),
    (b"BZh", Text("un fichier compressé (bzip2)", "a compressed file (bzip2)")),
    (b"\xfd7zXZ", Text("un fichier compressé (xz)", "a compressed file (xz)")),
    (b"\x28\xb5\x2f\xfd", Text("un fichier compressé (zstd)", "a compressed file (zstd)")),
    (b"7z\xbc\xaf", Text("une archive 7z", "a 7z archive")),
    (b"Rar!", Text("une archive rar", "a rar archive")),
    (b"PAR1", Text("un fichier Parquet", "a Parquet file")),
    (b"%PDF", Text("un PDF", "a PDF")),
    (b"SQLite format 3", Text("une base SQLite", "an SQLite database")),
    (b"\x89PNG", Text("une image", "an image")),
    (b"\xff\xd8\xff", Text("une image", "an image")),
    (b"GIF8", Text("une image", "an image")),
    (b"RIFF", Text("un enregistrement sonore ou vidéo", "a sound or video recording")),
    (b"MZ", Text("un programme", "a program")),
    (b"\x7fELF", Text("un programme", "a program")),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb'\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\]]|-?\d))')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognise_content(path: Path) -> tuple[Content, bytes]:
    """Return what a file is, and its first bytes.

    Raises NotAFile, EmptyFile, DamagedFile or NotATable (with what it is, and what to do).
    """
    if not path.is_file():
        raise NotAFile(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise NotAFile(path) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise EmptyFile(path)
    if head.startswith(b"PK"):
        return _zip_content(path), head
    if head.startswith(_OLE):
        return Content.XLS, head
    _refuse_others(path, head)
    return Content.DELIMITED, head


def _refuse_others(path: Path, head: bytes) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise NotATable(path, what)
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        raise NotATable(path, Text("une page HTML", "an HTML page"))
    if bare.lstrip().startswith(b"<"):
        raise NotATable(path, Text("un document XML", "an XML document"))
    if _JSON.match(bare):
        raise NotATable(path, Text("du JSON", "JSON"))


def _zip_content(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names and _is_small(archive) else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise DamagedFile(path) from error
    if "xl/workbook.xml" in names:
        return Content.XLSX
    if b"opendocument.spreadsheet" in kind:
        return Content.ODS
    if "xl/workbook.bin" in names:
        raise NotATable(path, Text("un classeur binaire (.xlsb)", "a binary workbook (.xlsb)"))
    raise NotATable(path, Text("une archive zip", "a zip archive"))


def _is_small(archive: zipfile.ZipFile) -> bool:
    return archive.getinfo("mimetype").file_size < HEAD

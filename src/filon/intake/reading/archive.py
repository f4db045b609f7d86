"""Whether a zip directory is that of an honest workbook, decided before anything is unpacked."""

import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from filon.intake.reading.faults import DamagedFile, DangerousArchive
from filon.terms.text import Text

MAX_UNPACKED = 200 << 20
MAX_RATIO = 200
MAX_ENTRIES = 2000
_RATIO_FLOOR = 1 << 20  # a few kilobytes of blanks compress a thousandfold without harm
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def check_archive(path: Path) -> None:
    """Raise DangerousArchive for a bomb, a nested or lying archive or unsafe names; DamagedFile otherwise."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            entries = archive.infolist()
            seen = _directory_fault(entries) or _layout_fault(file, entries, archive.start_dir)
            if seen is None:
                seen = next(filter(None, (_content_fault(file, entry) for entry in entries)), None)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, zlib.error) as error:
        raise DamagedFile(path) from error
    if seen is not None:
        raise DangerousArchive(path, seen)


def _directory_fault(entries: list[zipfile.ZipInfo]) -> Text | None:
    if len(entries) > MAX_ENTRIES:
        return Text(
            f"{len(entries)} entrées, {MAX_ENTRIES} au plus", f"{len(entries)} entries, at most {MAX_ENTRIES}"
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        size = unpacked >> 20
        return Text(
            f"{size} Mio une fois dépliée, {MAX_UNPACKED >> 20} au plus",
            f"{size} MiB once unpacked, at most {MAX_UNPACKED >> 20}",
        )
    if unpacked > _RATIO_FLOOR and unpacked > MAX_RATIO * packed:
        return Text("un taux de compression de bombe", "the compression ratio of a bomb")
    return next(filter(None, map(_entry_fault, entries)), None)


def _entry_fault(entry: zipfile.ZipInfo) -> Text | None:
    name = entry.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
        return Text("un nom d'entrée qui sort du dossier", "an entry name that leaves the folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Text("un lien symbolique", "a symbolic link")
    if entry.flag_bits & 1:
        return Text("une entrée chiffrée", "an encrypted entry")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return Text("une compression inhabituelle", "an unusual compression")
    if name.casefold().endswith((".zip", ".gz", ".7z", ".rar", ".xlsx", ".xlsm", ".ods")):
        return Text("une archive dans l'archive", "an archive inside the archive")
    return None


def _layout_fault(file: BinaryIO, entries: list[zipfile.ZipInfo], directory: int) -> Text | None:
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return Text("des entrées qui se chevauchent", "overlapping entries")
        end = _data_offset(file, entry) + entry.compress_size
    return Text("des entrées qui se chevauchent", "overlapping entries") if end > directory else None


def _data_offset(file: BinaryIO, entry: zipfile.ZipInfo) -> int:
    file.seek(entry.header_offset)
    fields = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    return entry.header_offset + _LOCAL_HEADER.size + int(fields[9]) + int(fields[10])


def _content_fault(file: BinaryIO, entry: zipfile.ZipInfo) -> Text | None:
    """Unpack one entry in bounded memory: it must hold what the directory says, and no archive."""
    file.seek(_data_offset(file, entry))
    packed = file.read(entry.compress_size)
    if entry.compress_type == zipfile.ZIP_STORED:
        size, first = len(packed), packed[:4]
    else:
        inflate = zlib.decompressobj(-15)
        part = inflate.decompress(packed, 1 << 20)
        size, first = len(part), part[:4]
        while part and size <= entry.file_size:
            part = inflate.decompress(inflate.unconsumed_tail, 1 << 20)
            size += len(part)
    if size != entry.file_size:
        return Text("une entrée qui ment sur sa taille", "an entry that lies about its size")
    if first == b"PK\x03\x04":
        return Text("une archive dans l'archive", "an archive inside the archive")
    return None

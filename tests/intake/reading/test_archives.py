"""A dangerous archive is refused from its directory, before it is unpacked."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from filon.intake.reading.faults import DamagedFile, DangerousArchive, FileFault
from tests.intake.reading.tables import read

Fill = Callable[[zipfile.ZipFile], None]


def workbook(path: Path, fill: Fill) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        fill(archive)
    return path


def _bomb(archive: zipfile.ZipFile) -> None:
    archive.writestr("xl/worksheets/sheet1.xml", b"0" * (150 << 20))


def _huge(archive: zipfile.ZipFile) -> None:
    for number in range(3):
        archive.writestr(f"xl/{number}.xml", b"0" * (80 << 20))


def _many(archive: zipfile.ZipFile) -> None:
    for number in range(10_000):
        archive.writestr(f"xl/{number}.xml", b"")


def _nested(archive: zipfile.ZipFile) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as nested:
        nested.writestr("a", "b")
    archive.writestr("xl/embedded.bin", inner.getvalue())


def _link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("xl/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


@pytest.mark.parametrize("fill", [_bomb, _huge, _many, _nested, _link])
def test_a_bomb_a_crowd_a_nest_and_a_link_are_refused(tmp_path: Path, fill: Fill) -> None:
    with pytest.raises(DangerousArchive):
        read(workbook(tmp_path / "f.xlsx", fill))


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "C:/x", "a/../../x", "..\\x"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DangerousArchive):
        read(workbook(tmp_path / "f.xlsx", lambda archive: archive.writestr(name, "x")))


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", lambda archive: archive.writestr("xl/a.xml", b"x" * 100_000))
    content = path.read_bytes()
    lie = content.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    path.write_bytes(lie)
    with pytest.raises(DangerousArchive) as caught:
        read(path)
    assert "ment" in caught.value.text.fr


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", lambda archive: archive.writestr("xl/a.xml", b"x" * 1000))
    content = bytearray(path.read_bytes())
    directory = content.rfind(b"PK\x01\x02")  # the second entry is made to start where the first does
    content[directory + 42 : directory + 46] = struct.pack("<I", 0)
    path.write_bytes(bytes(content))
    with pytest.raises(FileFault) as caught:
        read(path)
    assert isinstance(caught.value, DangerousArchive | DamagedFile)

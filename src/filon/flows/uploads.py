"""Files brought to the import pages: kept as they came, read with the choices made for each, taken in as a job."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.intake.kinds import Kind
    from filon.intake.mapping import Source
    from filon.intake.reading import Reading, ReadOptions
    from filon.records.models import Job

MOST_BYTES = 2 * 2**30
KEPT_DAYS = 30
LONGEST_STEM = 50  # letters of up to four bytes: names hold 255, and that of the rejects is longer
CHOICES, PROGRESS = ".choices.json", ".progress"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")
_UNSAFE = re.compile(r"[^\w.() -]+")


class UnknownUpload(Fault):
    """The files are not there any more."""

    def __init__(self) -> None:
        super().__init__(
            "Ces fichiers ne sont plus là : déposez-les à nouveau.",
            "These files are not there any more: drop them again.",
        )


class TooLarge(Fault):
    """A file is larger than what is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} dépasse 2 Go : coupez-le, ou importez-le par la commande « filon import ».",
            f"{name} is over 2 GB: split it, or import it by the command “filon import”.",
        )


@dataclass(frozen=True)
class Choices:
    """How a person says a file must be read; None or empty leaves it to the reader."""

    kind: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # source header → canonical column
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column → value seen → code meant
    constants: Mapping[str, str] = field(default_factory=dict)  # canonical column → its value in every row


@dataclass(frozen=True)
class Upload:
    """Files brought together; `owner` is the number of the account that brought them."""

    token: str
    folder: Path
    owner: int
    choices: dict[str, Choices]

    @property
    def files(self) -> list[Path]:
        """Return the files, by name."""
        return sorted(path for path in self.folder.iterdir() if not path.name.startswith("."))

    def choose(self, name: str, choices: Choices) -> None:
        """Keep how a file must be read."""
        self.choices[name] = choices
        _save(self)

    def options(self, file: Path) -> "ReadOptions":
        """Return how a file is read. Raises UnknownName for a kind or column nobody knows."""
        from django.conf import settings

        from filon.intake.kinds import KINDS
        from filon.intake.mapping import Mapping as FileMapping
        from filon.intake.mapping import Table
        from filon.intake.reading import ReadOptions

        chosen = self.choices.get(file.name, Choices())
        mapping = None
        if chosen.kind in KINDS and chosen.columns:
            kind = KINDS[chosen.kind]
            mapping = FileMapping(file.name, (Table(kind, _sources(chosen, kind), values=_lowered(chosen)),))
        return ReadOptions(
            kind=chosen.kind or None,
            mapping=mapping,
            date_order=chosen.date_order or None,  # type: ignore[arg-type] # the reader refuses another
            decimal=chosen.decimal or None,  # type: ignore[arg-type]
            encoding=chosen.encoding or None,
            delimiter=chosen.delimiter or None,
            time_zone=settings.TIME_ZONE,
        )


def _sources(chosen: Choices, kind: "Kind") -> "dict[str, Source]":
    """Return where each column comes from; a column of the file holds before a value for the whole of it."""
    from filon.intake.kinds import Type
    from filon.intake.mapping import Source

    days = {column.name for column in kind.columns if column.type is Type.DATE}
    same = {
        name: Source(constant=value, format="ymd" if name in days else None)
        for name, value in chosen.constants.items()
    }
    return same | {canonical: Source(header=header) for header, canonical in chosen.columns.items()}


def _lowered(chosen: Choices) -> dict[str, dict[str, str]]:
    """Return the meanings of the columns read, by value in small letters, as the reader compares them."""
    return {
        column: {seen.lower(): code for seen, code in meant.items()}
        for column, meant in chosen.values.items()
        if column in chosen.columns.values()
    }


def keep(files: Iterable[tuple[str, BinaryIO]], *, owner: int) -> Upload:
    """Write files under the instance's `uploads`, under safe names, or none of them. Raises TooLarge.

    What was brought long ago is removed: the records hold it since, or nobody wanted it.
    """
    _remove_old()
    token = secrets.token_urlsafe(18)
    folder = _root() / token
    folder.mkdir(parents=True)
    upload = Upload(token, folder, owner, {})
    try:
        for given, stream in files:
            _write(folder / _free_name(given, folder), stream)
        _save(upload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def _remove_old() -> None:
    edge = time.time() - KEPT_DAYS * 86_400
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < edge:
            shutil.rmtree(folder, ignore_errors=True)


def _free_name(given: str, folder: Path) -> str:
    """Return a safe name that no file of the folder has; a long one keeps its suffix, which tells how to read it."""
    plain = Path(_UNSAFE.sub("_", Path(given.replace("\\", "/")).name).lstrip(".") or "fichier")
    stem, suffix = plain.stem[:LONGEST_STEM], plain.suffix[:10]
    name, number = f"{stem}{suffix}", 1
    while (folder / name).exists():
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def _write(path: Path, stream: BinaryIO) -> None:
    size = 0
    with path.open("wb") as file:
        while block := stream.read(2**20):
            size += len(block)
            if size > MOST_BYTES:
                raise TooLarge(path.name)
            file.write(block)


def open_upload(token: str, *, owner: int) -> Upload:
    """Return files brought before by the same account. Raises UnknownUpload."""
    folder = _root() / token
    if not _TOKEN.fullmatch(token) or not (folder / CHOICES).is_file():
        raise UnknownUpload
    content = json.loads((folder / CHOICES).read_text(encoding="utf-8"))
    if content["owner"] != owner:
        raise UnknownUpload
    return Upload(token, folder, owner, {name: Choices(**made) for name, made in content["files"].items()})


def readings(upload: Upload, file: Path) -> "list[Reading]":
    """Return the tables of one file, read as chosen. Raises the faults of `read_path`."""
    from filon.intake.reading import read_path

    return read_path(file, upload.options(file))


def signature(headers: Iterable[str]) -> str:
    """Return what recognises a layout seen before: its headers, in order."""
    return "mapping:" + sha256("\x1f".join(headers).encode()).hexdigest()[:40]


def import_job(job: "Job") -> dict[str, Any]:
    """Take the files of an upload in, or try to (`dry_run`); return what became of each table."""
    from filon.flows.take_in import take_in

    payload = job.payload
    upload = open_upload(payload["token"], owner=payload["owner"])
    taken = take_in(
        upload.files,
        options=upload.options,
        dry_run=payload["dry_run"],
        language=payload["language"],
        actor=f"user:{payload['owner']}",
        on_progress=_Progress(upload.folder / PROGRESS),
    )
    return {"tables": [asdict(one) for one in taken]}


class _Progress:
    """Rows read so far, in a file of its own: the import's transaction would hide them until its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = 0

    def __call__(self, reading: "Reading", rows: int) -> None:
        del reading
        self._rows += rows
        self._path.write_text(str(self._rows), encoding="ascii")


def progress(upload: Upload) -> int:
    """Return how many rows the job of an upload has read."""
    path = upload.folder / PROGRESS
    return int(path.read_text(encoding="ascii") or 0) if path.exists() else 0


def _root() -> Path:
    from django.conf import settings

    root: Path = settings.FILON_HOME / "uploads"
    return root


def _save(upload: Upload) -> None:
    content = {"owner": upload.owner, "files": {name: asdict(made) for name, made in upload.choices.items()}}
    aside = upload.folder / f"{CHOICES}.part"
    aside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    aside.replace(upload.folder / CHOICES)

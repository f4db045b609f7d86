"""Takes files in: recognised first, then one whole transaction per table, in dependency order."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.faults import Fault, InternalFault
from filon.terms.text import Text, plural

if TYPE_CHECKING:
    from filon.intake.arrive import Arrival
    from filon.intake.coded import CodedValue
    from filon.intake.reading import Reading, ReadOptions
    from filon.records.actions.change import OpenChange
    from filon.terms.text import Language

REJECTS_KEPT_DAYS = 90
DATA_SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods"}
NOTICES = ("readme", "lisezmoi", "licence", "license")
"""How the names of texts begin that come with files and are none; asked for by its path, one is read."""
Progress = Callable[["Reading", int], None]


class NothingToRead(Fault):
    """No file was found at the paths given."""

    def __init__(self, paths: Iterable[Path]) -> None:
        names = ", ".join(str(path) for path in paths)
        super().__init__(
            f"Aucun fichier à lire dans : {names}. Sont lus : {', '.join(sorted(DATA_SUFFIXES))}.",
            f"No file to read in: {names}. These are read: {', '.join(sorted(DATA_SUFFIXES))}.",
        )


class FilesRefused(Fault):
    """Several files cannot be read or recognised: each is named with its reason, and nothing was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        listed = Text(
            "".join(f"\n- {fault.text.fr}" for fault in faults),
            "".join(f"\n- {fault.text.en}" for fault in faults),
        )
        super().__init__(
            f"{len(faults)} fichiers ne peuvent pas être lus, rien n'a été pris. Corrigez-les, ou sortez-les du "
            f"dossier, puis recommencez :{listed.fr}",
            f"{len(faults)} files cannot be read, nothing was taken. Mend them, or move them out of the folder, "
            f"then try again:{listed.en}",
        )


class StrictRefusal(Fault):
    """A row was rejected while all or nothing was asked for."""

    def __init__(self, file: str, rejected: int, rejects_file: str) -> None:
        many = plural(rejected, ("ligne rejetée", "lignes rejetées"), ("row rejected", "rows rejected"))
        super().__init__(
            f"{file} : {many.fr}, rien n'a été pris (--strict). À corriger d'après {rejects_file}.",
            f"{file}: {many.en}, nothing was taken (--strict). To be corrected from {rejects_file}.",
        )


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one table of one file; `read` is the sum of the five other counts."""

    kind: str
    file: str
    read: int
    created: int
    changed: int
    identical: int
    rejected: int
    ignored: int
    rejects_file: str | None
    batch: int | None  # None in a dry run
    notes: list[Text] = field(default_factory=list)
    effect: dict[str, int] = field(default_factory=dict)  # sums of the rows created, in cents
    unknown: "list[CodedValue]" = field(default_factory=list)  # once each, where rows were rejected
    mapping: str = ""  # the TOML that says what the unknown values mean, for the reader to fill in


def take_in(
    paths: Sequence[Path],
    *,
    options: "ReadOptions | Callable[[Path], ReadOptions] | None" = None,
    dry_run: bool = False,
    strict: bool = False,
    actor: str = "cli",
    language: "Language" = "fr",
    on_progress: Progress = lambda _reading, _rows: None,
) -> list[TakenIn]:
    """Read files or folders and take their rows into the records; return one result per table.

    Every file is recognised before any row is taken; `options` say how to read them all, or each. Raises the
    fault of a file that cannot be read or recognised, FilesRefused for several, and StrictRefusal where `strict` is set and a row is rejected.
    """
    from filon.intake.kinds import KINDS
    from filon.intake.reading import ReadOptions

    order = list(KINDS)
    readings = _recognised(_files(paths), options or ReadOptions())
    readings.sort(key=lambda reading: order.index(reading.kind.name))
    promised: dict[str, set[str]] = {"clients": set(), "campaigns": set()}
    results = []
    for reading in readings:
        run = _Run(reading, actor, language, dry_run, strict, promised)
        results.append(run.take(on_progress))
    return results


def _recognised(
    files: Iterable[Path], options: "ReadOptions | Callable[[Path], ReadOptions]"
) -> "list[Reading]":
    """Return the tables of all the files, or raise what is wrong with every one that cannot be read."""
    from filon.intake.reading import read_path
    from filon.intake.reading.faults import FileFault

    readings: list[Reading] = []
    faults: list[FileFault] = []
    for file in files:
        try:
            readings += read_path(file, options(file) if callable(options) else options)
        except FileFault as fault:
            faults.append(fault)
    if len(faults) > 1:
        raise FilesRefused(faults)
    if faults:
        raise faults[0]
    return readings


def _files(paths: Sequence[Path]) -> list[Path]:
    files = [file for path in paths for file in (_inside(path)[0] if path.is_dir() else [path])]
    if not files:
        raise NothingToRead(paths)
    return files


def left_aside(paths: Sequence[Path]) -> list[Path]:
    """Return what folders hold that is not read: other kinds of file, notices, and folders."""
    return [path for folder in paths if folder.is_dir() for path in _inside(folder)[1]]


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the files of a folder that are read, and what it holds besides; hidden and lock files are neither."""
    seen = sorted(child for child in folder.iterdir() if child.name[0] not in ".~")
    read = [child for child in seen if child.is_file() and _may_be_data(child)]
    return read, [child for child in seen if child not in read]


def _may_be_data(file: Path) -> bool:
    notice = file.suffix.lower() == ".txt" and file.stem.lower().replace("-", "").startswith(NOTICES)
    return file.suffix.lower() in DATA_SUFFIXES and not notice


@dataclass(slots=True)
class _Run:
    reading: "Reading"
    actor: str
    language: "Language"  # of the reasons in the file of rejects
    dry_run: bool
    strict: bool
    promised: dict[str, set[str]]  # in a dry run, the codes that earlier files would have created

    def take(self, on_progress: Progress) -> TakenIn:
        from filon.intake.arrive import arrive, model_of, staged_fields
        from filon.records.actions.change import change
        from filon.records.actions.staging import staging

        fields = staged_fields(self.reading)
        with (
            staging(model_of(self.reading.kind), fields) as stage,
            change("import_file", actor=self.actor) as opened,
        ):
            if self.dry_run:
                opened.abandoned = True
                self._keep_promises(opened)
            arrival = arrive(
                opened,
                self.reading,
                stage,
                currency=_currency(),
                on_progress=lambda rows: on_progress(self.reading, rows),
            )
            taken = self._conclude(opened, arrival)
            if self.dry_run:
                self._promise(opened)
        return taken

    def _conclude(self, opened: "OpenChange", arrival: "Arrival") -> TakenIn:
        from filon.intake.arrive import model_of
        from filon.intake.coded import mapping_lines, to_translate
        from filon.records.actions.batch import record_batch
        from filon.records.queries.effect import effect_of

        stored, reading = arrival.stored, self.reading
        counts = {
            "created": stored.created,
            "changed": stored.changed,
            "identical": stored.identical + arrival.twins,
            "rejected": arrival.rejected,
            "ignored": len(arrival.ignored) + stored.kept,
        }
        if sum(counts.values()) != arrival.read:
            raise LostRows(arrival.read, counts)
        rejects_file = self._write_rejects(opened, arrival)
        if self.strict and arrival.rejected:
            raise StrictRefusal(reading.file.name, arrival.rejected, rejects_file or "")
        batch = record_batch(
            opened,
            kind=reading.kind.name,
            file_name=reading.file.name,
            file_sha256=reading.sha256,
            counts={"read": arrival.read, **counts},
            rejects_file=rejects_file or "",
        )
        notes = list(reading.notes)
        if stored.kept:
            notes.append(_kept(stored.kept))
        if arrival.late:
            notes.append(_late(arrival.late))
        told = to_translate(reading) if arrival.rejects else []
        unknown = [value for value in told if not value.meaning]
        return TakenIn(
            kind=reading.kind.name,
            file=str(reading.file),
            read=arrival.read,
            **counts,
            rejects_file=rejects_file,
            batch=None if self.dry_run else batch,
            notes=notes,
            effect=effect_of(model_of(reading.kind), opened.id),
            unknown=unknown,
            mapping=mapping_lines(reading, unknown) if unknown else "",
        )

    def _write_rejects(self, opened: "OpenChange", arrival: "Arrival") -> str | None:
        from django.conf import settings

        if not arrival.rejects:
            return None
        folder: Path = settings.FILON_HOME / "rejects"
        folder.mkdir(parents=True, exist_ok=True)
        _remove_old_rejects(folder)
        kind = self.reading.kind.name
        name = f"{self.reading.file.stem}-{kind}-{'dry-run' if self.dry_run else opened.id}-rejects.csv"
        self.reading.write_rejects(folder / name, arrival.rejects, self.language)
        return str(folder / name)

    def _promise(self, opened: "OpenChange") -> None:
        from filon.intake.arrive import model_of

        kind = self.reading.kind
        if kind.name in self.promised:
            made = model_of(kind)._default_manager.filter(created_id=opened.id)
            self.promised[kind.name] |= set(made.values_list(kind.key[0], flat=True))

    def _keep_promises(self, opened: "OpenChange") -> None:
        import polars as pl

        from filon.intake.kinds import KINDS
        from filon.records.actions.insert import insert
        from filon.records.models import Campaign, Client

        if self.reading.kind.name != "clients" and self.promised["clients"]:
            codes = pl.Series("client_code", sorted(self.promised["clients"]))
            insert(opened, Client, pl.DataFrame({"client_code": codes, "name": codes}))
        order = list(KINDS)
        if order.index(self.reading.kind.name) > order.index("campaigns") and self.promised["campaigns"]:
            codes = pl.Series("campaign_code", sorted(self.promised["campaigns"]))
            rows = pl.DataFrame({"campaign_code": codes, "name": codes})
            insert(
                opened, Campaign, rows.with_columns(channel=pl.lit("phone"), starts_on=pl.lit("2000-01-01"))
            )


def _remove_old_rejects(folder: Path) -> None:
    """Remove the rejects nobody touched for long: they hold rows of people, and were corrected or given up."""
    edge = time.time() - REJECTS_KEPT_DAYS * 86_400
    for file in folder.glob("*-rejects.csv"):
        if file.stat().st_mtime < edge:
            file.unlink(missing_ok=True)


class LostRows(InternalFault):
    """The counts of an import do not add up; nothing was taken."""

    def __init__(self, read: int, counts: dict[str, int]) -> None:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        super().__init__(
            f"Les comptes de l'import ne tombent pas juste (lues {read} ; {told}) : rien n'a été pris. Signalez-le-nous.",
            f"The counts of the import do not add up (read {read}; {told}): nothing was taken. Please report it.",
        )


def _kept(count: int) -> Text:
    return plural(
        count,
        (
            "ligne gardée telle qu'une personne l'a modifiée",
            "lignes gardées telles que des personnes les ont modifiées",
        ),
        ("row kept as a person edited it", "rows kept as people edited them"),
    )


def _late(count: int) -> Text:
    many = plural(
        count,
        ("coût d'un mois clos : compté", "coûts d'un mois clos : comptés"),
        ("cost of a closed month: counted", "costs of a closed month: counted"),
    )
    return Text(
        f"{many.fr} dans le premier mois ouvert, période d'origine gardée",
        f"{many.en} in the first open month, original period kept",
    )


def _currency() -> str:
    from django.conf import settings

    currency: str = settings.FILON_CURRENCY
    return currency

"""The import wizard: drop files, see how they are read, try, take in, undo."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from filon.faces.office.access import DECIDERS, open_to
from filon.faces.office.entering import actor
from filon.faces.office.import_choices import Said, Shown, said, shown
from filon.faces.office.language import language_of
from filon.flows import uploads
from filon.flows.import_preview import effect, sample, sample_lacking
from filon.flows.uploads import Choices, Upload
from filon.intake.kinds import KINDS
from filon.intake.reading.doubts import MissingColumn
from filon.records.actions.jobs import enqueue
from filon.records.actions.settings import remember
from filon.records.actions.undo import undo
from filon.records.models import ImportBatch, Job
from filon.records.queries.settings import recall
from filon.terms.faults import Fault
from filon.terms.text import Language, Text, plural

PER_PAGE = 50


@dataclass(frozen=True)
class Card:
    """One file of an upload: how it is read, or why it cannot be; `place` numbers it in the form."""

    name: str
    choices: Choices
    place: int
    tables: list[Shown]
    fault: Text | None


@open_to(DECIDERS)
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports made so far, under the place where files are dropped."""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            messages.error(
                request, _say(request, "Choisissez au moins un fichier.", "Choose at least one file.")
            )
            return redirect("office:imports")
        streams = [(file.name or "", file) for file in files]
        upload = uploads.keep(streams, owner=_owner(request))  # type: ignore[arg-type] # files as any other
        _recall_choices(upload)
        return redirect("office:imports-files", token=upload.token)
    batches = ImportBatch.objects.order_by("-pk")[:PER_PAGE]
    return render(request, "office/imports.html", {"batches": batches, "kinds": KINDS})


@open_to(DECIDERS)
def files(request: HttpRequest, token: str) -> HttpResponse:
    """Show how each file is read, with its strangest rows; keep how it must be read, then show or try."""
    upload = _upload(request, token)
    if request.method == "POST":
        for each in said(request.POST, upload.choices):
            _choose(request, upload, each)
        if "dry_run" in request.POST:
            return _queued(request, token, dry_run=True)
        return redirect("office:imports-files", token=token)
    cards: list[Card] = []
    for file in upload.files:
        place = sum(max(len(card.tables), 1) for card in cards)
        cards.append(_card(upload, file, place, language_of(request)))
    context = {
        "upload": upload,
        "cards": cards,
        "kinds": KINDS,
        "ready": not any(card.fault for card in cards),
    }
    return render(request, "office/imports_files.html", context)


def _choose(request: HttpRequest, upload: Upload, each: Said) -> None:
    """Keep how a file must be read, and remember its columns and words for the next file of the same layout.

    A value for the whole file is not remembered: the next one may be of another campaign.
    """
    if each.name not in {file.name for file in upload.files}:
        raise Http404
    chosen = each.choices
    upload.choose(each.name, chosen)
    if chosen.columns and chosen.kind:
        remember(
            uploads.signature(each.headers),
            {"kind": chosen.kind, "columns": chosen.columns, "values": chosen.values},
            actor=actor(request),
        )


@require_POST
@open_to(DECIDERS)
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Queue the import of the files."""
    _upload(request, token)
    return _queued(request, token, dry_run=False)


def _queued(request: HttpRequest, token: str, *, dry_run: bool) -> HttpResponse:
    payload = {
        "token": token,
        "owner": _owner(request),
        "dry_run": dry_run,
        "language": language_of(request),
    }
    same = Job.objects.filter(
        kind="import", payload=payload, state__in=(Job.State.QUEUED, Job.State.RUNNING)
    ).first()  # a double click
    job = same or enqueue("import", payload, user=request.user)  # type: ignore[arg-type] # the door let a person in
    return redirect("office:imports-job", number=job.pk)


@require_GET
@open_to(DECIDERS)
def job(request: HttpRequest, number: int) -> HttpResponse:
    """Show the progress of a job, then what became of each table."""
    found = get_object_or_404(Job, pk=number, kind="import", created_by=request.user)
    upload = uploads.open_upload(found.payload["token"], owner=found.payload["owner"])
    tables = (found.result or {}).get("tables", [])
    context = {
        "job": found,
        "running": found.state in (Job.State.QUEUED, Job.State.RUNNING),
        "read": uploads.progress(upload),
        "tables": tables,
        "kinds": KINDS,
        "fault": Text(found.fault_fr, found.fault_en) if found.fault_fr else None,
        "effect": effect(settings.FILON_HOME, tables) if tables and found.payload["dry_run"] else None,
        "dry_run": found.payload["dry_run"],
        "rejected": sum(table["rejected"] for table in tables),
    }
    name = "office/parts/job.html" if request.headers.get("HX-Request") else "office/imports_job.html"
    return render(request, name, context)


@require_GET
@open_to(DECIDERS)
def rejects(request: HttpRequest, number: int, place: int) -> FileResponse:
    """Send the rejected rows of one table of a job, to correct and drop again."""
    found = get_object_or_404(Job, pk=number, kind="import", created_by=request.user)
    tables = (found.result or {}).get("tables", [])
    if place >= len(tables) or not tables[place]["rejects_file"]:
        raise Http404
    file = Path(tables[place]["rejects_file"])
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/csv")


@require_POST
@open_to(DECIDERS)
def reverse_import(request: HttpRequest, number: int) -> HttpResponse:
    """Undo an import, and say what stays."""
    try:
        undone = undo(number, actor=actor(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language_of(request)))
        return redirect("office:imports")
    told = undone.said()
    kept = plural(
        undone.changed_since.total() + undone.still_used.total(),
        ("gardée car modifiée depuis ou encore citée", "gardées car modifiées depuis ou encore citées"),
        (kept_en := "kept because edited since or still referred to", kept_en),
    )
    messages.success(
        request,
        _say(
            request,
            f"Import n° {number} annulé : {told.fr}, {kept.fr}.",
            f"Import number {number} undone: {told.en}, {kept.en}.",
        ),
    )
    return redirect("office:imports")


def _upload(request: HttpRequest, token: str) -> Upload:
    return uploads.open_upload(token, owner=_owner(request))


def _owner(request: HttpRequest) -> int:
    number: Any = request.user.pk  # the door let nobody in without an account
    return int(number)


def _card(upload: Upload, file: Path, place: int, language: Language) -> Card:
    """Return a file's card; its tables are numbered from `place` on."""
    chosen = upload.choices.get(file.name, Choices())
    told: Text | None = None
    try:
        samples = [sample(reading) for reading in uploads.readings(upload, file)]
    except MissingColumn as fault:
        samples, told = [sample_lacking(fault)], fault.seen
    except Fault as fault:
        return Card(file.name, chosen, place, [], fault.text)
    tables = [shown(place + number, each, chosen, language) for number, each in enumerate(samples)]
    if told:
        same = any(table.whole for table in tables)
        told = Text(
            f"{told.fr} Dites ci-dessous quelle colonne de votre fichier la donne"
            + (", ou donnez-la pour tout le fichier." if same else "."),
            f"{told.en} Say below which column of your file gives it"
            + (", or give it for the whole file." if same else "."),
        )
    return Card(file.name, chosen, place, tables, told)


def _recall_choices(upload: Upload) -> None:
    """Read files whose layout was corrected before as they were corrected."""
    for file in upload.files:
        known = recall(uploads.signature(_headers(upload, file)))
        if known:
            upload.choose(file.name, Choices(**known))


def _headers(upload: Upload, file: Path) -> tuple[str, ...]:
    try:
        return tuple(uploads.readings(upload, file)[0].grid.header)
    except MissingColumn as fault:
        return fault.header
    except Fault:
        return ()


def _say(request: HttpRequest, fr: str, en: str) -> str:
    return Text(fr, en)[language_of(request)]


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/travail/<int:number>/", job, name="imports-job"),
    path("imports/travail/<int:number>/rejets/<int:place>.csv", rejects, name="imports-rejects"),
    path("imports/<int:number>/annuler/", reverse_import, name="imports-undo"),
    path("imports/<str:token>/", files, name="imports-files"),
    path("imports/<str:token>/lancer/", run, name="imports-run"),
]

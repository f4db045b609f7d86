"""The import wizard: drop files, see how they are read, try, take in, undo."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from filon.faces.office.access import DECIDERS, open_to
from filon.faces.office.entering import actor
from filon.faces.office.language import language_of
from filon.flows import uploads
from filon.flows.import_preview import Sample, effect, sample, sample_lacking
from filon.flows.uploads import Choices, Upload
from filon.intake.kinds import KINDS
from filon.intake.reading.doubts import MissingColumn
from filon.records.actions.jobs import enqueue
from filon.records.actions.settings import remember
from filon.records.actions.undo import undo
from filon.records.models import ImportBatch, Job
from filon.records.queries.settings import recall
from filon.terms.faults import Fault
from filon.terms.text import Text, plural

PER_PAGE = 50


@dataclass(frozen=True)
class Card:
    """One file of an upload: how it is read, or why it cannot be."""

    name: str
    choices: Choices
    samples: list[Sample]
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


@require_GET
@open_to(DECIDERS)
def files(request: HttpRequest, token: str) -> HttpResponse:
    """Show how each file is read, with its strangest rows, and let it be corrected."""
    upload = _upload(request, token)
    cards = [_card(upload, file) for file in upload.files]
    context = {
        "upload": upload,
        "cards": cards,
        "kinds": KINDS,
        "ready": not any(card.fault for card in cards),
    }
    return render(request, "office/imports_files.html", context)


@require_POST
@open_to(DECIDERS)
def choose(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Keep how a file must be read, and remember its columns and words for the next file of the same layout."""
    upload = _upload(request, token)
    if name not in {file.name for file in upload.files}:
        raise Http404
    post = request.POST
    headers = post.getlist("header")
    columns = {
        header: column for header, column in zip(headers, post.getlist("column"), strict=False) if column
    }
    kind = post.get("kind") or None
    chosen = Choices(
        kind=kind,
        date_order=post.get("date_order") or None,
        decimal=post.get("decimal") or None,
        encoding=post.get("encoding") or None,
        delimiter=post.get("delimiter") or None,
        columns=columns if kind == post.get("kind_read") else {},
        values=_meanings(post),
    )
    upload.choose(name, chosen)
    if chosen.columns and kind:
        remember(
            uploads.signature(headers),
            {"kind": kind, "columns": chosen.columns, "values": chosen.values},
            actor=actor(request),
        )
    return redirect("office:imports-files", token=token)


def _meanings(post: QueryDict) -> dict[str, dict[str, str]]:
    """Return the code chosen for each value, by column; a value left without one stays unknown."""
    found: dict[str, dict[str, str]] = {}
    for column, written, code in zip(
        post.getlist("value_column"), post.getlist("value"), post.getlist("meaning"), strict=False
    ):
        if code:
            found.setdefault(column, {})[written] = code
    return found


@require_POST
@open_to(DECIDERS)
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Queue the dry run or the import of the files."""
    upload = _upload(request, token)
    payload = {
        "token": token,
        "owner": _owner(request),
        "dry_run": "dry_run" in request.POST,
        "language": language_of(request),
    }
    same = Job.objects.filter(
        kind="import", payload=payload, state__in=(Job.State.QUEUED, Job.State.RUNNING)
    ).first()  # a double click
    job = same or enqueue("import", payload, user=request.user)  # type: ignore[arg-type] # the door let a person in
    del upload
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


def _card(upload: Upload, file: Path) -> Card:
    chosen = upload.choices.get(file.name, Choices())
    try:
        found = [sample(reading) for reading in uploads.readings(upload, file)]
    except MissingColumn as fault:
        asked = Text(
            f"{fault.seen.fr} Dites ci-dessous quelle colonne de votre fichier la donne.",
            f"{fault.seen.en} Say below which column of your file gives it.",
        )
        return Card(file.name, chosen, [sample_lacking(fault)], asked)
    except Fault as fault:
        return Card(file.name, chosen, [], fault.text)
    return Card(file.name, chosen, found, None)


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
    path("imports/<str:token>/<str:name>/", choose, name="imports-choose"),
]

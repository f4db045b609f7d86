"""Reverses an import: what it created is voided, what it altered is restored, what people edited since stays."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db import models as django
from django.db.models import F

from filon.records import models
from filon.records.actions.change import OpenChange, change
from filon.records.actions.revise import revise
from filon.records.models import ImportBatch, Record, Revision
from filon.records.queries.history import value_of
from filon.records.queries.settings import books
from filon.records.queries.users import users_of
from filon.terms.faults import Fault
from filon.terms.text import Text, plural


class UnknownBatch(Fault):
    """No import has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Aucun import n° {number}. « filon batches » en donne la liste.",
            f"No import number {number}. “filon batches” lists them.",
        )


class AlreadyUndone(Fault):
    """The import was undone before."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"L'import n° {number} est déjà annulé ; réimportez le fichier pour le reprendre.",
            f"Import number {number} is already undone; import the file again to take it back in.",
        )


class InClosedMonths(Fault):
    """The import wrote costs that count in closed months."""

    def __init__(self, number: int, count: int) -> None:
        costs = plural(count, ("coût", "coûts"), ("cost", "costs"))
        super().__init__(
            f"L'import n° {number} a écrit {costs.fr} de mois clos : rien n'a été annulé. Rouvrez ces mois, ou "
            "corrigez ces écritures depuis la page des coûts.",
            f"Import number {number} wrote {costs.en} of closed months: nothing was undone. Reopen these months, "
            "or correct those entries from the costs page.",
        )


_NOUNS = {
    "call": (("appel", "appels"), ("call", "calls")),
    "appointment": (("rendez-vous", "rendez-vous"), ("appointment", "appointments")),
    "opportunity": (("opportunité", "opportunités"), ("opportunity", "opportunities")),
    "contract": (("contrat", "contrats"), ("contract", "contracts")),
    "cost": (("coût", "coûts"), ("cost", "costs")),
    "activitytotal": (("total d'activité", "totaux d'activité"), ("activity total", "activity totals")),
    "channelactivity": (
        ("activité de canal", "activités de canal"),
        ("channel activity", "channel activities"),
    ),
    "campaignchange": (("changement", "changements"), ("change", "changes")),
    "campaign": (("campagne", "campagnes"), ("campaign", "campaigns")),
    "client": (("client", "clients"), ("client", "clients")),
    "contact": (("contact", "contacts"), ("contact", "contacts")),
    "contactlist": (("liste", "listes"), ("list", "lists")),
    "script": (("script", "scripts"), ("script", "scripts")),
    "operator": (("opérateur", "opérateurs"), ("operator", "operators")),
    "salesrep": (("commercial", "commerciaux"), ("sales representative", "sales representatives")),
}  # what was imported before what it named


@dataclass(slots=True)
class Undone:
    """How many rows were voided and restored, and how many stay, by table."""

    voided: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    changed_since: Counter[str] = field(default_factory=Counter)
    still_used: Counter[str] = field(default_factory=Counter)

    def said(self) -> Text:
        """Say how many rows were removed, of which kinds, and how many restored."""
        removed = plural(
            self.voided.total(), ("ligne retirée", "lignes retirées"), ("row removed", "rows removed")
        )
        kinds = _by_kind(self.voided)
        back = plural(self.restored.total(), ("rétablie", "rétablies"), ("restored", "restored"))
        return Text(f"{removed.fr}{kinds.fr}, {back.fr}", f"{removed.en}{kinds.en}, {back.en}")


def _by_kind(rows: Counter[str]) -> Text:
    """Return the kinds of rows with their counts, in parentheses; nothing where there are no rows."""
    told = [plural(rows[name], *nouns) for name, nouns in _NOUNS.items() if rows[name]]
    if not told:
        return Text("", "")
    return Text(f" ({', '.join(one.fr for one in told)})", f" ({', '.join(one.en for one in told)})")


# Rows are voided before the rows they refer to, so that only what is still used stays.
_ORDER: tuple[type[Record], ...] = (
    models.CampaignChange, models.ChannelActivity, models.ActivityTotal, models.Cost, models.Contract,
    models.Opportunity, models.Appointment, models.Call, models.Contact, models.Campaign, models.Client,
    models.ContactList, models.Script, models.Operator, models.SalesRep,
)  # fmt: skip


def undo(number: int, *, actor: str) -> Undone:
    """Reverse the import of that number, in one change.

    Raises UnknownBatch, AlreadyUndone, or InClosedMonths where a closed month would change.
    """
    with change("undo_import", actor=actor) as opened:
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise UnknownBatch(number)
        if batch.undone_by_id is not None:
            raise AlreadyUndone(number)
        _spare_closed_months(number, batch.change_id)
        undone = Undone()
        _refresh_statistics()
        for model in _ORDER:
            _restore(opened, model, batch.change_id, undone)
            _void(opened, model, batch.change_id, undone)
        batch.undone_by_id = opened.id
        batch.save(update_fields=["undone_by"])
        opened.details.update(
            batch=number,
            voided=dict(+undone.voided),
            restored=dict(+undone.restored),
            changed_since=dict(+undone.changed_since),
            still_used=dict(+undone.still_used),
        )
    return Undone(+undone.voided, +undone.restored, +undone.changed_since, +undone.still_used)


def _spare_closed_months(number: int, change_id: int) -> None:
    closed = books(hold=True)
    if closed.open_from is not None:
        count = models.Cost.objects.filter(
            change_id=change_id, voided_at__isnull=True, period_start__lt=closed.open_from
        ).count()
        if count:
            raise InClosedMonths(number, count)


def _refresh_statistics() -> None:
    """Let PostgreSQL plan for the rows there are: right after an import it still believes in none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in _ORDER:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _void(opened: OpenChange, model: type[Record], change_id: int, undone: Undone) -> None:
    name = str(model._meta.model_name)
    rows: Any = model._default_manager.filter(
        change_id=change_id, created_id=F("change_id"), voided_at__isnull=True
    )
    unused = rows.filter(*(~django.Exists(users) for users in users_of(model, django.OuterRef("pk"))))
    undone.voided[name] += unused.update(voided_at=opened.at, change_id=opened.id)
    undone.still_used[name] += rows.count()
    undone.changed_since[name] += (
        Revision.objects.filter(table=name, previous_change_id=change_id)
        .exclude(change_id=opened.id)
        .values("record_id")
        .distinct()
        .count()
    )


def _restore(opened: OpenChange, model: type[Record], change_id: int, undone: Undone) -> None:
    name = str(model._meta.model_name)
    altered = Revision.objects.filter(table=name, change_id=change_id)
    for revision in altered.iterator():
        record: Any = model._default_manager.get(pk=revision.record_id)
        if record.change_id != change_id:
            undone.changed_since[name] += 1
            continue
        before = {field: value_of(model, field, value) for field, value in revision.before.items()}
        revise(opened, record, **before)
        undone.restored[name] += 1

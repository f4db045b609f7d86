"""Lists of records: narrowed, searched, and read page by page without counting them all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Q
from django.utils.timezone import make_aware

from filon.records.models import Campaign, Contact, ContactList, Operator, Record
from filon.records.queries.registers import Register
from filon.terms.faults import UnknownName
from filon.terms.scope import Scope
from filon.terms.text import Text

PAGE = 50
_AT_ONCE = 500  # SQLite refuses a list of thousands of numbers
_CODED: dict[str, tuple[type[Record], str, str, Text]] = {
    "campaign": (Campaign, "campaign_code", "campaign_id", Text("Campagne", "campaign")),
    "operator": (Operator, "operator", "operator_id", Text("Opérateur", "operator")),
    "list": (ContactList, "list_code", "contact_list_id", Text("Liste", "list")),
}
_PLAIN = {"outcome": "outcome_id", "status": "status", "validation": "validation", "contact": "contact_id"}


_PERSONAL = (
    "contact_id__startswith", "phone__startswith", "email__istartswith", "last_name__istartswith", "siren",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in order; `newer` and `older` number the record from which the next page goes on."""

    rows: Sequence[Any]
    newer: int | None
    older: int | None


def narrow(
    register: Register,
    scope: Scope,
    where: Mapping[str, Sequence[str]],
    first: date | None,
    last: date | None,
    *,
    withdrawn: bool = False,
) -> Any:
    """Return the records of a scope that have one of the values of every filter, in the days given.

    They are live, or `withdrawn`. Raises UnknownName for a code nobody has.
    """
    rows = register.rows(scope, voided=withdrawn)
    if withdrawn:
        rows = rows.filter(voided_at__isnull=False)
    for name, values in where.items():
        if name in _CODED:
            rows = rows.filter(**{f"{_CODED[name][2]}__in": _numbers(name, values, scope)})
        else:
            rows = rows.filter(**{f"{_PLAIN[name]}__in": [value for value in values if _fits(name, value)]})
    if first:
        rows = rows.filter(**{f"{register.order}__gte": _start(register, first)})
    if last:
        rows = rows.filter(**{f"{register.order}__lt": _start(register, last + timedelta(days=1))})
    return rows


def _fits(name: str, value: str) -> bool:
    return name != "contact" or (value.isdecimal() and int(value) <= BigIntegerField.MAX_BIGINT)


def _numbers(name: str, values: Sequence[str], scope: Scope) -> list[int]:
    model, code, _, what = _CODED[name]
    known: Any = model._default_manager.filter(voided_at__isnull=True)
    if model is Campaign and scope.client_ids is not None:
        known = known.filter(client_id__in=scope.client_ids)
    found = dict(known.filter(**{f"{code}__in": values}).values_list(code, "pk"))
    for value in values:
        if value not in found:
            raise UnknownName(what, value, known.values_list(code, flat=True))
    return list(found.values())


def _start(register: Register, day: date) -> date | datetime:
    instant = isinstance(register.model._meta.get_field(register.order), DateTimeField)
    return make_aware(datetime.combine(day, time.min)) if instant else day


def search(register: Register, rows: Any, texts: Sequence[str], *, personal: bool) -> Any:
    """Keep the record of one of these codes, else those of the contacts found by one of these texts.

    Where nothing `personal` may be known, a contact is found by its company alone.
    """
    exact = rows.filter(**{f"{register.code}__in": texts})
    if exact.exists():
        return exact
    called = _called(texts, personal=personal)
    if register.model is Contact:
        return rows.filter(called)
    return rows.filter(contact_id__in=Contact.objects.filter(called, voided_at__isnull=True).values("pk"))


def _called(texts: Sequence[str], *, personal: bool) -> Q:
    """Return the condition that a contact has one of these identifiers, else that it is called by one of the texts."""
    known = Q(contact_id__in=texts) | Q(phone__in=texts) | Q(email__in=[text.lower() for text in texts])
    if personal and Contact.objects.filter(known, voided_at__isnull=True).exists():
        return known  # by index, where the rest reads every contact
    found = Q()
    for text in texts:
        for lookup in ("company__icontains", *(_PERSONAL if personal else ())):
            found |= Q(**{lookup: text})
    return found


def page(
    register: Register, rows: Any, *, newer: int | None = None, older: int | None = None, size: int = PAGE
) -> Page:
    """Return the records that come next after (older) or before (newer) a record, the latest without one."""
    edge = register.model._default_manager.filter(pk=newer or older or 0).first()
    back = edge is not None and newer is not None
    if edge is not None:
        rows = _beyond(rows, register.order, edge, back=back)
    sign = "" if back else "-"
    found = list(_ordered(register, rows, sign)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    return Page(
        found,
        newer=found[0].pk if found and (more if back else edge is not None) else None,
        older=found[-1].pk if found and (more or back) else None,
    )


def every(register: Register, rows: Any) -> Iterator[Any]:
    """Yield some records, the latest first."""
    found: Iterator[Any] = _ordered(register, rows, "-").iterator(chunk_size=_AT_ONCE)
    return found


def _ordered(register: Register, rows: Any, sign: str) -> Any:
    by = ("pk",) if register.order == "id" else (register.order, "pk")
    return _related(register, rows.order_by(*(f"{sign}{name}" for name in by)))


def _beyond(rows: Any, order: str, edge: Record, *, back: bool) -> Any:
    """Keep what lies beyond a record, in a form that an index on the order answers."""
    at, way = getattr(edge, order), "gt" if back else "lt"
    if order == "id":
        return rows.filter(**{f"pk__{way}": edge.pk})
    level = Q(**{order: at}) & (Q(pk__lte=edge.pk) if back else Q(pk__gte=edge.pk))
    return rows.filter(**{f"{order}__{way}e": at}).exclude(level)


def _related(register: Register, rows: Any) -> Any:
    """Read what the records refer to all at once: a join could lead the database away from the order."""
    names = [found.name for found in register.model._meta.concrete_fields if found.is_relation]
    return rows.prefetch_related(*(name for name in names if name not in ("change", "created")))

"""Lists of records: narrowed, searched, and read page by page without counting them all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
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
_MOST_KNOWN = 10_000  # of what records refer to, kept while a file is written
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


def every(register: Register, rows: Any, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield what some records hold, the latest first: a value per name; `contact__company` is that of its contact.

    They are plain values: making records of them took most of the time of a file. What they refer to is read apart,
    as a join could lead the database away from the order.
    """
    own: dict[str, Any] = {name: register.model._meta.get_field(name.partition("__")[0]) for name in names}
    related = {
        field.attname: _Related(field.related_model, [one for one in names if own[one] is field])
        for name, field in own.items()
        if "__" in name
    }
    columns = list(dict.fromkeys(field.attname for field in own.values()))
    found = _sorted(register, rows, "-").values_list(*columns).iterator(chunk_size=_AT_ONCE)
    while some := list(islice(found, _AT_ONCE)):
        held = dict(zip(columns, zip(*some, strict=True), strict=True))
        for attribute, other in related.items():
            held |= other.of(held[attribute])
        yield from zip(*(held[name if "__" in name else own[name].attname] for name in names), strict=True)


class _Related:
    """What records of a kind refer to: the values of some of its attributes, by number."""

    def __init__(self, model: type[Record], names: list[str]) -> None:
        self._names = names
        self._rows: Any = model._default_manager
        self._known: dict[Any, tuple[Any, ...]] = {}

    def of(self, numbers: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
        """Return by name the values for each number, None where there is no number."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        self._known[None] = (None,) * len(self._names)
        wanted = self._rows.filter(pk__in=set(numbers) - self._known.keys())
        columns = [name.partition("__")[2] for name in self._names]
        self._known.update({pk: values for pk, *values in wanted.values_list("pk", *columns)})
        found = zip(*(self._known[number] for number in numbers), strict=True)
        return dict(zip(self._names, found, strict=True))


def _ordered(register: Register, rows: Any, sign: str) -> Any:
    return _related(register, _sorted(register, rows, sign))


def _sorted(register: Register, rows: Any, sign: str) -> Any:
    by = ("pk",) if register.order == "id" else (register.order, "pk")
    return rows.order_by(*(f"{sign}{name}" for name in by))


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

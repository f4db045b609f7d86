"""How a person moves a driver: to a value, or by a factor of what was seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

from filon.insight.methods.posteriors import Known, Scaled
from filon.insight.scenarios.drivers import Basis, Driver
from filon.terms import currency
from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text

_INSTEAD = {
    "cost_total": ("cost_per_call", "cost_per_hour", "calls_per_hour", "fixed_cost"),
    "cost_per_call": ("cost_per_hour", "calls_per_hour", "cost_total"),
    "average_margin": ("average_deal", "margin_rate"),
}  # what may be stated besides, and what it stands for
_SPACES = dict.fromkeys(map(ord, " \u202f\u00a0"))


class BadMove(Fault):
    """A driver cannot be moved so: `driver` names it."""

    def __init__(self, driver: Driver, seen: str) -> None:
        share = driver.unit == "share"
        fr, en = (
            ("une part entre 0 et 100 %", "a share between 0 and 100%")
            if share
            else ("un nombre positif", "a positive number")
        )
        example = ("0,3 ou 30 %", "0.3 or 30%") if share else ("1200", "1200")
        super().__init__(
            f"{driver.label.fr} : « {seen} » ne se lit pas. Donnez {fr} (par exemple {example[0]}), ou un changement : "
            "+10 %, −20 %, x1,5.",
            f"{driver.label.en}: cannot read “{seen}”. Give {en} (for example {example[1]}), or a change: +10%, -20%, x1.5.",
        )
        self.driver = driver.id


@dataclass(frozen=True, slots=True)
class Move:
    """A value for a driver or, where `relative`, a factor of what was seen of it."""

    value: float
    relative: bool = False


def read(driver: Driver, text: str) -> Move:
    """Read 0.3, 30 %, +10 %, x1.2. Raises BadMove."""
    plain = (
        text.translate(_SPACES).replace(currency.sign("fr"), "").replace(",", ".").replace("−", "-").lower()
    )
    percent = plain.endswith("%")
    signed, times = plain[:1] in ("+", "-"), plain[:1] in ("x", "×", "*")
    try:
        value = float(plain[times:].rstrip("%")) / (100 if percent else 1)
    except ValueError as error:
        raise BadMove(driver, text) from error
    move = Move(1 + value, relative=True) if signed and percent else Move(value, relative=times)
    if not isfinite(value) or not _possible(move, driver) or (signed and not percent):
        raise BadMove(driver, text)
    return move


def _possible(move: Move, driver: Driver) -> bool:
    if driver.id == "calls_per_hour" and not move.value:  # the cost of a call is divided by it
        return False
    return move.value >= 0 and (move.relative or driver.unit != "share" or move.value <= 1)


def possible(basis: Basis) -> list[str]:
    """Return what may be moved: the drivers, and what may be stated in their place."""
    known = basis.names()
    return [
        *known,
        *(name for name, places in _INSTEAD.items() if name not in known and set(places) & set(known)),
    ]


def find(basis: Basis, name: str) -> Driver:
    """Return a driver that may be moved. Raises UnknownName, with the nearest."""
    if name not in (known := possible(basis)):
        raise UnknownName(Text("Levier", "driver"), name, known)
    return next((driver for driver in basis.drivers if driver.id == name), Driver(name, None))


def moved(basis: Basis, moves: Mapping[str, Move]) -> Basis:
    """Return the basis with some drivers moved. Raises UnknownName."""
    drivers = list(basis.drivers)
    for name, move in moves.items():
        found = _moved(find(basis, name), move)
        gone = {name, *_INSTEAD.get(name, ())}
        place = next(place for place, driver in enumerate(drivers) if driver.id in gone)
        drivers = [driver for driver in drivers if driver.id not in gone]
        drivers.insert(place, found)
        if name == "cost_per_call" and "fixed_cost" not in [driver.id for driver in drivers]:
            drivers.append(Driver("fixed_cost", Known(0.0)))
    return replace(basis, drivers=tuple(drivers))


def _moved(driver: Driver, move: Move) -> Driver:
    if not move.relative:
        value = float(round(move.value)) if driver.id == "calls" else move.value
        return Driver(driver.id, Known(value))
    if driver.posterior is None:
        return driver
    most = 1.0 if driver.unit == "share" else float("inf")
    if isinstance(driver.posterior, Known):
        return Driver(driver.id, Known(min(driver.posterior.value * move.value, most)))
    return Driver(driver.id, Scaled(driver.posterior, move.value, most))


def unknown(basis: Basis) -> Iterable[Driver]:
    """Return the drivers of which nobody knows the value."""
    return (driver for driver in basis.drivers if driver.posterior is None)

"""The options that every question takes, and the query they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import click

from filon.faces.cli.console import home_option, language_option, tell
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.metrics.language.query import Query
    from filon.terms.period import Period

Function = TypeVar("Function", bound=Callable[..., Any])
DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


class BadFilter(Fault):
    """A filter is not written dimension=value."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"Filtre « {seen} » illisible. Écrivez axe=valeur, par exemple --where sector=BTP "
            "(axe= sans valeur garde ce qui n'est pas attribué).",
            f"Cannot read the filter “{seen}”. Write dimension=value, for example --where sector=Construction "
            "(dimension= without a value keeps what is not attributed).",
        )


class NotANumber(Fault):
    """An option should be a share."""

    def __init__(self, option: str, seen: str) -> None:
        super().__init__(
            f"{option} : « {seen} » n'est pas un nombre. Écrivez une part, par exemple 0.85 ou 85 %.",
            f"{option}: “{seen}” is not a number. Write a share, for example 0.85 or 85%.",
        )


@dataclass(frozen=True)
class Asked:
    """The options of a question, as given."""

    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    campaign: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    view: str = "activity"
    horizon_months: int | None = None
    attribution: str = "last"
    retention: str | None = None
    discount_rate: str | None = None

    def query(self, metrics: Sequence[str]) -> "Query":
        """Return the query. Raises BadFilter, NotANumber, BadOption or UnknownName."""
        from filon.metrics.language.query import Query

        return Query(
            tuple(metrics),
            by=tuple(name for part in self.by for name in _names(part)),
            where=self._filters(),
            period=period(self.first, self.last),
            view=self.view,  # type: ignore[arg-type] # the query refuses another view, with the nearest ones
            horizon_months=self.horizon_months,
            attribution=self.attribution,
            retention=None if self.retention is None else share("--retention", self.retention),
            discount_rate=share("--discount-rate", self.discount_rate or "0"),
        )

    def _filters(self) -> dict[str, tuple[str | None, ...]]:
        found: dict[str, tuple[str | None, ...]] = {}
        pairs = [("campaign", code) for code in self.campaign] + [("client", code) for code in self.client]
        for text in self.where:
            name, separator, value = text.partition("=")
            if not separator or not name.strip():
                raise BadFilter(text)
            pairs.append((name.strip(), value.strip()))
        for name, value in pairs:
            found[name] = (*found.get(name, ()), value or None)
        return found


def question(function: Function) -> Function:
    """Add the options of a question to a command, which receives them as `asked`."""
    return question_without()(function)


def question_without(*unused: str) -> Callable[[Function], Function]:
    """Add the options of a question but those that the command would not look at, named as in `Asked`."""
    options = [option for name, option in _options().items() if name not in unused]
    return lambda function: _asking(function, *options)


def question_in_one(function: Function) -> Function:
    """Add the options of a question about a single figure: all but `--by`."""
    return question_without("by")(function)


def _asking(function: Function, *added: Callable[[Any], Any]) -> Function:

    def command(**options: Any) -> None:
        names = Asked.__dataclass_fields__
        asked = Asked(**{name: options.pop(name) for name in names if name in options})
        function(asked=asked, **options)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    wrapped: Any = command
    wrapped.__click_params__ = getattr(function, "__click_params__", [])
    for option in reversed(added):
        wrapped = option(wrapped)
    return language_option(home_option(wrapped))  # type: ignore[no-any-return] # a function like the one given


def between(function: Function) -> Function:
    """Add `--from` and `--to` to a command; `period` reads them."""
    for option in reversed(_days()):
        function = option(function)
    return function


def period(first: datetime | None, last: datetime | None) -> "Period":
    """Return the period from one day to another, both included."""
    from filon.terms.period import Period

    return Period(_day(first), _day(last, after=1))


def _days() -> list[Callable[[Any], Any]]:
    return [
        click.option(
            "--from",
            "first",
            type=DATE,
            metavar="DAY",
            help=tell("Premier jour, inclus.", "First day, included."),
        ),
        click.option(
            "--to",
            "last",
            type=DATE,
            metavar="DAY",
            help=tell(
                "Dernier jour, inclus. Le JSON donne la période [begin, end[, fin exclue.",
                "Last day, included. JSON gives the period [begin, end), end excluded.",
            ),
        ),
    ]


def _options() -> dict[str, Callable[[Any], Any]]:
    first, last = _days()
    return {
        "by": click.option(
            "--by",
            multiple=True,
            metavar="DIMENSION,…",
            help=tell("Axes de ventilation.", "Dimensions to split by."),
        ),
        "where": click.option(
            "--where",
            multiple=True,
            metavar="DIMENSION=VALUE",
            help=tell(
                "Filtre ; répété sur un axe : l'une des valeurs.",
                "Filter; repeated on a dimension: any of the values.",
            ),
        ),
        "campaign": click.option(
            "--campaign", multiple=True, metavar="CODE", help=tell("Une campagne.", "One campaign.")
        ),
        "client": click.option(
            "--client", multiple=True, metavar="CODE", help=tell("Un client.", "One client.")
        ),
        "first": first,
        "last": last,
        "view": click.option(
            "--view",
            default="activity",
            show_default=True,
            metavar="activity|cohort",
            help=tell(
                "activity : ce qui s'est passé dans la période ; cohort : tout ce qui vient de ses appels.",
                "activity: what happened in the period; cohort: all that came of its calls.",
            ),
        ),
        "horizon_months": click.option(
            "--horizon-months", type=int, metavar="N", help=tell("Horizon en mois.", "Horizon in months.")
        ),
        "attribution": click.option(
            "--attribution",
            default="last",
            show_default=True,
            metavar="first|last|linear|position|decay",
            help=tell("Modèle d'attribution.", "Attribution model."),
        ),
        "retention": click.option(
            "--retention",
            metavar="SHARE",
            help=tell(
                "Rétention annuelle des contrats récurrents.", "Yearly retention of recurring contracts."
            ),
        ),
        "discount_rate": click.option(
            "--discount-rate",
            metavar="SHARE",
            help=tell("Taux d'actualisation annuel.", "Yearly discount rate."),
        ),
    }


def output_options(function: Function) -> Function:
    """Add `--json` and `--csv`."""
    function = click.option("--csv", "as_csv", is_flag=True, help=tell("Réponse en CSV.", "Answer as CSV."))(
        function
    )
    return click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))(
        function
    )


def decimal_of(text: str) -> Decimal:
    """Read a number as either language writes it: 1500, 1 500,50 or 0.7. Raises ValueError."""
    try:
        found = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not found.is_finite():
        raise ValueError(text)
    return found


class Number(click.ParamType[float]):
    """An option that takes a number as `decimal_of` reads it, and gives a float."""

    name = "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number. Fails as click does."""
        try:
            return value if isinstance(value, float) else float(decimal_of(str(value)))
        except ValueError:
            self.fail(f"'{value}' is not a valid float.", param, ctx)


def share(option: str, text: str) -> Fraction:
    """Read a share: 0.85, 0,85 or 85 %. Raises NotANumber."""
    plain = text.strip().replace(",", ".").replace("\u202f", "").replace("\u00a0", "")
    percent = plain.endswith("%")
    try:
        value = Fraction(plain.rstrip("%").strip())
    except (ValueError, ZeroDivisionError) as error:
        raise NotANumber(option, text) from error
    return value / 100 if percent else value


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _day(moment: datetime | None, after: int = 0) -> date | None:
    if moment is None or moment.date() == date.max:
        return moment and moment.date()
    return moment.date() + timedelta(days=after)

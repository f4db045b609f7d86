"""What a kind of record is: its columns, their types, and the headers they answer to."""

from dataclasses import dataclass
from enum import StrEnum

from filon.intake.labels import LABELS
from filon.terms.synonyms import Synonyms
from filon.terms.text import Language, Text


class Type(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"  # whole cents
    DECIMAL = "decimal"  # up to four places
    SHARE = "share"  # 0.4, 40 %
    INTEGER = "integer"
    BOOLEAN = "boolean"
    PHONE = "phone"  # E.164
    EMAIL = "email"
    SIREN = "siren"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind.

    `also` lists the other headers it answers to (French or English, compared without case, accents or
    punctuation); `synonyms` the other words its codes answer to. `refers` names the kind whose code it holds; `stub` tells that an unknown code is
    created rather than refused. `field` is the record's field, where it differs from the name. A `signed`
    number may be negative.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    also: tuple[str, ...] = ()
    values: dict[str, Text] | None = None
    synonyms: Synonyms | None = None
    refers: str | None = None
    stub: bool = False
    field: str | None = None
    max_length: int = 200
    signed: bool = False

    @property
    def holder(self) -> str:
        """The record's field that holds it."""
        return self.field or self.name

    @property
    def attribute(self) -> str:
        """The record's attribute that holds its value: the number of a record, where it refers to one."""
        return f"{self.holder}_id" if self.refers else self.holder

    def header(self, language: Language) -> str:
        """Return its header in a file written for people of that language; import answers to both."""
        return next(iter(self.also), self.name) if language == "fr" else self.name

    @property
    def label(self) -> Text:
        """What pages call it; where that is not said, the first of the other headers is its French name."""
        return LABELS.get(self.name) or Text(self.header("fr"), self.name.replace("_", " ")).capital


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. `key` names the columns that identify one; `model` the record's class.

    `one_of` names columns of which a file must have at least one.
    """

    name: str
    model: str
    label: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

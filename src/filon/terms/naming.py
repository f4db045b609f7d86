"""How campaigns are named: a rule made of words and parts, the codes it gives, and those that follow it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text

WORDS = "words"
DEFAULT = "{words}"
MAX_LENGTH = 60
PARTS = {
    "channel": Text("le canal (TEL, MAIL, PUB, EVT, RES, PART, AUTRE)", "the channel (TEL, MAIL, PUB, EVT…)"),
    "organisation": Text("l'organisation (INT, PREST, PLAT, MIXTE)", "the organisation (INT, PREST, PLAT…)"),
    "kind": Text("le type (REC, TEST)", "the kind (REC, TEST)"),
    "client": Text("le code du client", "the client's code"),
    "country": Text("le pays", "the country"),
    "year": Text("l'année du début", "the year of the start"),
    "month": Text("le mois du début", "the month of the start"),
    WORDS: Text("les mots choisis, sinon le nom", "the words chosen, else the name"),
}
_SHORT = {
    "channel": {
        "phone": "TEL", "email": "MAIL", "paid_ads": "PUB", "event": "EVT", "social": "RES", "partner": "PART",
        "other": "AUTRE",
    },
    "organisation": {"in_house": "INT", "provider": "PREST", "platform": "PLAT", "mixed": "MIXTE"},
    "kind": {"recurring": "REC", "test": "TEST"},
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LITERAL = re.compile(r"[A-Z0-9_.\-]*")
_HOLE, _SEPARATORS = "w", "-_."  # the hole stands for the words: codes have no small letter
_ANY_WORDS = r"[A-Z0-9]+(?:[\-_.][A-Z0-9]+)*"
_LIGATURES = str.maketrans({"Œ": "OE", "Æ": "AE"})
Values = Mapping[str, str | date | None]


class BadRule(Fault):
    """A naming rule that cannot name campaigns apart."""

    def __init__(self, template: str) -> None:
        super().__init__(
            f"« {template} » ne convient pas : la règle se compose de parties comme {{channel}}, de majuscules, "
            "de chiffres et de - _ . ; elle contient {words} une fois.",
            f"“{template}” will not do: the rule is made of parts such as {{channel}}, capitals, digits and "
            "- _ . ; it holds {words} once.",
        )


class BadCode(Fault):
    """The words chosen give no code, or one that is too long."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Le code ferait {len(code)} caractères : il en faut de 1 à {MAX_LENGTH}. Choisissez d'autres mots.",
            f"The code would have {len(code)} characters: 1 to {MAX_LENGTH} are needed. Choose other words.",
        )


@dataclass(frozen=True, slots=True)
class NamingRule:
    """A rule such as `{channel}-{words}-{year}`. A part that a campaign does not have is left out.

    Raises BadRule or UnknownName where the template cannot be one.
    """

    template: str = DEFAULT

    def __post_init__(self) -> None:
        pieces = _PLACEHOLDER.split(self.template)
        for part in pieces[1::2]:
            if part not in PARTS:
                raise UnknownName(Text("Partie de la règle", "part of the rule"), part, PARTS)
        literals_fit = all(_LITERAL.fullmatch(literal) for literal in pieces[::2])
        if pieces[1::2].count(WORDS) != 1 or not literals_fit:
            raise BadRule(self.template)

    def compose(self, values: Values) -> str:
        """Return the code of a campaign, from its attributes and its `words`. Raises BadCode."""
        words = slug(str(values.get(WORDS) or ""))
        code = self._frame(values).replace(_HOLE, words)
        if not words or len(code) > MAX_LENGTH:
            raise BadCode(code if words else "")
        return code

    def follows(self, code: str, values: Values) -> bool:
        """Tell whether a code has the form the rule gives to that campaign, whatever its words."""
        return re.fullmatch(re.escape(self._frame(values)).replace(_HOLE, _ANY_WORDS), code) is not None

    def _frame(self, values: Values) -> str:
        """Fill everything in but the words; a part without a value goes with the separator before it."""
        pieces = _PLACEHOLDER.split(self.template)
        frame = pieces[0]
        for part, literal in zip(pieces[1::2], pieces[2::2], strict=True):
            text = _HOLE if part == WORDS else _text(part, values)
            frame = (frame + text if text else frame.rstrip(_SEPARATORS)) + literal
        return frame.strip(_SEPARATORS)


def slug(text: str) -> str:
    """Return a text in capitals and digits, its words joined by dashes."""
    plain = unicodedata.normalize("NFKD", text.upper().translate(_LIGATURES))
    return "-".join(re.findall(r"[A-Z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _text(part: str, values: Values) -> str:
    if part in {"year", "month"}:
        start = values.get("starts_on")
        return f"{start:{'%Y' if part == 'year' else '%m'}}" if isinstance(start, date) else ""
    value = str(values.get(part) or "")
    return slug(_SHORT[part].get(value, value) if part in _SHORT else value)

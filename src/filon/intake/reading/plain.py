"""Texts, choices, yes or no, addresses and identifiers, each read or refused with its reason."""

import re
from collections.abc import Mapping

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from filon.intake.reading.words import fold, quote
from filon.terms.faults import nearest
from filon.terms.synonyms import SEVERAL, Synonyms
from filon.terms.text import Text

_YES = {"oui", "yes", "true", "vrai", "1", "x", "o", "y"}
_NO = {"non", "no", "false", "faux", "0", "n"}
_EMAIL = re.compile(r"[^@\s\"<>(),;:\x00-\x1f]+@[^@\s\"<>(),;:\x00-\x1f]+\.[^@\s\"<>(),;:.\x00-\x1f]{2,}")
_SIRET_LENGTH = 14
_DENIALS = {"ne", "pas", "non", "sans", "jamais", "no", "not", "without", "never"}
_SEVERAL = {fold(word): codes for word, codes in SEVERAL.items()}


def text(value: str, max_length: int) -> str | Text:
    """Keep a text as it is; one too long is refused without being quoted."""
    if len(value) > max_length:
        return Text(
            f"texte de {len(value)} caractères, {max_length} au plus.",
            f"text of {len(value)} characters, at most {max_length}.",
        )
    return value


def meanings(values: Mapping[str, Text], synonyms: Synonyms | None = None) -> dict[str, str]:
    """Return the code that each word means, folded: a code, a label, or another word for it.

    Codes and labels come before other words, which an instance may use for a value of its own.
    """
    named = {fold(word): code for code, label in values.items() for word in (label.en, label.fr, code)}
    other = {fold(word): code for code in values for word in (synonyms or {}).get(code, ())}
    return {**other, **named}


def choice(value: str, values: Mapping[str, Text], synonyms: Synonyms | None = None) -> str | Text:
    """Return the code of a choice given by its code, its French or English label, or another word for it.

    A word with a question mark tells a doubt: other words do not settle it.
    """
    found = meanings(values, None if "?" in value else synonyms).get(fold(value))
    if found:
        return found
    if several := [values[code] for code in _SEVERAL.get(fold(value), ()) if code in values]:
        fr, en = _listed(several)
        return Text(
            f"« {quote(value)} » peut vouloir dire plusieurs choses : {fr}. Dites laquelle.",
            f"“{quote(value)}” may mean several things: {en}. Say which.",
        )
    answers = meanings(values)
    near = [word for word in nearest(fold(value), answers) if _denies(word) == _denies(fold(value))]
    fr, en = _listed(
        [values[code] for code in values if not near or code in {answers[word] for word in near}]
    )
    return Text(
        f"« {quote(value)} » n'est pas une valeur connue. "
        + (f"Vouliez-vous dire {fr} ?" if near else f"Valeurs connues : {fr}."),
        f"“{quote(value)}” is not a known value. "
        + (f"Did you mean {en}?" if near else f"Known values: {en}."),
    )


def _listed(labels: list[Text]) -> tuple[str, str]:
    return " ; ".join(label.fr for label in labels), "; ".join(label.en for label in labels)


def _denies(folded: str) -> bool:
    """Tell whether words say no: one that does is never offered for one that does not, however near in letters."""
    return not _DENIALS.isdisjoint(folded.split())


def boolean(value: str) -> bool | Text:
    """Read yes or no in French, English, digits or a cross."""
    folded = fold(value)
    if folded in _YES or value in {"✓", "✔"}:
        return True
    if folded in _NO:
        return False
    return Text(
        f"« {quote(value)} » : répondez oui ou non.",
        f"“{quote(value)}”: answer yes or no.",
    )


def email(value: str, max_length: int) -> str | Text:
    """Check the shape of an address and lower the case of its domain; it is never quoted."""
    if len(value) > max_length or not _EMAIL.fullmatch(value):
        return Text(
            "l'adresse e-mail n'est pas de la forme nom@domaine.fr.",
            "the e-mail address is not of the form name@domain.com.",
        )
    name, domain = value.rsplit("@", 1)
    return f"{name}@{domain.lower()}"


def siren(value: str) -> str | Text:
    """Read a SIREN, with or without spaces, or the one inside a SIRET."""
    bare = re.sub(r"[\s.\-]", "", value)
    try:
        if len(bare) == _SIRET_LENGTH:
            return str(siret_number.to_siren(siret_number.validate(bare)))
        return str(siren_number.validate(bare))
    except ValidationError:
        return Text(
            f"« {quote(value)} » n'est pas un SIREN valide (9 chiffres et leur clé).",
            f"“{quote(value)}” is not a valid SIREN (9 digits with their check digit).",
        )

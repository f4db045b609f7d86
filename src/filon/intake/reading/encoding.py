"""Which encoding a text file is in: marks first, then strict UTF-8, then what reads as French."""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import chardet

from filon.intake.reading.faults import MixedEncodings, UndecodableText, UnknownEncoding
from filon.intake.reading.text_file import accented_lines
from filon.terms.text import Text

CANDIDATES = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_FRENCH = frozenset("éèêëàâäîïôöùûüçœæÿÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒÆ")
_SIGNS = frozenset("’‘“”«»…–—•°€№²³\u00a0ºª·")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NUL_SHARE = 0.3


def decide_encoding(path: Path, head: bytes, *, utf8: bool, asked: str | None) -> tuple[str, list[Text]]:
    """Return the name of the encoding, and what was guessed about it.

    `utf8` tells that the whole file is valid UTF-8. Raises UndecodableText, MixedEncodings or
    UnknownEncoding.
    """
    if asked:
        return _known(path, asked), []
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, []
    wide = _utf16_without_mark(head)
    if wide:
        return wide, [_guess(wide)]
    if utf8:
        return "utf-8", []
    samples = accented_lines(path)
    others = [(line, raw) for line, raw in samples if not _is_utf8(raw)]
    best = _best(path, [raw for _, raw in others])
    utf8_line = next((line for line, raw in samples if _is_utf8(raw)), None)
    if utf8_line is not None:
        raise MixedEncodings(path, utf8_line, others[0][0], best)
    return best, [_guess(best)]


def _known(path: Path, asked: str) -> str:
    try:
        name = codecs.lookup(asked).name
    except LookupError as error:
        raise UndecodableText(path, asked) from error
    if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - base64 and its like are codecs too
        raise UndecodableText(path, asked)
    return "utf-8-sig" if name == "utf-8" else name


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = max(len(head) // 2, 1)
    high, low = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if low > _NUL_SHARE and low > 2 * high:
        return "utf-16-le"
    if high > _NUL_SHARE and high > 2 * low:
        return "utf-16-be"
    return None


def _best(path: Path, lines: Sequence[bytes]) -> str:
    """Return the candidate whose reading looks most like French; chardet settles what stays close."""
    raw = b"\n".join(lines)
    scores = {name: french_score(raw.decode(name, "replace")) for name in CANDIDATES}
    ranked = sorted(CANDIDATES, key=lambda name: -scores[name])
    best, second = ranked[0], ranked[1]
    if scores[best] <= 0:
        readings = [(name, _first_word(lines[0].decode(name, "replace"))) for name in CANDIDATES]
        raise UnknownEncoding(path, readings)
    if scores[second] < scores[best]:
        return best
    if {best, second} == {"cp1252", "iso8859-15"}:
        return "cp1252"  # nothing in the file tells them apart
    opinion = (chardet.detect(raw)["encoding"] or "").casefold()
    known = {codecs.lookup(name).name: name for name in ranked[:2]}
    try:
        return known.get(codecs.lookup(opinion).name, best)
    except LookupError:
        return best


def french_score(text: str) -> float:
    """Score how much the characters beyond ASCII are those of French text, where they stand.

    A letter of French counts when beside a letter, a sign when it is not inside a word; anything else
    (boxes, control characters, capitals inside lower case) counts against.
    """
    score = 0.0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        character = match.group()
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        score += _worth(character, before, after)
    return score


def _worth(character: str, before: str, after: str) -> float:
    in_word = before.isalpha() and after.isalpha()
    beside = before.isalpha() or after.isalpha()
    if character in _FRENCH:
        if character.isupper() and before.islower():
            return -1.0
        return 1.0 if beside else -0.3
    if character in _SIGNS:
        return 0.5 if not in_word or character in "’‘·" else -1.0
    if unicodedata.category(character) == "Cc" or character == "\ufffd":
        return -3.0
    return -1.5 if in_word or not character.isalpha() else -0.5


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"  # the sample was cut
    return True


def _first_word(text: str) -> str:
    found = re.search(r"\w*[^\x00-\x7f]+\w*", text)
    return found.group() if found else text[:20]


def _guess(name: str) -> Text:
    return Text(
        f"Encodage deviné : {name}. Si des accents sont faux, forcez-le avec --encoding.",
        f"Encoding guessed: {name}. If accents are wrong, force it with --encoding.",
    )

"""What the operating system refuses, in words."""

import errno
import re

from filon.terms.faults import Fault
from filon.terms.text import Text

_REASONS = {
    errno.EACCES: Text("accès refusé", "access denied"),
    errno.EPERM: Text("accès refusé", "access denied"),
    errno.ENOENT: Text("fichier ou dossier absent", "no such file or folder"),
    errno.ENOTDIR: Text("ce n'est pas un dossier", "it is not a folder"),
    errno.EISDIR: Text("c'est un dossier", "it is a folder"),
    errno.EROFS: Text("disque en lecture seule", "read-only disk"),
    errno.ENOSPC: Text("disque plein", "disk full"),
    errno.EDQUOT: Text("quota de disque atteint", "disk quota reached"),
    errno.ENAMETOOLONG: Text("nom trop long", "name too long"),
}


def _number(error: OSError) -> int:
    # A library written in Rust says its number in the text alone.
    told = re.search(r"\(os error (\d+)\)", str(error))
    return error.errno or (int(told[1]) if told else 0)


def reason(error: OSError) -> Text:
    """Return why the system refused, in both languages where it is a usual cause."""
    told = error.strerror or type(error).__name__
    return _REASONS.get(_number(error), Text(told, told))


def is_refusal(error: OSError) -> bool:
    """Tell whether the cause lies in a file, a folder or a disk that the person can mend."""
    return _number(error) in _REASONS


class PathRefused(Fault):
    """A file or a folder cannot be read or written."""

    def __init__(self, error: OSError) -> None:
        told, where = reason(error), error.filename
        of_fr, of_en = (f"{where} : ", f"{where}: ") if where else ("Échec : ", "Failed: ")
        super().__init__(
            f"{of_fr}{told.fr}. Rien n'a été fait à moitié ; vérifiez le chemin, les droits et la place libre.",
            f"{of_en}{told.en}. Nothing was half done; check the path, the rights and the free space.",
        )


def is_damage(error: Exception) -> bool:
    """Tell whether SQLite found that the file of the records is no longer one."""
    return getattr(error.__cause__, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


class RecordsDamaged(Fault):
    """The file of the records is damaged."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier filon.sqlite3 est endommagé : rien n'a été fait à moitié. Gardez-en une copie, puis remettez votre "
            "dernière sauvegarde à sa place.",
            "The file filon.sqlite3 is damaged: nothing was half done. Keep a copy of it, then put your last backup in its "
            "place.",
        )

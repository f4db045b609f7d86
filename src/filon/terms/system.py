"""What the operating system refuses, in words."""

import errno

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


def reason(error: OSError) -> Text:
    """Return why the system refused, in both languages where it is a usual cause."""
    told = error.strerror or type(error).__name__
    return _REASONS.get(error.errno or 0, Text(told, told))


def is_refusal(error: OSError) -> bool:
    """Tell whether the cause lies in a file, a folder or a disk that the person can mend."""
    return error.errno in _REASONS


class PathRefused(Fault):
    """A file or a folder cannot be read or written."""

    def __init__(self, error: OSError) -> None:
        told, where = reason(error), error.filename or ""
        super().__init__(
            f"{where} : {told.fr}. Rien n'a été fait à moitié ; vérifiez le chemin, les droits et la place libre.",
            f"{where}: {told.en}. Nothing was half done; check the path, the rights and the free space.",
        )

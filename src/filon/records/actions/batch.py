"""Records what an import did."""

from filon.records.actions.change import OpenChange
from filon.records.models import ImportBatch


def record_batch(
    opened: OpenChange,
    *,
    kind: str,
    file_name: str,
    file_sha256: str,
    counts: dict[str, int],
    rejects_file: str = "",
) -> int:
    """Record the import that an open change carries and return its number.

    `counts` holds read, created, changed, identical, rejected and ignored; read is the sum of the rest.
    """
    opened.details.update(kind=kind, file=file_name, sha256=file_sha256, counts=counts)
    batch = ImportBatch.objects.create(
        change_id=opened.id,
        kind=kind,
        file_name=file_name[:255],
        file_sha256=file_sha256,
        taken_at=opened.at,
        read=counts["read"],
        created_rows=counts["created"],
        changed_rows=counts["changed"],
        identical_rows=counts["identical"],
        rejected_rows=counts["rejected"],
        ignored_rows=counts["ignored"],
        rejects_file=rejects_file[:255],
    )
    return batch.pk

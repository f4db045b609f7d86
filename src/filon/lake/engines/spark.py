"""Spark, where one machine is outgrown: the same Ibis expressions over the same pinned files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filon.lake.tables import Expression, PinnedTable
from filon.terms.faults import Fault


class SparkMissing(Fault):
    """The optional dependency is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Le moteur Spark demande l'extra « spark » : pip install 'filon[spark]'.",
            "The Spark engine needs the “spark” extra: pip install 'filon[spark]'.",
        )


class SparkEngine:
    """A Spark session, given or made on this machine. Raises SparkMissing without pyspark."""

    def __init__(self, folder: Path, session: Any = None) -> None:
        del folder
        try:
            from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore] # optional
        except ImportError as error:
            raise SparkMissing from error
        import ibis

        self._session = (
            session or SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        )
        self._ibis = ibis.pyspark.connect(self._session)

    def open(self, table: PinnedTable) -> Expression:
        """Return the rows of a pinned table as an Ibis table."""
        name = f"{table.name}_{table.version}"
        if table.files:
            reader = self._session.read.option("basePath", str(table.folder))
            reader = reader.option("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
            frame = reader.parquet(*table.files)
            frame = frame.select(*table.schema.names)
        else:
            # the types come with the cast below
            frame = self._session.range(0).selectExpr(
                *[f"NULL AS `{column}`" for column in table.schema.names]
            )
        frame.createOrReplaceTempView(name)
        import ibis

        return self._ibis.table(name).cast(dict(ibis.Schema.from_pyarrow(table.schema).items()))

    def batches(self, expression: Expression) -> Iterator[list[dict[str, Any]]]:
        """Run an Ibis table expression and give its rows in batches."""
        for batch in expression.to_pyarrow_batches():
            yield batch.to_pylist()

    def close(self) -> None:
        """Leave the session to whoever made it."""

"""Makes the city that the bench asks: `python -m serving.city FILE` publishes a Parquet file as `bench/rows` in MADANG_HOME."""

from __future__ import annotations

import sys
from pathlib import Path

import django


def main(file: Path) -> None:
    django.setup()
    import pyarrow as pa
    import pyarrow.parquet as pq

    from madang.accounts.policy import OPERATOR
    from madang.catalog.models import Dataset, Licence, Organisation
    from madang.cli.migrate import migrate
    from madang.ingest import publish
    from madang.query.model import Column, Type

    migrate()
    organisation = Organisation.objects.create(slug="bench", name={"en": "Bench"})
    licence, _ = Licence.objects.get_or_create(slug="bench")
    dataset = Dataset.objects.create(slug="bench", organisation=organisation, licence=licence, title={"en": "Bench"})
    with pq.ParquetFile(file) as reader:
        schema = reader.schema_arrow
        kinds = {pa.int64(): Type.INTEGER, pa.string(): Type.TEXT, pa.date32(): Type.DATE, pa.float64(): Type.NUMBER}
        columns = [Column(field.name, kinds[field.type]) for field in schema]
        rows = pa.RecordBatchReader.from_batches(schema, reader.iter_batches(122_880))
        publish.publish_table(
            dataset, "rows", rows, columns, actor=OPERATOR, origin="generated", justified="generated for the bench"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Answers of many columns come in batches of few cells: formats write several texts for each cell of a batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from madang.query.answer import CELLS, answer
from madang.query.expressions import Ref
from madang.query.model import Column, Question, Selected, Type
from madang.store import Store
from madang.store.places import place_at
from tests.query.tables import make_table


@pytest.mark.parametrize("limit", [5_000, 15_000])
def test_a_batch_has_few_cells_however_many_columns_there_are(tmp_path: Path, limit: int):
    table = make_table(
        Store(place_at("", tmp_path), tmp_path, 256), (Column("n", Type.INTEGER),), [{"n": n} for n in range(16_000)]
    )
    select = tuple(Selected(Ref("n"), f"n{at}") for at in range(100))
    found = answer(table, Question(select=select, limit=limit))
    batches = list(found.batches)
    assert max(batch.num_rows * batch.num_columns for batch in batches) <= CELLS
    assert [value for batch in batches for value in batch.column(99).to_pylist()] == list(range(limit))

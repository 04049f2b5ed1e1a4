"""How a study learns in which zone the times of a table are: by the kind of their column, and from the city."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.accounts.policy import Actor
from madang.analysis import inputs, publishing
from madang.analysis.apart import making
from madang.analysis.models import StudyRun
from madang.analysis.studies import night_mobility
from madang.catalog.models import Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

ROWS = {"at": [datetime(2024, 3, 3, 16, 30)], "when": [datetime(2024, 3, 4, 1, 30)], "cell": ["22"]}
KINDS = (
    Column("at", Type.DATETIME, "datetime_zoned"),
    Column("when", Type.DATETIME, "datetime"),
    Column("cell", Type.TEXT),
)


def given(folder: Path, chosen: dict[str, Any]) -> Any:
    pq.write_table(
        pa.table({"date": ROWS[chosen["columns"]["date"][0]], "cell": ROWS["cell"]}), folder / "activity.parquet"
    )
    (folder / "inputs.json").write_text(json.dumps({"activity": chosen}))
    return making.given(folder)["activity"]


def test_moments_that_were_loaded_with_their_zone_reach_a_study_in_utc(
    city: City, tmp_path: Path, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/London"
    publish(Resource.objects.create(dataset=dataset("calls", city.department), name="rows"), ROWS, KINDS)
    cells = Resource.objects.create(dataset=dataset("cells", city.department), name="rows")
    publish(cells, {"code": ["22"]}, (Column("code", Type.TEXT),))
    for column, kind in (("at", pa.timestamp("us", "UTC")), ("when", pa.timestamp("us"))):
        asked = {
            "activity": {"dataset": "calls/rows", "columns": {"date": column, "cell": "cell"}},
            "cells": {"dataset": "cells/rows"},
        }
        found = given(tmp_path, inputs.checked(night_mobility, asked, Actor(city.publisher))["activity"])
        assert (found.rows["date"].type, found.zone) == (kind, "Europe/London")


def test_tables_of_another_clock_are_made_anew() -> None:
    one, other = (
        StudyRun(study="toy", inputs={"activity": {"revision": "1", "zone": zone}})
        for zone in ("Asia/Seoul", "Europe/London")
    )
    assert publishing.recipe(one) != publishing.recipe(other)

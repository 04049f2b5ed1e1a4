"""Counts as rows to publish: of cells by day and hour, and of cells and homes by class of day and hour."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from madang.analysis.activity.count import Counts
from madang.analysis.days import CLASSES

BY_DAY = pa.schema([("date", pa.date32()), ("hour", pa.int32()), ("cell", pa.string()), ("events", pa.int64())])
BY_HOME = pa.schema(
    [
        ("class", pa.string()),
        ("hour", pa.int32()),
        ("cell", pa.string()),
        ("home", pa.string()),
        ("events", pa.int64()),
        ("days", pa.int32()),
    ]
)


def by_day(counts: Counts) -> Iterator[pa.RecordBatch]:
    """A batch for each hour that was observed, also one without a row; cells without events have none. In order of day, hour, code."""
    order = np.argsort(counts.cells)
    codes = pa.array(counts.cells).take(pa.array(order))
    for day, hour in np.argwhere(counts.observed):
        events = counts.by_day[day, hour, order]
        there = np.flatnonzero(events)
        date = np.datetime64(counts.days[day], "D").astype(int)
        columns = [
            pa.array(np.full(len(there), date, np.int32)).cast(pa.date32()),
            pa.array(np.full(len(there), counts.hours[hour], np.int32)),
            codes.take(pa.array(there)),
            pa.array(events[there]),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=BY_DAY)


def by_home(counts: Counts) -> Iterator[pa.RecordBatch]:
    """A batch for each class of day and hour. `days` is how many days of the class have the hour: events / days is a mean."""
    cells, homes = np.argsort(counts.cells), np.argsort(counts.homes)
    names, places = (
        pa.array(counts.cells).take(pa.array(cells)),
        pa.array([home or None for home in counts.homes]).take(pa.array(homes)),
    )
    for kind, name in enumerate(CLASSES):
        for hour, number in enumerate(counts.hours):
            events = counts.by_home[kind, hour][np.ix_(cells, homes)]
            cell, home = np.nonzero(events)
            days = int(counts.observed[counts.classes == kind, hour].sum())
            columns = [
                pa.array([name] * len(cell), pa.string()),
                pa.array(np.full(len(cell), number, np.int32)),
                names.take(pa.array(cell)),
                places.take(pa.array(home)),
                pa.array(events[cell, home]),
                pa.array(np.full(len(cell), days, np.int32)),
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=BY_HOME)


def fingerprint(counts: Counts) -> str:
    """The same for the same counts, whatever computed them."""
    found = hashlib.sha256(repr([counts.days, counts.hours, counts.cells, counts.homes]).encode())
    for values in (counts.classes, counts.by_day, counts.by_home, counts.observed):
        found.update(np.ascontiguousarray(values).data)
    return found.hexdigest()

"""Pick-ups by New York taxi zone at night: all green trips of January 2023, and 10,000 yellow ones of each month from 2018 to June 2019."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pyogrio
import shapely

from madang.analysis.methods.forecasts import Panel, Told, arrange

DATA = Path(__file__).parents[3] / "shared/data/benchmarks/taxi"
HOURS = range(6)
ZONES = 263
"""264 and 265 stand for places that are not known."""
FILES = {
    "green": ("green_tripdata_2023-01.parquet", "lpep_pickup_datetime", "PULocationID", "2023-01-01", "2023-02-01"),
    "yellow": ("nyc_yellow_sample_2018_2019H1.parquet", "t", "pu", "2018-01-01", "2019-07-01"),
}


def panel(colour: str) -> tuple[Panel, list[Told]]:
    """Pick-ups of each night, hour from 0 to 5 and zone. Trips dated outside of the file's months are left out."""
    file, when, where, first, after = FILES[colour]
    table = pq.read_table(DATA / file, columns=[when, where])
    moment = table[when].to_numpy().astype("datetime64[h]")
    zone = table[where].to_numpy().astype(np.int64) - 1
    kept = (moment >= np.datetime64(first)) & (moment < np.datetime64(after)) & (zone < ZONES)
    hours, zone = moment[kept].astype(np.int64), zone[kept]
    slots, counts = np.unique(hours * ZONES + zone, return_counts=True)
    days = (slots // ZONES // 24).astype("datetime64[D]")
    hour, cell = slots // ZONES % 24, slots % ZONES
    return arrange(days, hour, cell, counts.astype(float), ZONES, kept=HOURS, zone="America/New_York")


def areas() -> np.ndarray:
    """(zones,) square metres; a zone drawn in several shapes has the sum of them, one that is not drawn 0."""
    layer = pyogrio.read_dataframe(f"/vsizip/{DATA / 'taxi_zone.zip'}").to_crs(32118)
    number = layer["LocationID"].to_numpy()
    return np.bincount(number - 1, shapely.area(layer.geometry.to_numpy()), ZONES)[:ZONES]

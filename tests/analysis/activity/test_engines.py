"""The same counts from our own kernels, from DuckDB, and from a Spark cluster of a master and two workers: equal to the last event."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from madang.analysis.activity import count, expressions, raw
from madang.analysis.activity.add import add
from madang.analysis.activity.log import DamagedHour, Log
from madang.query.engines import ibis as engines
from tests.analysis.activity import cluster
from tests.analysis.activity.delivered import NAMED, NOW, csv, log, rows

HOLIDAYS = {"2025-05-05"}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Log:
    folder = tmp_path_factory.mktemp("calls")
    made = log(folder)
    add(made, [raw.file(csv(folder / "raw.csv", rows(20_000, datetime(2025, 5, 3), 4, utc=0.3)))], NAMED, now=NOW)
    return made


@pytest.mark.parametrize("more", [{}, {"hours": range(0, 3), "since": "2025-05-04", "homes": False}])
def test_duckdb_counts_the_same(calls: Log, more: dict) -> None:
    told: list[float] = []
    with engines.connected("duckdb") as backend:
        found = expressions.count(calls, backend, holidays=HOLIDAYS, tell=lambda share, _: told.append(share), **more)
    _same(found, count.count(calls, holidays=HOLIDAYS, **more))
    assert told == [0, 0.5, 1]


@pytest.mark.parametrize("codes", ["cells", "homes"])
def test_a_code_that_the_log_does_not_know_is_damage_for_every_engine(calls: Log, codes: str, tmp_path: Path) -> None:
    shutil.copytree(calls.folder, tmp_path / "calls")
    other = Log(tmp_path / "calls")
    with other.writing() as draft:
        getattr(draft.facts, codes).pop()
        draft.commit()
    with engines.connected("duckdb") as backend, pytest.raises(DamagedHour, match="does not know") as told:
        expressions.count(other, backend)
    with pytest.raises(DamagedHour, match="does not know"):
        count.count(other)
    assert "기록에 없는 셀이나 거주지" in told.value.text("ko")


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # PySpark leaves its sockets to the collector
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_spark_cluster_counts_the_same(calls: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    with cluster.cluster(tmp_path) as address, engines.connected(address, cluster.DRIVER) as backend:
        assert address.startswith("spark://127.0.0.1:")
        _same(expressions.count(calls, backend, holidays=HOLIDAYS), count.count(calls, holidays=HOLIDAYS))
        status = backend._session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
        assert len(status) == 1 + 2  # the driver, and an executor of each worker


def test_another_ibis_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "version", lambda package: "9.5.0" if package == "ibis-framework" else "4.1.0")
    with pytest.raises(engines.NoSpark, match=r"needs ibis-framework 12\.x, and 9\.5\.0"), engines.connected("duckdb"):
        pass
    monkeypatch.setattr(engines, "version", lambda package: "12.0.0" if package == "ibis-framework" else "4.1.0")
    with pytest.raises(engines.NoSpark, match=r"pyspark 4\.0\.x, and 4\.1\.0"), engines.connected("spark://nowhere:1"):
        pass


def _same(one: count.Counts, other: count.Counts) -> None:
    assert (one.days, one.hours, one.events) == (other.days, other.hours, other.events)
    for name in ("by_day", "by_home", "observed"):
        found, expected = getattr(one, name), getattr(other, name)
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)
    assert one.by_home.sum() == one.events > 0

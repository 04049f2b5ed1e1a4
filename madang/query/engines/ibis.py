"""Engines behind Ibis: the same expressions in DuckDB here, or on a Spark cluster. Nothing of them is imported before it is asked for.

Ibis 12 knows PySpark up to 4.0. With a later one pip quietly takes an Ibis of years ago, so both versions are looked at.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from madang.lib.problems import Problem

if TYPE_CHECKING:
    import pyarrow as pa

IBIS, PYSPARK = "12.", "4.0."
HERE = "duckdb"
SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a day in a path stays text, as in DuckDB
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",  # files are named: looking for them takes no cluster
    "spark.sql.shuffle.partitions": "16",
    "spark.ui.showConsoleProgress": "false",
}


class NoSpark(Problem):
    en = "The engine {engine} needs {package} {wanted}x, and {found} is installed. Run: pip install 'madang[spark]'"
    ko = "엔진 {engine}에는 {package} {wanted}x이(가) 필요한데 설치된 것은 {found}입니다. 실행: pip install 'madang[spark]'"


class NoCluster(Problem):
    en = "The Spark cluster {engine} does not answer: {why} Look at its master, or unset MADANG_ENGINE to count on this machine."
    ko = "Spark 클러스터 {engine}이(가) 응답하지 않습니다: {why} 마스터를 확인하거나 MADANG_ENGINE을 지워 이 컴퓨터에서 세세요."


@contextmanager
def connected(engine: str, settings: dict[str, str] | None = None) -> Iterator[Any]:
    """An Ibis backend for "duckdb", or for the master of a Spark cluster ("spark://host:7077"); it ends with the block.

    `settings` are Spark's own. Raises `NoSpark`, `NoCluster`.
    """
    _require(engine, "ibis-framework", IBIS)
    opened = _duckdb() if engine == HERE else _spark(engine, settings or {})
    with warnings.catch_warnings():  # Ibis 12 calls names that DuckDB 1.5 and pandas 3 will take away
        warnings.simplefilter("ignore", DeprecationWarning)
        with opened as backend:
            yield backend


@contextmanager
def _duckdb() -> Iterator[Any]:
    import ibis

    backend = ibis.duckdb.connect()
    try:
        yield backend
    finally:
        backend.disconnect()


@contextmanager
def _spark(engine: str, settings: dict[str, str]) -> Iterator[Any]:
    _require(engine, "pyspark", PYSPARK)
    import ibis
    from pyspark.sql import SparkSession

    told = {**SPARK, **settings}
    builder = SparkSession.builder.master(engine).appName("madang")
    for name, value in told.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # py4j passes on whatever Java throws
        raise NoCluster(engine=engine, why=str(error).splitlines()[0].rstrip(".") + ".") from error
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()
        _end_java()


def _end_java() -> None:
    """PySpark keeps its Java process for the next session of this one, which has none."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is not None:
        gateway.shutdown()
        gateway.proc.stdin.close()  # it ends when nobody holds its input any more
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None


def rows(backend: Any, expression: Any) -> pa.Table:
    """What an expression computes. Ibis would take Spark's rows by way of pandas."""
    if backend.name == HERE:
        return backend.to_pyarrow(expression)
    return backend._session.sql(backend.compile(expression)).toArrow()


def parquet(backend: Any, files: Sequence[str], folder: str, schema: str) -> Any:
    """Parquet files below `folder` as one Ibis table; parts of their path such as `day=2013-03-01` become columns of text.

    `schema` names all columns in SQL ("cell INT, day STRING"): Spark would else open every file to find them. Ibis' own
    `read_parquet` takes several files for DuckDB alone.
    """
    if backend.name == HERE:
        return backend.read_parquet(list(files), hive_partitioning=True, hive_types_autocast=False)
    name = "events"
    backend._session.read.schema(schema).option("basePath", folder).parquet(*files).createOrReplaceTempView(name)
    return backend.table(name)


def _require(engine: str, package: str, wanted: str) -> None:
    try:
        found = version(package)
    except PackageNotFoundError:
        found = "none"
    if not found.startswith(wanted):
        raise NoSpark(engine=engine, package=package, wanted=wanted, found=found)

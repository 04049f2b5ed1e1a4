"""A real Spark cluster from the pip package: a standalone master and workers, which end with the block whatever happens in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

from madang.lib.parent import tie

HOME = Path(pyspark.__file__).parent
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
DRIVER = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.driver.extraJavaOptions": SMALL,
    "spark.executor.extraJavaOptions": SMALL,
    "spark.sql.shuffle.partitions": "2",
}


@contextmanager
def cluster(folder: Path, workers: int = 2, patience: float = 120) -> Iterator[str]:
    """The address of the master, once all workers have told it that they are there."""
    with ExitStack() as running:
        log = folder / "master.log"
        running.enter_context(_started(log, "master.Master", "--host", "127.0.0.1", "--port", "0"))
        address = _said(log, r"Starting Spark master at (spark://\S+)", patience)
        for number in range(workers):
            more = ("--host", "127.0.0.1", "--cores", "1", "--memory", "512m", "--work-dir", str(folder / str(number)))
            running.enter_context(_started(folder / f"worker-{number}.log", "worker.Worker", *more, address))
        for number in range(workers):
            _said(folder / f"worker-{number}.log", r"Successfully (registered) with master", patience)
        yield address


@contextmanager
def _started(log: Path, name: str, *words: str) -> Iterator[None]:
    """A process in a group of its own, with the executors that it starts; killed at the end, and when the tests are."""
    environment = {
        **os.environ,
        "SPARK_HOME": str(HOME),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": SMALL,
    }
    command = [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", "--webui-port", "0", *words]
    with log.open("wb") as out:
        child = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True, preexec_fn=tie()
        )
    try:
        yield
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _said(log: Path, pattern: str, patience: float) -> str:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"{log.name} does not say {pattern!r}:\n{log.read_text(errors='replace')[-2000:]}")

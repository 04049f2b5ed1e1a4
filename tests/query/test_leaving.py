"""What is computed for somebody who left stops at once, long before its time is over."""

from __future__ import annotations

import threading
import time

import pytest

from madang.lib import duck
from madang.query.engines import watch


def test_the_engine_stops_when_nobody_waits() -> None:
    left = threading.Event()
    threading.Timer(0.2, left.set).start()
    began = time.monotonic()
    with (
        duck.connect() as connection,
        watch.leaving(left.is_set),
        pytest.raises(duck.Error, match=r"(?i)interrupt"),
        watch.watched(60, connection.interrupt),
    ):
        connection.execute("SELECT count(*) FROM range(1000000000) a, range(1000000000) b").fetchall()
    assert 0.1 < time.monotonic() - began < 20


def test_who_stays_gets_the_answer() -> None:
    stopped = threading.Event()
    with watch.leaving(lambda: False), watch.watched(60, stopped.set):
        assert not stopped.wait(4 * watch.STEP)
    with watch.watched(60, stopped.set):  # the block before says nothing about this one
        assert not stopped.wait(4 * watch.STEP)

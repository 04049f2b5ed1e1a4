"""Runs compiled questions on the serving copy of a revision, within a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyarrow as pa

from madang.lib import duck
from madang.query import casts
from madang.query.compile import Sql
from madang.query.engines.watch import watched
from madang.query.functions import LATE, MOST_JOINED
from madang.query.limits import BeyondCalendar, CannotCompute, TooManyToJoin, TooMuchMemory, TooSlow
from madang.query.model import Table
from madang.store import serving

BATCH_ROWS = 16_384


class Unfinished(Exception):
    """Tells the cursor that is let go of that something still runs on it: nobody may have it again."""


class Session:
    """One cursor for one request, with a budget of engine seconds; `close` it, or use it in a `with`.

    It may move from thread to thread, but serves one call at a time. `done` is called when it is closed, or cannot be opened.
    """

    def __init__(
        self, table: Table, seconds: float, done: Callable[[], None] = lambda: None, *, exact: bool = False
    ) -> None:
        self._seconds = self._left = seconds
        self._done = done
        self._opening = serving.cursor(table.store, table.revision, exact=exact, again=True)
        try:
            self._cursor = self._opening.__enter__()
        except BaseException:
            done()
            raise
        self._closed = self._unfinished = False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop what runs and let go of the copy. May be called twice."""
        if not self._closed:
            self._closed = True
            error = Unfinished() if self._unfinished else None
            try:
                self._opening.__exit__(type(error) if error else None, error, None)
            finally:
                self._done()

    def number(self, sql: Sql) -> int:
        """Run a statement that gives one whole number."""
        self._unfinished = True
        with self._limited():
            ((found,),) = self._cursor.execute(sql.text, sql.values).fetchall()
        self._unfinished = False
        return int(found)

    def batches(self, sql: Sql) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """Start a statement; its rows are computed as they are taken. The session stays open until they are."""
        self._unfinished = True
        with self._limited():
            reader = self._cursor.execute(sql.text, sql.values).to_arrow_reader(BATCH_ROWS)
        return reader.schema, self._drain(reader)

    def _drain(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        while True:
            with self._limited():
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    self._unfinished = False
                    return
            yield batch

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Count the seconds spent inside, and interrupt the engine when the budget is used up."""
        began = time.monotonic()
        try:
            with watched(self._left, self._cursor.interrupt):
                yield
        except (duck.Error, OSError) as error:
            # The Arrow reader wraps DuckDB's errors in OSError, so the clock decides whether it was the timer.
            raise self._named(error, time.monotonic() - began) from error
        finally:
            self._left -= time.monotonic() - began

    def _named(self, error: Exception, spent: float) -> Exception:
        if spent >= self._left or "INTERRUPT" in str(error):
            return TooSlow(seconds=self._seconds)
        if isinstance(error, duck.OutOfMemory) or "Out of Memory" in str(error):
            return TooMuchMemory()
        if "madang: string_agg" in str(error):
            return TooManyToJoin(most=MOST_JOINED)
        if LATE in str(error):
            return BeyondCalendar()
        refused = casts.problem(str(error))
        if refused:
            return refused
        if any(word in str(error) for word in ("Out of Range", "Conversion Error", "overflow")):
            return CannotCompute(why=str(error).splitlines()[0].split(": ", 1)[-1])
        return error

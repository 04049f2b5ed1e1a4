"""Answering a question: the one call of the read path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from madang.query import compile, cursors, metering, turns
from madang.query.bind import Bound, bind
from madang.query.cursors import Position
from madang.query.engines.duckdb import Session
from madang.query.expressions import Ref
from madang.query.limits import PAGE, CannotCompute, Limits, admitted
from madang.query.model import Column, Question, Table, Type

CELLS = 300_000
"""Of a batch: a few tens of megabytes once they are texts."""


@dataclass
class Answer:
    """Rows on their way, and what is known about them beforehand.

    `total` counts the rows of the question without limit and offset; None when `count` was False and it is not known.
    `complete` says that the rows are all that there are. `next` is a cursor or "". `last_row` is the number (`_row`) of the
    last row of a page of rows, None for other answers.
    Iterate `batches` once, then `close` (iterating to the end closes as well).
    """

    columns: tuple[Column, ...]
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    total: int | None
    returned: int | None
    complete: bool
    next: str = ""
    close: Callable[[], None] = field(default=lambda: None, repr=False)
    last_row: int | None = None

    def table(self) -> pa.Table:
        """All rows at once, for small answers."""
        try:
            return pa.Table.from_batches(self.batches, self.schema)
        finally:
            self.close()


def answer(table: Table, question: Question, limits: Limits = PAGE) -> Answer:
    """Answer a question on one revision, with rows in a total order that never changes.

    A page (`limit` within `limits.page`) is computed at once; anything larger streams while it is read, in flat memory.
    Raises the problems of `bind`, `cursors`, `limits` and `store.manifest.Missing`.
    """
    bound = bind(question, table)
    position = cursors.read(question, table, bound.keys) if question.after else Position(question.offset)
    turns.over()
    session = Session(table, limits.seconds, metering.admit(table, bound.question), exact=limits.exact)
    try:
        work = _Work(table, question, bound, position, session)
        small = question.limit is not None and question.limit <= limits.page
        with admitted(_heavy(bound.question), limits):
            return work.page() if small else work.stream()
    except BaseException:
        session.close()
        raise


def _heavy(question: Question) -> bool:
    """Whether the engine must look at every row before it can give the first."""
    return bool(question.grouped or question.distinct or question.order_by or question.search or question.near)


@dataclass
class _Work:
    table: Table
    asked: Question
    bound: Bound
    position: Position
    session: Session

    @property
    def question(self) -> Question:
        return self.bound.question

    def page(self) -> Answer:
        """At most `limit` rows, all in memory; the engine is free again when it returns."""
        assert self.question.limit is not None
        # Rows of an unfiltered table in stored order are numbered: their place needs not be fetched.
        placed = compile.by_row(self.question) and (self.question.filtered or bool(self.question.order_by))
        with self.session:
            sql = compile.rows(self.bound, self.table, self._start(), self.question.limit, with_place=placed)
            schema, found = self.session.batches(sql)
            page = pa.Table.from_batches(list(found), schema)
            total = self._total(page.num_rows)
        batches = [batch.select(range(len(self.bound.columns))) for batch in page.to_batches()]
        full = page.num_rows == self.question.limit
        return self._answer(schema, iter(batches), total, page.num_rows, self._end(page, placed), more=full)

    def _end(self, page: pa.Table, placed: bool) -> Position:
        """Where the page ends."""
        skipped = self.position.skipped + page.num_rows
        if not page.num_rows or not compile.by_row(self.question):
            return Position(skipped)
        if not placed:
            return Position(skipped, skipped)
        row, *keys = (page.column(place)[-1].as_py() for place in range(len(self.bound.columns), page.num_columns))
        return Position(skipped, row, tuple(keys) if self.question.order_by else None)

    def stream(self) -> Answer:
        """All rows, or more than a page of them, computed while they are read."""
        total = self._total(None)
        limit = self.question.limit
        left = None if total is None else max(total - self.position.skipped, 0)
        returned = left if limit is None or left is None else min(left, limit)
        schema, found = self.session.batches(compile.rows(self.bound, self.table, self._start(), limit))
        end = Position(self.position.skipped + (returned or 0))
        return self._answer(schema, self._closing(found), total, returned, end, more=limit is not None)

    def _answer(
        self, schema: pa.Schema, batches: Iterator[pa.RecordBatch], total: int | None, returned: int | None, end: Position, *,
        more: bool,
    ) -> Answer:  # fmt: skip
        """`more`: whether rows may follow, for when the total is not known."""
        follows = more if total is None else end.skipped < total
        shown = described(schema, self.bound.columns)
        return Answer(
            self.bound.columns, shown, self._finite(_fitted(batches, shown)), total, returned,
            complete=returned == total if total is not None else not follows and not self.position.skipped,
            next=cursors.write(end, self.asked, self.table) if follows and returned else "",
            close=self.session.close,
            last_row=end.row,
        )  # fmt: skip

    def _finite(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What was computed, if it stayed within what a number can be; no format could write it otherwise."""
        pairs = zip(self.question.select, self.bound.columns, strict=True)
        computed = [
            at
            for at, (item, column) in enumerate(pairs)
            if column.type is Type.NUMBER and not isinstance(item.expression, Ref)
        ]
        for batch in batches:
            for at in computed:
                if (
                    pa.types.is_floating(batch.column(at).type)
                    and pc.all(pc.is_finite(batch.column(at))).as_py() is False
                ):
                    raise CannotCompute(why="a number of the answer is too large, or none")
            yield batch

    def _start(self) -> Position:
        """Rows in stored order of an unfiltered table are found by `_row`, however deep the page is."""
        if compile.in_stored_order(self.question) and not self.question.filtered and self.position.skipped:
            return Position(self.position.skipped, self.position.skipped)
        return self.position

    def _total(self, found: int | None) -> int | None:
        """The stored count of the table; or what the page itself shows; or a count of what the filter lets through."""
        if not (self.question.filtered or self.question.grouped or self.question.distinct):
            return self.table.rows
        if found is not None and found < (self.question.limit or 0) and (found or not self.position.skipped):
            return self.position.skipped + found
        return self.session.number(compile.total(self.question, self.table)) if self.question.count else None

    def _closing(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        finally:
            self.session.close()


def described(schema: pa.Schema, columns: tuple[Column, ...]) -> pa.Schema:
    """The schema of the answer; every field says its Madang type, unit and meaning in its metadata."""
    fields = []
    for place, column in enumerate(columns):
        kind = schema.field(place).type
        if column.type is Type.GEOMETRY:  # an extension type of the engine
            kind = pa.binary()
        facts = {"type": column.type.value, "semantic": column.semantic, "unit": column.unit}
        fields.append(pa.field(column.name, kind, metadata={key: value for key, value in facts.items() if value}))
    return pa.schema(fields)


def _fitted(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """In the types of the schema, and few cells at a time: formats write several texts for each cell of a batch."""
    most = max(1, CELLS // max(1, len(schema)))
    for batch in batches:
        for start in range(0, max(1, batch.num_rows), most):
            arrays = zip(batch.slice(start, most).columns, schema, strict=True)
            yield pa.RecordBatch.from_arrays([_cast(array, field) for array, field in arrays], schema=schema)


def _cast(array: pa.Array, field: pa.Field) -> pa.Array:
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    return array if array.type.equals(field.type) else array.cast(field.type)

"""Comma-separated values, RFC 4180, UTF-8. An empty cell is no value; an empty text is `""`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _cells

MEDIA_TYPE = "text/csv; charset=utf-8"
EXTENSION = "csv"
OPTIONS = ("bom", "safe", "labels")
DELIMITER = ","
END = "\r\n"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`bom` puts the mark that Excel needs, `safe` disarms formulas, `labels` maps names of columns to headings."""
    return lines(batches, schema, DELIMITER, options)


def lines(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, delimiter: str, options: dict[str, Any]
) -> Iterator[bytes]:
    """The heading, then a chunk for each batch. Columns are joined by Arrow: about ten times faster than row by row."""
    heading = pa.array(_cells.labelled(schema, options.get("labels")), pa.string())
    names = _quoted(heading, delimiter).to_pylist()
    yield (b"\xef\xbb\xbf" if options.get("bom") else b"") + (delimiter.join(names) + END).encode()
    yield from rows(batches, schema, delimiter, safe=bool(options.get("safe")))


def rows(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, delimiter: str, *, safe: bool = False, end: str = END
) -> Iterator[bytes]:
    """The lines without the heading, a chunk for each batch."""
    words = [pa.types.is_string(field.type) or _cells.is_geometry(field) for field in schema]
    for batch in batches:
        cells = _cells.texts(batch, schema)
        if safe:
            cells = [_safe(array) if word else array for array, word in zip(cells, words, strict=True)]
        yield _joined(
            [_quoted(array, delimiter) if word else array for array, word in zip(cells, words, strict=True)],
            delimiter,
            end,
        )


def _joined(cells: list[pa.Array], delimiter: str, end: str) -> bytes:
    """The bytes of all lines, made in one go: the line end stands with the last cell."""
    # A line with nothing on it is no row to most readers, so the empty cell of a lone column is written as "".
    empty = '""' if len(cells) == 1 else ""
    ends = pc.binary_join_element_wise(cells[-1], end, "", null_handling="replace", null_replacement=empty)
    lines = (
        pc.binary_join_element_wise(*cells[:-1], ends, delimiter, null_handling="replace", null_replacement="")
        if len(cells) > 1
        else ends
    )
    return _cells.data(lines)


def _quoted(array: pa.Array, delimiter: str) -> pa.Array:
    """Texts in quotation marks where a reader needs them; an empty text is `""`.

    Most columns need none: that their bytes lack the letters is known fifty times sooner than which cells have them.
    """
    letters = _cells.data(array)
    found = [mark for mark in (delimiter, '"', "\r", "\n") if mark.encode() in letters]
    needs = [pc.match_substring(array, mark) for mark in found]
    if b" " in letters:
        needs += [pc.starts_with(array, " "), pc.ends_with(array, " ")]
    needs.append(pc.equal(pc.binary_length(array), 0))
    needed = pc.fill_null(functools.reduce(pc.or_, needs), False)
    cells = array.filter(needed)
    if not len(cells):
        return array
    doubled = pc.replace_substring(cells, '"', '""') if '"' in found else cells
    return pc.replace_with_mask(array, needed, pc.binary_join_element_wise('"', doubled, '"', ""))


def _safe(array: pa.Array) -> pa.Array:
    """Texts that a spreadsheet would compute get an apostrophe in front."""
    return pc.if_else(
        pc.match_substring_regex(array, r"^[=+\-@\t\r]"), pc.binary_join_element_wise("'", array, ""), array
    )

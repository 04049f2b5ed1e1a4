"""Rows of a sheet as XML, made column by column."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _cells

MOST_LETTERS = 32_767
LARGEST = 10**15
"""Excel keeps 15 digits of a number; longer ones are written as texts."""
EPOCH_DAY = 25_569  # 1970-01-01 as Excel counts days
FIRST_DAY = 61  # 1900-03-01; before it Excel counts a day that never was
DAY = 86_400_000_000  # microseconds
ODD = r"[&<>\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMULA = r"^[=+\-@\t\r]"


class Columns:
    """Writes batches of one schema. `too_long` counts the texts that no cell can hold; a remark stands in their place."""

    def __init__(self, schema: pa.Schema, styles: dict[str, int], *, safe: bool) -> None:
        self._schema, self._styles, self._safe = schema, styles, safe
        self._letters = [_letters(place) for place in range(len(schema))]
        self.too_long = 0

    def rows(self, batch: pa.RecordBatch, first: int) -> bytes:
        """`<row>` elements numbered from `first`."""
        numbers = pa.array(range(first, first + batch.num_rows), pa.int32()).cast(pa.string())
        pieces: list[Any] = ['<row r="', numbers, '">']
        for array, one, letters in zip(batch.columns, self._schema, self._letters, strict=True):
            cells = pc.binary_join_element_wise(f'<c r="{letters}', numbers, '"', self._cells(array, one), "")
            pieces.append(pc.fill_null(cells, ""))
        return _cells.joined(pc.binary_join_element_wise(*pieces, ""), "</row>")

    def _cells(self, array: pa.Array, one: pa.Field) -> pa.Array:
        """What follows the address in each cell; null where there is no value."""
        kind = one.type
        if pa.types.is_boolean(kind):
            return pc.if_else(array, ' t="b"><v>1</v></c>', ' t="b"><v>0</v></c>')
        if pa.types.is_date(kind):
            return self._serials(array, one, pc.add(array.cast(pa.date32()).cast(pa.int32()), EPOCH_DAY), "date")
        if pa.types.is_timestamp(kind):
            return self._moments(array, one)
        if pa.types.is_time(kind):
            return self._times(array, one)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            return self._numbers(array, one)
        return self._texts(_cells.texts_of(array, one))

    def _numbers(self, array: pa.Array, one: pa.Field) -> pa.Array:
        text = _cells.texts_of(array, one)
        written = pc.binary_join_element_wise("><v>", text, "</v></c>", "")
        if pa.types.is_floating(one.type):
            short = pc.is_finite(array)
        elif pa.types.is_integer(one.type):
            short = pc.and_(pc.less(array, LARGEST), pc.greater(array, -LARGEST)) if one.type.bit_width == 64 else None
        else:
            short = pc.less_equal(pc.utf8_length(pc.replace_substring_regex(text, r"^-?0*\.?0*|\.", "")), 15)
        return written if short is None else self._or_text(written, short, text)

    def _moments(self, array: pa.Array, one: pa.Field) -> pa.Array:
        instants = array.cast(pa.timestamp("us", one.type.tz), safe=False).cast(pa.int64())
        days = pc.add(pc.divide(instants.cast(pa.float64(), safe=False), float(DAY)), float(EPOCH_DAY))
        whole = pc.equal(pc.subtract(instants, pc.multiply(pc.divide(instants, 1000), 1000)), 0)
        return self._serials(array, one, days, "moment" if one.type.tz else "local", whole)

    def _times(self, array: pa.Array, one: pa.Field) -> pa.Array:
        instants = array.cast(pa.time64("us")).cast(pa.int64())
        whole = pc.equal(pc.subtract(instants, pc.multiply(pc.divide(instants, 1000), 1000)), 0)
        part = pc.divide(instants.cast(pa.float64(), safe=False), float(DAY))
        return self._or_text(self._styled(part, "time"), whole, _cells.texts_of(array, one))

    def _serials(
        self, array: pa.Array, one: pa.Field, days: pa.Array, style: str, exact: pa.Array | None = None
    ) -> pa.Array:
        """Days as Excel counts them; those that it cannot count, and fractions of a millisecond, stay texts."""
        counted = pc.greater_equal(days, FIRST_DAY)
        right = counted if exact is None else pc.and_(counted, exact)
        return self._or_text(self._styled(days, style), right, _cells.texts_of(array, one))

    def _styled(self, numbers: pa.Array, style: str) -> pa.Array:
        return pc.binary_join_element_wise(f' s="{self._styles[style]}"><v>', numbers.cast(pa.string()), "</v></c>", "")

    def _or_text(self, cells: pa.Array, right: pa.Array, text: pa.Array) -> pa.Array:
        if not pc.any(pc.invert(right)).as_py():
            return cells
        return pc.if_else(right, cells, self._texts(text))

    def _texts(self, array: pa.Array) -> pa.Array:
        text = _escaped(self._short(array))
        style: Any = ""
        if self._safe:
            formula = pc.match_substring_regex(array, FORMULA)
            style = pc.if_else(formula, f' s="{self._styles["safe"]}"', "")
        opening = pc.binary_join_element_wise(style, ' t="inlineStr"><is><t xml:space="preserve">', text, "")
        return pc.binary_join_element_wise(opening, "</t></is></c>", "")

    def _short(self, array: pa.Array) -> pa.Array:
        long = pc.greater(pc.utf8_length(array), MOST_LETTERS // 2)  # Excel counts letters outside the BMP twice
        if not pc.any(long).as_py():
            return array
        texts = array.to_pylist()
        for place, text in enumerate(texts):
            if text is not None and (length := len(text.encode("utf-16-le")) // 2) > MOST_LETTERS:
                texts[place] = f"#TOO-LONG {length:,}"
                self.too_long += 1
        return pa.array(texts, pa.string())


def _escaped(array: pa.Array) -> pa.Array:
    """Texts inside XML. Line ends are Excel's own; control characters stand as it writes them, `_x0001_`."""
    if not pc.any(pc.match_substring_regex(array, ODD)).as_py():
        return array
    marked = pc.replace_substring_regex(array, "\r\n?", "\n")
    marked = pc.replace_substring_regex(marked, "_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1")
    for letter, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        marked = pc.replace_substring(marked, letter, name)
    if not pc.any(pc.match_substring_regex(marked, CONTROL)).as_py():
        return marked
    texts = [text and _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text) for text in marked.to_pylist()]
    return pa.array(texts, pa.string())


def _letters(place: int) -> str:
    """0 is A, 26 is AA."""
    place += 1
    letters = ""
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(65 + digit) + letters
    return letters

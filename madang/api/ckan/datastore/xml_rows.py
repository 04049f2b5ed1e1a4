"""Rows as XML: `<row _id="1"><name>A</name><when xsi:nil="true" /></row>`, written column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.ckan.datastore.fields import ID
from madang.api.formats import _cells

HEAD, TAIL = b'<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n', b"</data>\n"
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
NEVER = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"
"""Letters that no XML may hold; they are left out."""
FIRST = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0141-\u0148\u014a-\u017e\u03a3-\u03ce\u040e-\u044f\u1e00-\u1e9b\u1ea0-\u1ef9"
    "\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
)
LATER = "0-9.\u00b7\u0300-\u0345-"
"""Letters that a name may begin with, and those that may follow besides, as ranges of a pattern: the common scripts of what
XML 1.0 allowed before its fifth edition, which expat does not know."""


def write(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[bytes]:
    """The document, a chunk for each batch. `_id` is an attribute of its row."""
    names = elements([name for name in schema.names if name != ID])
    yield HEAD
    for batch in batches:
        cells = dict(zip(schema.names, _cells.texts(batch, schema), strict=True))
        number = cells.pop(ID, None)
        parts = [_element(name, column) for name, column in zip(names, cells.values(), strict=True)]
        head = pc.binary_join_element_wise('<row _id="', number, '">', "") if number is not None else "<row>"
        yield (
            _cells.joined(pc.binary_join_element_wise(head, *parts, "</row>", ""), "\n")
            if parts or number is not None
            else b""
        )
    yield TAIL


def elements(names: Iterable[str]) -> list[str]:
    """Names of columns as names of elements: blanks are `_`, what may not stand there is left out, each is there once."""
    found: dict[str, None] = {}
    next_number: dict[str, int] = {}
    for name in names:
        plain = re.sub(f"[^{FIRST}{LATER}]", "", re.sub(r"\s", "_", name))
        plain = re.sub(f"^(xml|[{LATER}])+", "", plain, flags=re.IGNORECASE) or "field"
        candidate = plain
        while candidate in found:
            number = next_number.get(plain, 0)
            candidate, next_number[plain] = f"{plain}_{number}", number + 1
        found[candidate] = None
    return list(found)


def _element(name: str, column: pa.Array) -> pa.Array:
    text = column
    for letter, escaped in ESCAPES:
        text = pc.replace_substring(text, letter, escaped)
    text = pc.replace_substring_regex(text, NEVER, "")
    return pc.fill_null(pc.binary_join_element_wise(f"<{name}>", text, f"</{name}>", ""), f'<{name} xsi:nil="true" />')

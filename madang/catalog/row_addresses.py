"""Addresses of linked data: rows, tables and columns as things, apart from the documents about them.

`/id/{dataset}/{table}/{key}` is a row, `/id/{dataset}/{table}` its table, `/def/{dataset}/{table}/{column}#property` what a
column says of a row, `...#codes` its code list and `...#code/{code}` a code. Each part is percent-encoded as RFC 6570 does, so
that the templates of the CSVW description give just these. After the `#` stand letters only: RDF/XML needs names there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from madang.catalog import keys


@dataclass(frozen=True)
class Addresses:
    """The addresses of one table; `base` is that of the host, without a slash at its end."""

    base: str
    dataset: str
    name: str

    def _at(self, kind: str, *more: str) -> str:
        return "/".join([self.base, kind, *(quote(part, safe="") for part in (self.dataset, self.name, *more))])

    @property
    def table(self) -> str:
        return self._at("id")

    @property
    def csv(self) -> str:
        return f"{self.base}/api/v1/datasets/{quote(self.dataset)}/resources/{quote(self.name)}.csv"

    @property
    def csvw(self) -> str:
        return f"{self.csv}-metadata.json"

    def row(self, values: Sequence[Any]) -> str:
        return f"{self.table}/{keys.path(values)}"

    def document(self, values: Sequence[Any], extension: str) -> str:
        return "/".join(filter(None, [self._at("doc"), keys.path(values)])) + f".{extension}"

    def column(self, name: str) -> str:
        return self._at("def", name)

    def property(self, name: str) -> str:
        return f"{self.column(name)}#property"

    def codes(self, name: str) -> str:
        return f"{self.column(name)}#codes"

    def code(self, name: str, code: Any) -> str:
        return f"{self.column(name)}#code/{quote(keys.written(code), safe='')}"

    def page(self, language: str, values: Sequence[Any] = ()) -> str:
        """The page for people: of a row, or the sheet of the table."""
        start = f"{self.base}/{language}/datasets/{quote(self.dataset, safe='')}/{quote(self.name, safe='')}"
        return f"{start}/row/{keys.path(values)}" if values else f"{start}/sheet/"

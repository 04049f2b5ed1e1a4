"""Web pages saved under the name of a workbook: portals send `<table>` as `.xls`, and Excel opens it without a word.

Other web pages are kept as files (`file`): a page where data was expected is an error page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from madang.ingest import encodings
from madang.ingest.no_table import WebPage
from madang.ingest.readers._sparse import Sparse
from madang.ingest.readers.file import title
from madang.ingest.tables import Choices, Reading
from madang.ingest.workbooks import stage_workbook
from madang.ingest.workbooks.grid import Grid, Lists

EXTENSIONS = ()
RANK = 6
NAMES = (".xls", ".xlsx", ".xlsm", ".xlt", ".xlsb")
SPAN = 1_000
"""Cells that one `colspan` or `rowspan` may cover: enough for any table, too few for a bomb."""
CELLS = 20_000_000
_TABLE = re.compile(rb"<table[\s>]", re.I)
_FORM = re.compile(rb"<form[\s>]|type\s*=\s*[\"']?password", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def recognises(head: bytes, name: str) -> bool:
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    text = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return name.lower().endswith(NAMES) and text.startswith(b"<") and _TABLE.search(plain) is not None


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read every table of the page that has two rows and two columns. Raises `WebPage` for a page to sign in or of an error."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if _FORM.search(head):
        raise WebPage(name=name, title=title(head))
    decision = _decision(path, head, choices)
    parser = _Tables(name)
    for block in encodings.text_blocks(path, decision):
        parser.feed_bytes(block)
    parser.close()
    grids = [grid for table in parser.found if (grid := table.grid())]
    if not grids:
        raise WebPage(name=name, title=title(head))
    reading = stage_workbook(grids, name, "html_table", choices, scratch, progress, path.stat().st_size)
    return Reading("html_table", reading.tables, decision.receipt, findings=(*decision.findings, *reading.findings))


def _decision(path: Path, head: bytes, choices: Choices) -> encodings.Decision:
    """The bytes decide; where they leave a doubt, what the page says about itself settles it."""
    decision = encodings.decide(path, choices)
    found = _CHARSET.search(head)
    declared = found.group(1).decode().lower() if found else ""
    declared = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8"}.get(declared, declared)
    if decision.how != "asked" or not declared or not encodings.known(declared):
        return decision
    reason = {"en": f"The page says {declared}.", "ko": f"페이지가 {declared}(이)라고 밝힙니다."}
    return encodings.Decision(declared, "declared", reason, proof=decision.proof)


@dataclass
class _Table:
    """Rows of texts with the regions that spans cover."""

    title: str = ""
    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    taken: dict[tuple[int, int], bool] = field(default_factory=dict)

    def put(self, text: str, wide: int, high: int) -> None:
        row, column = len(self.rows) - 1, len(self.rows[-1])
        while self.taken.pop((row, column), False):
            self.rows[-1].append("")
            column += 1
        self.rows[-1] += [text, *[""] * (wide - 1)]
        for below in range(row + 1, row + high):
            self.taken |= dict.fromkeys(((below, column + more) for more in range(wide)), True)
        if wide * high > 1:
            self.merged.append(((row, column), (row + high - 1, column + wide - 1)))

    def grid(self) -> Grid | None:
        width = max(map(len, self.rows), default=0)
        if width < 2 or sum(1 for row in self.rows if any(row)) < 2:
            return None
        return Grid(self.title, Lists(self.rows), width, 0, self.merged)


class _Tables(HTMLParser):
    """Collects the tables of a page; one inside a cell of another is a table of its own, the outer one is only layout."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.found: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: tuple[int, int] | None = None
        self._text = ""
        self._cells = self._skip = 0
        self._caption = False
        self._bytes = b""

    def feed_bytes(self, block: bytes) -> None:
        """Take in UTF-8 that may end inside a letter."""
        data = self._bytes + block
        cut = max(data.rfind(b">"), data.rfind(b"\n")) + 1
        self._bytes = data[cut:]
        self.feed(data[:cut].decode("utf-8", errors="replace"))

    def close(self) -> None:
        self.feed(self._bytes.decode("utf-8", errors="replace"))
        super().close()
        while self._open:
            self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag in ("script", "style"):
            self._skip += 1
        elif tag == "table":
            self._end_cell()
            self._open.append(_Table(str(len(self.found) + len(self._open) + 1)))
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].rows.append([])
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            if not self._open[-1].rows:
                self._open[-1].rows.append([])
            self._cell = (_span(at.get("colspan")), _span(at.get("rowspan")))
        elif tag in ("br", "p", "div") and self._text:
            self._text += "\n"
        elif tag == "caption":
            self._caption = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._skip = max(0, self._skip - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_table()
        elif tag == "caption":
            self._caption = False

    def handle_data(self, data: str) -> None:
        if self._caption and self._open:
            self._open[-1].title = " ".join(data.split())[:80] or self._open[-1].title
        elif self._cell is not None and not self._skip:
            self._text += data

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            wide, high = self._cell
            self._cells += wide * high
            if self._cells > CELLS:
                raise Sparse(name=self.name, rows=len(self._open[-1].rows), columns=wide)
            self._open[-1].put("\n".join(_lines(self._text)), wide, high)
        self._cell, self._text = None, ""

    def _end_table(self) -> None:
        self._end_cell()
        self.found.append(self._open.pop())


def _lines(text: str) -> Iterator[str]:
    """Lines as a browser shows them: runs of space are one, empty lines at the ends are none."""
    lines = [" ".join(line.replace("\xa0", " ").split()) for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return (line for at, line in enumerate(lines) if line or at)


def _span(said: str | None) -> int:
    return min(max(int(said), 1), SPAN) if said and said.strip().isdecimal() and len(said) < 10 else 1

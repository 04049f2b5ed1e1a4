"""What a workbook says beside the values of its cells: headers and footers for printing, comments, formulas, links, rules of validation,
number formats, names, shapes, caches of pivot tables and of other workbooks. Everybody who downloads the file can read it.

Parts are read as they are written, whatever their kind: text between tags and values of attributes, or runs of letters in binary ones.
Nothing is unpacked further than `MOST` bytes for one file; searches go forward once, as a part may be made to keep them busy.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST, PART = 1 << 30, 32 << 20
"""Bytes of all parts together, and of one that is held at once: of a sheet without its cells."""
CHUNK = 1 << 20
PARTS = 10_000
SKIPPED = re.compile(r"(?:^|/)(?:theme\d*|calcChain|\[Content_Types\]|manifest|thumbnail)\.(?:xml|bin)$")
SHEET = re.compile(r"^xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml$")
STRINGS = "xl/sharedStrings.xml"
TAG = re.compile(r"<[^<>]{0,10000}>")
ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]{6,})"|'([^']{6,})'|([^\s"'<>]{6,}))""")
INNER = re.compile(r"^xmlns|^office:(?:string-|date-|time-)?value$")
"""Attributes that are addresses of forms, or a cell's value once more."""
FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]{0,1000})?>([^<]+)<")
WORTH = re.compile(rb"[0-9]{4}|@|\"|&quot;|%")
OPENED = re.compile(rb"<(?:\w+:)?sheetData(?:\s[^<>]{0,1000})?(?<!/)>")
CLOSED = re.compile(rb"</(?:\w+:)?sheetData\s*>")
USED = re.compile(rb"""t=["']s["'][^<>]{0,1000}><(?:\w+:)?v>([0-9]{1,9})<""")
BLOCKS = (
    "office:annotation",
    "table:tracked-changes",
    "table:content-validations",
    "draw:frame",
    "draw:custom-shape",
    "Comment",
    "ss:Comment",
)
"""Elements inside the tables of OpenDocument and Excel 2003 XML that are no cells."""
TABLES = ("table:table", "Table", "ss:Table")
SAID = re.compile(
    r"table:formula|table:condition|xlink:href|table:(?:display|expression)|draw:name|(?:ss:|x:)?(?:HRef|Formula|RefersTo|Data|Author)$"
)
LETTERS = re.compile(rb"[\x20-\x7E\x80-\xFE]{6,}|(?:[\x20-\x7E]\x00|[\x00-\xFF][\xAC-\xD7]){6,}", re.DOTALL)
"""Runs of text in binary parts: bytes, and UTF-16 of ASCII and Hangul."""
CELLS = frozenset((0xFC, 0xFF, 0x04, 0x204, 0x00D6, 0x27E, 0xBD, 0x203, 0x205, 0x207, 0xBE, 0x201))
"""BIFF: shared strings and cells. 0x3C goes on with the record before it."""


def texts(path: Path, whole: bool = False) -> Iterator[str]:
    """Every such text of a workbook, or with `whole` the text of any office document; nothing for other files."""
    if zipfile.is_zipfile(path):
        yield from _zipped(path, whole)
        return
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _old(path)


def flat(text: str) -> Iterator[str]:
    """The same of a workbook that is one text: FODS, Excel 2003 XML."""
    for block in BLOCKS:
        yield from (html.unescape(TAG.sub(" ", inner)) for inner in between(text, f"<{block}", f"</{block}>"))
    for name, *value in ATTRIBUTE.findall(text):
        if SAID.search(name):
            yield _joined(html.unescape("".join(value)))
    yield html.unescape(TAG.sub(" ", outside(text, TABLES)))


def said(xml: str) -> Iterator[str]:
    """Text between the tags of a part, then the values of its attributes."""
    yield html.unescape(TAG.sub(" ", xml))
    yield from attributes(xml)
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
        yield from between(xml, opening, closing)


def attributes(text: str) -> Iterator[str]:
    """What the attributes of XML or of a web page say to people."""
    for name, *value in ATTRIBUTE.findall(text):
        if not INNER.search(name):
            yield _joined(html.unescape("".join(value)))


def between(text: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between these two, each time; what is never closed is left."""
    place = text.find(opening)
    while place >= 0 and (end := text.find(closing, place)) >= 0:
        yield text[place:end]
        place = text.find(opening, end)


def outside(text: str, tables: tuple[str, ...]) -> str:
    """The text without the elements of these names."""
    kept, place = [], 0
    for mark in re.finditer(f"<(/?)(?:{'|'.join(tables)})(?=[\\s>])", text, re.IGNORECASE):
        if not mark[1] and place >= 0:
            kept.append(text[place : mark.start()])
            place = -1
        elif mark[1] and place < 0:
            place = mark.end()
    return " ".join([*kept, text[place:] if place >= 0 else ""])


def _zipped(path: Path, whole: bool) -> Iterator[str]:
    left, used = MOST, set[int]()
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist()[:PARTS] if not one.flag_bits & 1 and not one.is_dir()]
            for member in sorted(members, key=lambda one: one.filename == STRINGS):  # when the sheets are known
                if left > 0 and not SKIPPED.search(member.filename):
                    with archive.open(member) as file:
                        part = _Counted(file, left)
                        yield from _part(member.filename, part, None if whole else used)
                        left = part.left
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return  # Broken: its reader says so.


def _part(name: str, file: _Counted, used: set[int] | None) -> Iterator[str]:
    """`used` gathers the shared strings that cells show; None when the cells are asked for as well."""
    if used is not None and SHEET.match(name):
        yield from _sheet(file, used)
    elif used is not None and name == STRINGS:
        yield from _strings(file.read().decode("utf-8", "replace"), used)
    elif used is not None and (name == "content.xml" or name.endswith("/content.xml")):
        yield from flat(file.read().decode("utf-8", "replace"))
    elif name.endswith((".xml", ".rels", ".vml", ".txt", ".opf", ".xhtml", ".html")):
        yield from said(_decoded(file.read()))
    elif name.startswith("xl/") and name.endswith(".bin") and "sharedStrings" not in name:
        yield from _letters(file.read())


def _sheet(file: _Counted, used: set[int]) -> Iterator[str]:
    """All but the values of the cells: their formulas, then what stands before and behind them."""
    kept, rest, inside, chunk = bytearray(), b"", False, b" "
    while chunk:
        chunk = file.read(CHUNK)
        data = rest + chunk
        while mark := (CLOSED if inside else OPENED).search(data):
            if inside:
                yield from _formulas(data[: mark.start()], used)
            else:
                kept += data[: mark.start()]
            inside, data = not inside, data[mark.end() :]
        # A cell, or the tag that is looked for, may go on in the next chunk.
        cut = max(data.rfind(b"<c "), data.rfind(b":c "), len(data) - (1 << 16)) if chunk else len(data)
        if inside:
            yield from _formulas(data[: max(cut, 0)], used)
        elif len(kept) < PART:
            kept += data[: max(cut, 0)]
        rest = data[max(cut, 0) :]
    yield from said(kept.decode("utf-8", "replace"))


def _formulas(cells: bytes, used: set[int]) -> Iterator[str]:
    used.update(map(int, USED.findall(cells)))
    for formula in FORMULA.findall(cells):
        if WORTH.search(formula):
            yield _joined(html.unescape(formula.decode("utf-8", "replace")))


def _strings(xml: str, used: set[int]) -> Iterator[str]:
    """Strings that no cell shows any more, and readings written over those that one does."""
    for number, item in enumerate(re.split(r"<(?:\w+:)?si\b", xml)[1:]):
        if number not in used:
            yield html.unescape(TAG.sub("", f"<{item}"))
        elif "rPh" in item:
            yield from (html.unescape(TAG.sub("", inner)) for inner in between(item, "<rPh", "</rPh>"))


def _old(path: Path) -> Iterator[str]:
    """XLS: every record of the workbook's stream that is no cell."""
    from xlrd import compdoc

    try:
        data = path.read_bytes()
        document = compdoc.CompDoc(data, logfile=io.StringIO())
        stream, base, length = next(
            (found for name in ("Workbook", "Book") if (found := document.locate_named_stream(name))[0]), (b"", 0, 0)
        )
    except Exception:  # a damaged container fails in every way there is, and its reader says so
        return
    place, kind, end = base, 0, base + length
    while place + 4 <= end:
        this, size = (
            int.from_bytes(stream[place : place + 2], "little"),
            int.from_bytes(stream[place + 2 : place + 4], "little"),
        )
        kind = this if this != 0x3C else kind
        if kind not in CELLS:
            yield from _letters(stream[place + 4 : place + 4 + size])
        place += 4 + size


def _letters(data: bytes) -> Iterator[str]:
    for run in LETTERS.findall(data):
        yield run.decode("utf-16-le", "replace") if b"\0" in run else run.decode("cp949", "replace")


def _joined(formula: str) -> str:
    """`"8001"&"03-"` shows 800103-."""
    return formula.replace('"&"', "")


def _decoded(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


class _Counted:
    """A stream of which at most `left` bytes are read, and at most `PART` at once."""

    def __init__(self, file: IO[bytes], left: int) -> None:
        self._file, self.left = file, left

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(self.left, size if size >= 0 else PART))
        self.left -= len(data)
        return data

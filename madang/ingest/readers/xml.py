"""XML rows: the element that repeats becomes the row, its children and attributes become columns."""

from __future__ import annotations

import re
import xml.parsers.expat as expat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from madang.ingest import encodings
from madang.ingest.no_table import ErrorBody, NoTable, Unreadable
from madang.ingest.readers.kml import Entities
from madang.ingest.rows import columns_of, stage_records
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".xml",)
DEPTH = 4
DEEPEST = 200  # levels; every path is kept while elements are counted, so a million of them would fill the memory
Row = dict[str, str | None]


class NoRepeats(NoTable):
    en = "{name} is XML in which no element repeats as a row."
    ko = "{name}: 행으로 되풀이되는 요소가 없는 XML입니다."
    remedy_en = "Publish the table as CSV or XLSX; the file is kept and can be downloaded."
    remedy_ko = "표를 CSV나 XLSX로 게시하세요. 파일은 보관되어 내려받을 수 있습니다."
    severity = "info"


def recognises(head: bytes, name: str) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith((b"<?xml", b"\xff\xfe<\0?\0")) or (name.lower().endswith(".xml") and text.startswith(b"<"))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the most repeated element with content into one table, in the encoding that the file declares."""
    file = _File(path, name, declared_encoding(path, choices))
    counts: Counter[tuple[str, ...]] = Counter()
    filled: set[tuple[str, ...]] = set()
    values: dict[tuple[str, ...], str] = {}
    _survey(file, counts, filled, values)
    row = _row_path(counts, filled)
    if row is None:
        message = _message(values)
        raise ErrorBody(name=name, message=message) if message else NoRepeats(name=name)
    columns = columns_of(_rows(file, row), name)
    facts = {"path": "/".join(row)}
    staged = stage_records(scratch, "", columns, _rows(file, row, progress), facts)
    return Reading("xml", (staged,), file.decision.receipt, findings=file.decision.findings)


@dataclass(frozen=True)
class _File:
    path: Path
    name: str
    decision: encodings.Decision

    def feed(self, parser: expat.XMLParserType, progress: Callable[[int], None] | None = None) -> Iterator[None]:
        """Parse block by block as UTF-8: expat itself knows no Korean encoding."""
        try:
            for block in encodings.text_blocks(self.path, self.decision, progress):
                parser.Parse(block)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(name=self.name, format="XML", detail=error) from error
        yield


def declared_encoding(path: Path, choices: Choices) -> encodings.Decision:
    """What the XML declaration says, unless it says UTF-8 or nothing: then the bytes decide."""
    with path.open("rb") as file:
        found = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", file.read(200))
    declared = found.group(1).decode().lower() if found else "utf-8"
    declared = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-1": "windows-1252"}.get(declared, declared)
    if choices.get("encoding") or declared in ("utf-8", "utf8", "utf-16") or not encodings.known(declared):
        return encodings.decide(path, choices, standard="XML")
    reason = {"en": f"The XML declaration says {declared}.", "ko": f"XML 선언이 {declared}(이)라고 밝힙니다."}
    return encodings.Decision(declared, "declared", reason)


def _parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Entities(name=name)

    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    return parser


def _survey(
    file: _File,
    counts: Counter[tuple[str, ...]],
    filled: set[tuple[str, ...]],
    values: dict[tuple[str, ...], str],
) -> None:
    """Count the paths of elements; `filled` are those with children or attributes; `values` the first texts."""
    parser = _parser(file.name)
    stack: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) >= DEEPEST:
            raise Unreadable(
                name=file.name,
                format="XML",
                detail={
                    "en": f"it nests more than {DEEPEST} levels deep",
                    "ko": f"{DEEPEST}단계보다 깊게 겹쳐 있습니다",
                },
            )
        if stack:
            filled.add(tuple(stack))
        stack.append(tag)
        counts[tuple(stack)] += 1
        if attributes:
            filled.add(tuple(stack))

    def text(words: str) -> None:
        if words.strip() and len(values) < 1000:
            values.setdefault(tuple(stack), words.strip())

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: stack.pop()
    parser.CharacterDataHandler = text
    for _ in file.feed(parser):
        pass


def _row_path(counts: Counter[tuple[str, ...]], filled: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The element with content that repeats most, the outermost of equals; only within one kind of parent."""
    candidates = [
        (count, -len(path), path)
        for path, count in counts.items()
        if count > 1 and path in filled and 1 < len(path) <= DEPTH
    ]
    outer = [
        one
        for one in candidates
        if not any(one[2][: len(other[2])] == other[2] for other in candidates if other is not one)
    ]
    if outer:
        return max(outer)[2]
    named = [path for path in counts if path[-1].lower() in ("row", "item", "record") and path in filled]
    return named[0] if named else None


def _message(values: dict[tuple[str, ...], str]) -> str:
    """The message of an error body: `<RESULT><CODE>ERROR-300</CODE><MESSAGE>...`, `<returnAuthMsg>`, `<ExceptionText>`."""
    words = ("message", "msg", "exceptiontext", "errmsg", "returnauthmsg", "error", "code", "resultcode", "faultstring")
    said = [text for path, text in values.items() if path[-1].split(":")[-1].lower() in words]
    return " ".join(said)[:300]


def _rows(
    file: _File, wanted: tuple[str, ...], progress: Callable[[int], None] | None = None
) -> Iterator[tuple[int, Row]]:
    parser = _parser(file.name)
    stack: list[str] = []
    done: list[tuple[int, Row]] = []
    row: Row = {}
    depth = len(wanted)

    def start(tag: str, attributes: dict[str, str]) -> None:
        stack.append(tag)
        if tuple(stack) == wanted:
            row.clear()
            done.append((parser.CurrentLineNumber, {}))
        if tuple(stack[:depth]) == wanted:
            prefix = ".".join(stack[depth:])
            row.update({f"{prefix}@{key}" if prefix else key: value for key, value in attributes.items()})

    def text(words: str) -> None:
        if len(stack) >= depth and tuple(stack[:depth]) == wanted:
            key = ".".join(stack[depth:]) or stack[-1]
            row[key] = (row.get(key) or "") + words

    def end(tag: str) -> None:
        if tuple(stack) == wanted:
            done[-1][1].update(
                {key: value.strip() if value else value for key, value in row.items() if value and value.strip()}
            )
        elif tuple(stack[:depth]) == wanted:
            row.setdefault(".".join(stack[depth:]), "")
        stack.pop()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    for _ in file.feed(parser, progress):
        ready = done[:-1] if stack else done[:]
        del done[: len(ready)]
        yield from ready

"""Personal data where no table was read: in the name of a file, in the text of one that is kept as it is, and in what stands
beside the tables of others (comments of a workbook, the envelope of JSON), because everybody may download the whole file.

Plain text, web pages with their scripts and attributes, JSON and XML, and every part of DOCX, PPTX, ODT and HWPX documents and of
workbooks (see `workbooks.beside`) are looked into; PDF, images and programs are not. Whatever is found, a person still opens the
file before it is published.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.ingest.checks._loose import Loose, pieces_of
from madang.ingest.tables import Finding, Reading
from madang.ingest.workbooks import beside

MOST = 64 << 20
"""Bytes of text that are looked into."""
WEB = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|script|style|div)\b", re.IGNORECASE)
FLAT = (b"urn:schemas-microsoft-com:office:spreadsheet", b"urn:oasis:names:tc:opendocument")
ENDS = 64 << 10
"""Bytes at the beginning and at the end of a text in which an envelope is looked for."""


def findings(path: Path, name: str, reading: Reading) -> list[Finding]:
    """What the name of the file says, and what stands in it when it has no table."""
    found = [_finding("personal-name", Loose([Path(name).stem]), NAME)]
    if _kept(reading):
        found.append(_finding("personal-in-file", Loose(_lines(_texts(path))), CONTENT))
    else:
        found.append(_finding("personal-beside", Loose(_lines(_beside(path))), BESIDE))
    return [finding for finding in found if finding.count]


def unlooked(reading: Reading) -> list[Finding]:
    """That no check has looked into bytes which would be shown: a file without a table, or one that is kept beside its tables."""
    return [UNREAD] if _kept(reading) else []


def _kept(reading: Reading) -> bool:
    return not reading.tables or any(finding.code == "kept-file" for finding in reading.findings)


UNREAD = Finding(
    "unread-bytes",
    "warning",
    {
        "en": "No table was read, so no column was checked for personal data: text was searched for patterns, pictures and PDF were not."
        " Open the file before you publish it.",
        "ko": "표로 읽지 못해 열마다 개인정보를 점검하지 못했습니다. 글에서는 알려진 형식만 찾았고, 그림과 PDF는 살피지 않았습니다."
        " 게시하기 전에 파일을 열어 보세요.",
    },
)
NAME = {
    "en": "The name of the file holds personal data ({kinds}). It stands on the public page. Rename the file, or say why it is public.",
    "ko": "파일 이름에 개인정보({kinds})가 있습니다. 이름은 공개됩니다. 파일 이름을 바꾸거나, 공개하는 까닭을 적으세요.",
}
CONTENT = {
    "en": "The text of the file holds personal data in {count:,} lines ({kinds}). Take it out of the file, or say why it is public.",
    "ko": "파일의 글에 개인정보({kinds})가 {count:,}줄 있습니다. 파일에서 지우거나, 공개하는 까닭을 적으세요.",
}


BESIDE = {
    "en": "Beside its tables the file holds personal data ({kinds}) in {count:,} places: comments, properties, an envelope. No column can"
    " be dropped for them. Take them out of the file, or say why they are public.",
    "ko": "표 밖의 메모, 문서 속성, 머리글에 개인정보({kinds})가 {count:,}곳 있습니다. 열을 빼도 원본 파일에는 남습니다."
    " 파일에서 지우거나, 공개하는 까닭을 적으세요.",
}


def _finding(code: str, found: Loose, words: dict[str, str]) -> Finding:
    text = {language: words[language].format(kinds=found.kinds[language], count=found.count) for language in words}
    return Finding(code, "personal", text, count=found.count, sample=found.sample)


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for part in beside.said(text) if "<" in text else (text,):
            for line in part.splitlines():
                yield from pieces_of(line)


def _texts(path: Path) -> Iterator[str]:
    """The text of a document, or of a file that is text at all."""
    if zipfile.is_zipfile(path):
        yield from beside.texts(path, whole=True)
        return
    with path.open("rb") as file:
        data = file.read(MOST)
    if b"\0" not in data[:65_536]:
        yield _decoded(data)
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")


def _beside(path: Path) -> Iterator[str]:
    """What a file with tables says beside them, as far as its kind is known."""
    with path.open("rb") as file:
        head = file.read(ENDS)
        file.seek(max(0, path.stat().st_size - ENDS))
        tail = file.read(ENDS)
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if zipfile.is_zipfile(path) or head[:4] == b"\xd0\xcf\x11\xe0":
        yield from beside.texts(path)
    elif head[:4] == b"PAR1":
        yield from _said_by_parquet(path)
    elif opening == b"{":
        yield _decoded(re.split(rb"\[\s*[\[{]", head, maxsplit=1)[0])
        yield _decoded(re.split(rb"[\]}]\s*\]", tail)[-1])
    elif opening == b"<":
        with path.open("rb") as file:
            text = _decoded(file.read(MOST))
        yield from beside.between(text, "<!--", "-->")
        if any(mark in head for mark in FLAT):
            yield from beside.flat(text)
        elif WEB.search(head):
            yield beside.outside(text, ("table",))
            yield from beside.attributes(text)


def _said_by_parquet(path: Path) -> Iterator[str]:
    """What writers note in the footer, but for the schema of Arrow, which is binary."""
    try:
        noted = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowException):
        return  # Its reader reads more than pyarrow does, and the notes of such files are not looked into.
    yield from (_decoded(value) for key, value in noted.items() if key != b"ARROW:schema")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp949", "replace")

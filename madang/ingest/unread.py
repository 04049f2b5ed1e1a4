"""Personal data where no table was read: in the name of a file, in the text of one that is kept as it is, and in what stands
beside the tables of others (comments of a workbook, the envelope of JSON), because everybody may download the whole file.

Plain text, web pages, JSON and XML, and the text inside DOCX, PPTX, ODT and HWPX documents are looked into; PDF, images and
programs are not. Whatever is found, a person still opens the file before it is published.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.ingest.checks._loose import Loose, pieces_of
from madang.ingest.tables import Finding, Reading

MOST = 64 << 20
"""Bytes of text that are looked into."""
TAGS = re.compile(r"<[^<>]{0,10000}>")
PROGRAM = re.compile(r"<(/?)(?:script|style)\b", re.IGNORECASE)
"""Both go forward once, whatever a file holds: `<script.*?</script>` takes days over a megabyte of `<script`."""
DOCUMENT = re.compile(r"(?:word|ppt|Contents|xl)/.*\.xml$|content\.xml$|Preview/PrvText\.txt$")

SIDE = re.compile(
    r"xl/(?:threadedC|c)omments.*\.xml$|xl/(?:drawings|persons)/.*\.xml$|xl/workbook\.xml$|docProps/.*\.xml$|^meta\.xml$"
)
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
        "en": "Nobody has looked for personal data in what could not be read as a table. Open the file before you publish it.",
        "ko": "표로 읽지 못한 내용에서는 개인정보를 찾지 않았습니다. 게시하기 전에 파일을 열어 보세요.",
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
        plain = html.unescape(TAGS.sub(" ", "".join(_without_programs(text)))) if "<" in text else text
        for line in plain.splitlines():
            yield from pieces_of(line)


def _without_programs(text: str) -> Iterator[str]:
    """The text without what stands between `<script` and `</script`; what is never closed stays."""
    done, begun = 0, -1
    for mark in PROGRAM.finditer(text):
        if mark[1] and begun >= 0:
            yield text[done:begun]
            done, begun = mark.start(), -1
        elif not mark[1] and begun < 0:
            begun = mark.start()
    yield text[done:]


def _texts(path: Path) -> Iterator[str]:
    """The text of a document, or of a file that is text at all."""
    if zipfile.is_zipfile(path):
        yield from _members(path, DOCUMENT)
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
    if zipfile.is_zipfile(path):
        yield from _members(path, SIDE)
    elif head[:4] == b"PAR1":
        yield from _said_by_parquet(path)
    elif opening == b"{":
        yield _decoded(re.split(rb"\[\s*[\[{]", head, maxsplit=1)[0])
        yield _decoded(re.split(rb"[\]}]\s*\]", tail)[-1])
    elif opening == b"<":
        remarks = re.findall(rb"<!--(.*?)-->", head + tail, re.DOTALL)  # of a short file both are the same
        yield from map(_decoded, dict.fromkeys(remarks))


def _said_by_parquet(path: Path) -> Iterator[str]:
    """What writers note in the footer, but for the schema of Arrow, which is binary."""
    try:
        noted = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowException):
        return  # Its reader reads more than pyarrow does, and the notes of such files are not looked into.
    yield from (_decoded(value) for key, value in noted.items() if key != b"ARROW:schema")


def _members(path: Path, wanted: re.Pattern[str]) -> Iterator[str]:
    """The parts of an office document with such names, all together no further than `MOST`: a part may be a bomb."""
    left = MOST
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:10_000]:
                if left and wanted.search(member.filename) and not member.flag_bits & 1:
                    with archive.open(member) as file:
                        data = file.read(left)
                    left -= len(data)
                    yield _decoded(data)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return  # Broken: nobody has looked, which the receipt says of every file without a table.


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp949", "replace")

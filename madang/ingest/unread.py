"""Personal data where no table was read: in the name of a file, and in the text of one that is kept as it is.

Plain text, web pages, JSON and XML, and the text inside DOCX, PPTX, ODT and HWPX documents are looked into; PDF, images and
programs are not. Whatever is found, a person still opens the file before it is published.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from madang.ingest.checks._loose import Loose, pieces_of
from madang.ingest.tables import Finding, Reading

MOST = 64 << 20
"""Bytes of text that are looked into."""
TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]{0,10000}>", re.IGNORECASE | re.DOTALL)
DOCUMENT = re.compile(r"(?:word|ppt|Contents|xl)/.*\.xml$|content\.xml$|Preview/PrvText\.txt$")


def findings(path: Path, name: str, reading: Reading) -> list[Finding]:
    """What the name of the file says, and what stands in it when it has no table."""
    found = [_finding("personal-name", Loose([Path(name).stem]), NAME)]
    if not reading.tables or any(finding.code == "kept-file" for finding in reading.findings):
        found.append(_finding("personal-in-file", Loose(_lines(path)), CONTENT))
    return [finding for finding in found if finding.count]


NAME = {
    "en": "The name of the file holds personal data ({kinds}). It stands on the public page. Rename the file, or say why it is public.",
    "ko": "파일 이름에 개인정보({kinds})가 있습니다. 이름은 공개됩니다. 파일 이름을 바꾸거나, 공개하는 까닭을 적으세요.",
}
CONTENT = {
    "en": "The text of the file holds personal data in {count:,} lines ({kinds}). Take it out of the file, or say why it is public.",
    "ko": "파일의 글에 개인정보({kinds})가 {count:,}줄 있습니다. 파일에서 지우거나, 공개하는 까닭을 적으세요.",
}


def _finding(code: str, found: Loose, words: dict[str, str]) -> Finding:
    text = {language: words[language].format(kinds=found.kinds[language], count=found.count) for language in words}
    return Finding(code, "personal", text, count=found.count, sample=found.sample)


def _lines(path: Path) -> Iterator[str]:
    for text in _texts(path):
        plain = html.unescape(TAGS.sub(" ", text)) if "<" in text else text
        for line in plain.splitlines():
            yield from pieces_of(line)


def _texts(path: Path) -> Iterator[str]:
    """The text of a document, or of a file that is text at all."""
    if zipfile.is_zipfile(path):
        yield from _members(path)
        return
    with path.open("rb") as file:
        data = file.read(MOST)
    if b"\0" not in data[:65_536]:
        yield _decoded(data)
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")


def _members(path: Path) -> Iterator[str]:
    """The parts of an office document that hold its text, each read no further than `MOST`."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:10_000]:
                if DOCUMENT.search(member.filename) and not member.flag_bits & 1:
                    with archive.open(member) as file:
                        yield _decoded(file.read(MOST))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return  # Broken: nobody has looked, which the receipt says of every file without a table.


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp949", "replace")

"""Files that are kept and downloadable but hold no table that could be read: the page says why and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from madang.ingest.no_table import NoTable, WebPage
from madang.ingest.tables import Choices, Reading

RANK = 5
Kind = tuple[str, str]  # what it is, in English and Korean
SIGNATURES: tuple[tuple[bytes, int, Kind], ...] = (
    (b"%PDF-", 0, ("a PDF document", "PDF 문서")),
    (b"\x89PNG\r\n", 0, ("a PNG image", "PNG 이미지")),
    (b"\xff\xd8\xff", 0, ("a JPEG image", "JPEG 이미지")),
    (b"GIF8", 0, ("a GIF image", "GIF 이미지")),
    (b"II*\0", 0, ("a TIFF image", "TIFF 이미지")),
    (b"MM\0*", 0, ("a TIFF image", "TIFF 이미지")),
    (b"WEBP", 8, ("a WebP image", "WebP 이미지")),
    (b"HWP Document File", 0, ("a Hangul (HWP) document", "한글(HWP) 문서")),
    (b"{\\rtf", 0, ("an RTF document", "RTF 문서")),
    (b"7z\xbc\xaf\x27\x1c", 0, ("a 7-Zip archive", "7-Zip 압축 파일")),
    (b"Rar!\x1a\x07", 0, ("a RAR archive", "RAR 압축 파일")),
    (b"RIFF", 0, ("a sound, film or image file", "소리·영상·이미지 파일")),
    (b"ftyp", 4, ("a film file", "영상 파일")),
    (b"ID3", 0, ("a sound file", "소리 파일")),
    (b"\x7fELF", 0, ("a program", "실행 파일")),
    (b"MZ\x90", 0, ("a program", "실행 파일")),
    (b"PMTiles", 0, ("a file of map tiles", "지도 타일 파일")),
)
NAMED: dict[str, Kind] = {
    ".md": ("a text document (Markdown)", "텍스트 문서(Markdown)"),
    ".rst": ("a text document", "텍스트 문서"),
    ".yaml": ("a settings file (YAML)", "설정 파일(YAML)"),
    ".yml": ("a settings file (YAML)", "설정 파일(YAML)"),
    ".ttl": ("linked data (Turtle)", "링크드 데이터(Turtle)"),
    ".nt": ("linked data (N-Triples)", "링크드 데이터(N-Triples)"),
    ".rdf": ("linked data (RDF/XML)", "링크드 데이터(RDF/XML)"),
    ".jsonld": ("linked data (JSON-LD)", "링크드 데이터(JSON-LD)"),
    ".html": ("a web page", "웹 페이지"),
    ".htm": ("a web page", "웹 페이지"),
    ".py": ("a program", "프로그램"),
    ".r": ("a program", "프로그램"),
    ".sql": ("a program (SQL)", "프로그램(SQL)"),
    ".svg": ("a drawing (SVG)", "그림(SVG)"),
    ".hwp": ("a Hangul (HWP) document", "한글(HWP) 문서"),
    ".hwpx": ("a Hangul (HWPX) document", "한글(HWPX) 문서"),
    ".docx": ("a Word document", "Word 문서"),
    ".doc": ("a Word document", "Word 문서"),
    ".pptx": ("a presentation", "발표 자료"),
    ".ppt": ("a presentation", "발표 자료"),
}
DRM = (b"\x9b DRMONE", b"SCDSA00", b"<!-- FasooSecureContainer", b"<DOCUMENT SAFER")
"""How files begin that document security of Korean offices (Fasoo, SoftCamp, MarkAny) has locked, whatever their name."""
LINKED = (b"<rdf:RDF", b":RDF ", b"<RDF ")
EXTENSIONS = (
    *NAMED,
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".tif",
    ".tiff",
    ".webp",
    ".7z",
    ".rar",
    ".mp4",
    ".mp3",
)
_HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)


class KeptFile(NoTable):
    en = "{name} is {kind_en}; no table is read from it."
    ko = "{name}: {kind_ko}입니다. 표로 읽지 않습니다."
    remedy_en = "The file is kept and can be downloaded. If it holds a table, publish the table as CSV or XLSX as well."
    remedy_ko = "파일은 보관되어 내려받을 수 있습니다. 표가 들어 있으면 CSV나 XLSX로도 게시하세요."
    severity = "info"


class SecuredDocument(NoTable):
    en = "{name} is locked by document security (DRM) of the office that made it."
    ko = "{name}: 문서 보안(DRM)으로 잠긴 파일입니다."
    remedy_en = "Release the document security on the computer where the file opens, then send it again."
    remedy_ko = "파일이 열리는 컴퓨터에서 문서 보안을 해제한 뒤 다시 보내세요."


def recognises(head: bytes, name: str) -> bool:
    return _kind(head, name) is not None or is_web_page(head) or head.startswith(DRM)


def is_web_page(head: bytes) -> bool:
    return _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Never a table. A web page under the name of data is an error: a source answered with a page instead of the file."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if is_web_page(head) and Path(name).suffix.lower() not in (".html", ".htm"):
        raise WebPage(name=name, title=title(head))
    if head.startswith(DRM):
        raise SecuredDocument(name=name)
    kind = _kind(head, name) or ("a file of an unknown kind", "알 수 없는 종류의 파일")
    raise KeptFile(name=name, kind_en=kind[0], kind_ko=kind[1])


def _kind(head: bytes, name: str) -> Kind | None:
    for mark, place, kind in SIGNATURES:
        if head.startswith(mark, place):
            return kind
    if any(mark in head[:2000] for mark in LINKED):
        return NAMED[".rdf"]
    return NAMED.get(Path(name).suffix.lower())


def title(head: bytes) -> str:
    """The title of a web page, or a dash."""
    found = re.search(rb"<title[^>]*>(.*?)</title>", head, re.I | re.S)
    words = found.group(1) if found else b"-"
    for encoding in ("utf-8", "cp949"):
        try:
            return " ".join(words.decode(encoding).split())[:100] or "-"
        except UnicodeDecodeError:
            continue
    return "-"

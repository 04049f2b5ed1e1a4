"""Decide, ask or refuse an encoding, on the whole stream of bytes; never guess.

The stream is decoded strictly as UTF-8 and as CP949 (`encoding_evidence`), and `encoding_rule` judges what both say.
217 of the 2,350 syllables of KS X 1001 (홍 화 회 ...) are valid two-byte UTF-8, so "UTF-8 first" is not safe.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from madang.ingest.encoding_evidence import Evidence, ProofLines, proof
from madang.ingest.encoding_rule import OFFERED, Decision, judge
from madang.ingest.tables import Choices
from madang.lib.problems import Problem

CHUNK = 2 << 20
BOMS = (  # the longer first: the UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BROKEN_BOM = "\ufeff".encode().decode("cp1252").encode()  # a UTF-8 mark read as windows-1252 and saved again
SAME_AS_ASCII = ("cp949", "euc_kr", "cp1252", "gbk", "big5", "utf-8", "iso8859-1")


class UnknownEncoding(Problem):
    en = "There is no encoding named {encoding}. Choose one of: {offered}."
    ko = "{encoding}(이)라는 인코딩은 없습니다. 다음 중에서 고르세요: {offered}."


def decide(path: Path, choices: Choices | None = None, sample: bytes | None = None, standard: str = "") -> Decision:
    """Decide how to read the text file at `path` (or `sample`, its text taken out of a binary file).

    `standard` names a format that must be UTF-8 (JSON): when the whole file is, that settles it.
    """
    choices = choices or {}
    chunks = _chunks(path) if sample is None else iter([sample])
    head = next(chunks, b"")
    marked, start = _mark(head)
    if choices.get("encoding"):
        return _chosen(
            choices["encoding"], bool(marked), start, [head[start:]] if marked else chain([head[start:]], chunks)
        )
    if marked:
        reason = {
            "en": f"The file begins with the byte order mark of {marked}.",
            "ko": f"파일이 {marked}의 바이트 순서 표시(BOM)로 시작합니다.",
        }
        return Decision(marked, "decided", reason, bom=True, start=start)
    utf16 = _utf16_without_mark(head)
    if utf16:
        return _unmarked(utf16, head)
    evidence = Evidence()
    for chunk in chain([head[start:]], chunks):
        evidence.add(chunk)
    evidence.finish()
    if standard and evidence.utf8:
        reason = {
            "en": f"{standard} is UTF-8 by its standard, and the whole file is.",
            "ko": f"{standard}의 표준은 UTF-8이고 파일 전체가 그렇습니다.",
        }
        return Decision("utf-8", "declared", reason, start > 0, start, proof(evidence.proof.lines, "utf-8", "cp949"))
    return replace(judge(evidence, choices.get("language", "en")), bom=start > 0, start=start, lost=evidence.lost)


def text_blocks(path: Path, decision: Decision, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The text as UTF-8 in blocks that may end inside a character or line; memory stays flat.

    Bytes that are no text in the encoding become NUL, which no table may hold: the reader rejects those rows and says so.
    """
    done = decision.start
    decoder = _decoder(decision)
    for chunk in _chunks(path, decision.start):
        done += len(chunk)
        yield chunk if decoder is None or _same(chunk, decoder, decision.name) else decoder.decode(chunk).encode()
        if progress:
            progress(done)
    if decoder and (rest := decoder.decode(b"", True)):
        yield rest.encode()


def _decoder(decision: Decision) -> codecs.IncrementalDecoder | None:
    """None when the bytes are already valid UTF-8."""
    if (
        codecs.lookup(decision.name).name == "utf-8"
        and decision.how in ("decided", "asked", "declared")
        and not decision.bom
    ):
        return None
    return codecs.getincrementaldecoder(decision.name)(errors="madang-nul")


def _same(chunk: bytes, decoder: codecs.IncrementalDecoder, name: str) -> bool:
    """Whether the chunk is the same in UTF-8: only ASCII, no character half read."""
    return chunk.isascii() and codecs.lookup(name).name in SAME_AS_ASCII and decoder.getstate() == (b"", 0)


def _chunks(path: Path, start: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(CHUNK):
            yield chunk


def _mark(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark tells, and the mark's length; a mark saved in the wrong encoding is only skipped."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name, len(mark)
    return ("", len(BROKEN_BOM)) if head.startswith(BROKEN_BOM) else ("", 0)


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[:4096:2], head[1:4096:2]
    if len(head) >= 4 and odd.count(0) > len(odd) * 0.3 and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if len(head) >= 4 and even.count(0) > len(even) * 0.3 and not odd.count(0) else ""


def _unmarked(name: str, head: bytes) -> Decision:
    reason = {
        "en": f"Every second byte is zero, as in {name} without a mark.",
        "ko": f"표시 없는 {name}처럼 두 바이트마다 0이 있습니다.",
    }
    lines = list(enumerate(head[:4096].decode(name, errors="ignore").encode().splitlines()[:3], 1))
    return Decision(name, "asked", reason, proof=proof(lines, "utf-8", "utf-8"))


def known(name: str) -> bool:
    """Whether Python can decode the encoding."""
    try:
        b"a".decode(name, errors="ignore")  # empty bytes are decoded without a look at the name
    except LookupError:
        return False
    return True


def _chosen(name: str, bom: bool, start: int, chunks: Iterable[bytes]) -> Decision:
    if not known(name):
        raise UnknownEncoding(encoding=name, offered=", ".join(OFFERED))
    lines = ProofLines()
    for chunk in chunks:
        if lines.full:
            break
        lines.add(chunk)
    reason = {"en": f"A person chose {name}.", "ko": f"사람이 {name}을(를) 골랐습니다."}
    shown = proof(lines.lines, name, "cp949" if codecs.lookup(name).name == "utf-8" else "utf-8")
    return Decision(name, "chosen", reason, bom, start, shown)


def _nul(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\0", error.end


codecs.register_error("madang-nul", _nul)

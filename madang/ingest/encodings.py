"""Decide, ask or refuse an encoding, on the whole stream of bytes; never guess.

The rule, and why detectors are not used, is in `docs/ingest-files.md`. In short: decode the whole stream strictly as UTF-8
and as CP949. 217 of the 2,350 syllables of KS X 1001 (홍 화 회 ...) are valid two-byte UTF-8, so "UTF-8 first" is not safe.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from madang.ingest.encoding_evidence import Evidence, ProofLines, glued, proof
from madang.ingest.tables import Choices, Finding
from madang.lib.problems import Problem, Text

CHUNK = 2 << 20
HANGUL_NEEDED = 30
BOMS = (  # the longer first: the UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BROKEN_BOM = "\ufeff".encode().decode("cp1252").encode()  # a UTF-8 mark read as windows-1252 and saved again
LOST = {
    "en": "The file holds replacement characters (�): letters were lost before it came here. Ask for an export in UTF-8.",
    "ko": "파일에 대체 문자(�)가 있습니다. 여기 오기 전에 글자가 사라졌으니 UTF-8로 다시 내보내 달라고 요청하세요.",
}
DEFAULT = {"ko": "cp949", "en": "windows-1252"}
SAME_AS_ASCII = ("cp949", "euc_kr", "cp1252", "gbk", "big5", "utf-8", "iso8859-1")
OFFERED = ("cp949", "utf-8", "windows-1252", "shift_jis", "gbk", "big5", "utf-16-le")


class UnknownEncoding(Problem):
    en = "There is no encoding named {encoding}. Choose one of: {offered}."
    ko = "{encoding}(이)라는 인코딩은 없습니다. 다음 중에서 고르세요: {offered}."


@dataclass(frozen=True)
class Decision:
    """How the bytes become text. `how` is decided, asked, default, chosen or declared; `start` is where the text begins.

    asked: a person should look, the city's default was taken. default: no candidate decodes the whole stream.
    """

    name: str
    how: str
    reason: Text
    bom: bool = False
    start: int = 0
    proof: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    lost: int = 0  # replacement characters that the file already holds

    @property
    def receipt(self) -> dict[str, Any]:
        facts = {"name": self.name, "how": self.how, "reason": self.reason, "bom": self.bom}
        return {**facts, "proof": self.proof, "choices": self.choices}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A finding when nobody chose and the bytes alone do not decide, and one when letters were lost before."""
        found: list[Finding] = []
        if self.how in ("asked", "default"):
            sample = tuple(row["text"] for row in self.proof[:3])
            found.append(Finding(code="encoding-undecided", severity="warning", text=self.reason, sample=sample))
        if self.lost and self.name == "utf-8":
            found.append(Finding(code="letters-lost", severity="warning", text=LOST, count=self.lost))
        return tuple(found)


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
    return replace(_judge(evidence, choices.get("language", "en")), bom=start > 0, start=start, lost=evidence.lost)


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


def _judge(evidence: Evidence, language: str) -> Decision:
    default = DEFAULT.get(language, "utf-8")
    if evidence.ascii:
        reason = {
            "en": "All bytes are ASCII, the same text in every candidate.",
            "ko": "모두 ASCII라서 어느 인코딩으로도 같은 글입니다.",
        }
        return Decision("utf-8", "decided", reason)
    if evidence.utf8 and not evidence.cp949:
        reason = {
            "en": "The whole file is valid UTF-8 and is not valid CP949.",
            "ko": "파일 전체가 올바른 UTF-8이고 CP949는 아닙니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    if evidence.utf8:
        return _judge_both(evidence, language)
    if evidence.cp949:
        return _judge_cp949(evidence, default)
    return _judge_neither(evidence, default)


def _judge_both(evidence: Evidence, language: str) -> Decision:
    if evidence.utf8_hangul or evidence.hangul_share < 1:
        reason = {
            "en": "Valid UTF-8; read as CP949 it would not be Korean throughout.",
            "ko": "올바른 UTF-8이며, CP949로 읽으면 한글만 남지 않습니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    if evidence.hangul >= HANGUL_NEEDED and evidence.common_share < 0.3:
        reason = {
            "en": f"Valid UTF-8; read as CP949 only {evidence.common_share:.0%} of its {evidence.hangul} syllables are common in Korean.",
            "ko": f"올바른 UTF-8이며, CP949로 읽은 {evidence.hangul}자 중 흔한 한글은 {evidence.common_share:.0%}뿐입니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    name = "cp949" if language == "ko" and not glued(evidence.proof.lines) else "utf-8"
    reason = {
        "en": f"Both UTF-8 and CP949 fit every byte; {name} was taken by default. Look at the proof rows.",
        "ko": f"UTF-8과 CP949 둘 다 맞습니다. 기본값으로 {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(name, reason, ("cp949", "utf-8"), "asked", evidence)


def _judge_cp949(evidence: Evidence, default: str) -> Decision:
    numbers = (
        f"{evidence.hangul} Hangul, {evidence.ks_share:.0%} of KS X 1001, {evidence.common_share:.0%} common syllables",
        f"한글 {evidence.hangul}자, KS X 1001 {evidence.ks_share:.0%}, 흔한 음절 {evidence.common_share:.0%}",
    )
    if evidence.korean:
        reason = {
            "en": f"Valid CP949, not UTF-8: {numbers[0]}.",
            "ko": f"올바른 CP949이고 UTF-8은 아닙니다: {numbers[1]}.",
        }
        return Decision("cp949", "decided", reason, proof=proof(evidence.proof.lines, "cp949", "windows-1252"))
    reason = {
        "en": f"Valid CP949, but not surely Korean ({numbers[0]}); {default} was taken as the city's default. Look at the proof rows.",
        "ko": f"CP949로 읽히지만 한국어인지 확실하지 않습니다({numbers[1]}). "
        f"도시의 기본값인 {default}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(default, reason, ("cp949", "windows-1252", "shift_jis", "gbk", "big5"), "asked", evidence)


def _judge_neither(evidence: Evidence, default: str) -> Decision:
    where = f"{evidence.utf8_error} / {evidence.cp949_error}"
    # A mostly Korean file with a few cut characters is CP949 with damaged rows, not another encoding.
    name = "cp949" if evidence.korean else default
    reason = {
        "en": f"Neither UTF-8 nor CP949 fits every byte (first misfits at byte {where}); {name} was taken. Look at the proof rows.",
        "ko": f"UTF-8도 CP949도 모든 바이트에 맞지는 않습니다(처음 어긋난 바이트: {where}). {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(name, reason, OFFERED, "default", evidence)


def _asked(name: str, reason: Text, offered: tuple[str, ...], how: str, evidence: Evidence) -> Decision:
    lines = evidence.proof.lines
    other = next(candidate for candidate in offered if candidate != name)
    choices = [
        {"name": candidate, "text": "\n".join(row["text"] for row in proof(lines[:2], candidate, other))}
        for candidate in dict.fromkeys((name, *offered))
    ]
    return Decision(name, how, reason, proof=proof(lines, name, other), choices=choices)


def _nul(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\0", error.end


codecs.register_error("madang-nul", _nul)

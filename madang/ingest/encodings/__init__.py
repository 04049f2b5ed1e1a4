"""Decide, ask or refuse an encoding, on the whole stream of bytes; never guess.

`evidence` gathers what the stream says, `rule` judges it, `joined` looks line by line where the
stream fits nothing. 217 of the 2,350 syllables of KS X 1001 (홍 화 회 ...) are valid two-byte UTF-8, so "UTF-8 first" is not safe.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from madang.ingest.encodings import decoders
from madang.ingest.encodings.decision import Decision
from madang.ingest.encodings.decoders import known
from madang.ingest.encodings.evidence import Evidence
from madang.ingest.encodings.joined import judge_lines
from madang.ingest.encodings.marks import mark_of, without_mark
from madang.ingest.encodings.proof import ProofLines, proof, wide
from madang.ingest.encodings.rule import OFFERED, judge
from madang.ingest.encodings.twice import with_twice
from madang.ingest.no_table import NoTable
from madang.ingest.tables import Choices
from madang.lib.problems import Problem

__all__ = ["Decision", "UnknownEncoding", "WrongEncoding", "decide", "known", "refuse_misfit", "text_blocks"]
CHUNK = 1 << 18  # small enough that what is made of it comes from the heap: fresh pages cost more than the work on them
SAME_AS_ASCII = ("cp949", "euc_kr", "cp1252", "cp1250", "gbk", "gb18030", "big5", "utf-8", "iso8859-1")


class UnknownEncoding(Problem):
    en = "There is no encoding named {encoding}. Choose one of: {offered}."
    ko = "{encoding}(이)라는 인코딩은 없습니다. 다음 중에서 고르세요: {offered}."


class WrongEncoding(NoTable):
    en = "{name} is no text in {encoding}: {misfits:,} places in its first {characters:,} characters cannot be read so."
    ko = "{name}: {encoding}(으)로 읽을 수 없습니다. 처음 {characters:,}자 중 {misfits:,}곳이 맞지 않습니다."
    remedy_en = "Choose another encoding, for example {offered}. The file is kept as it came."
    remedy_ko = "다른 인코딩을 고르세요. 예: {offered}. 파일은 받은 그대로 보관되어 있습니다."


def decide(path: Path, choices: Choices | None = None, sample: bytes | None = None, standard: str = "") -> Decision:
    """Decide how to read the text file at `path` (or `sample`, its text taken out of a binary file).

    `standard` names a format that must be UTF-8 (JSON): when the whole file is, that settles it.
    """
    choices = choices or {}
    head = next(_chunks(path), b"") if sample is None else sample
    marked, start = mark_of(head)
    if choices.get("encoding"):
        return _chosen(choices["encoding"], marked, start, head, _stream(path, sample, start))
    wider = without_mark(head)
    if marked.startswith(("utf-16", "utf-32")):
        return _marked(marked, start, head)
    if wider:
        return _unmarked(wider, head)
    evidence = Evidence()
    for chunk in _stream(path, sample, start):
        evidence.add(chunk)
    evidence.finish()
    if marked and evidence.utf8:
        return replace(_marked(marked, start, head), lost=evidence.lost, sure=True)
    if standard and evidence.utf8:
        return _declared(standard, start, evidence)
    language = choices.get("language", "en")
    _number(evidence, _stream(path, sample, start))
    decision = None
    if not (evidence.utf8 or evidence.cut) and (evidence.other_lines or not evidence.cp949):
        decision = judge_lines(_stream(path, sample, start), evidence, language)
    decision = decision or judge(evidence, language)
    decision = replace(decision, bom=start > 0, start=start, lost=evidence.lost)
    return with_twice(decision, evidence) if evidence.utf8 else decision


def text_blocks(path: Path, decision: Decision, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The text as UTF-8 in blocks that may end inside a character or line; memory stays flat.

    Bytes that are no text in the encoding become NUL, which no table may hold: the reader rejects those rows and says so.
    How many there were stands in `decision.met` at the end.
    """
    done = decision.start
    decoder = None if _is_utf8(decision) else decoders.decoder(decision.name)
    decision.met.misfits = decision.met.own = 0
    for chunk in _chunks(path, decision.start):
        done += len(chunk)
        yield chunk if decoder is None or _same(chunk, decoder, decision.name) else _decoded(decoder, chunk, decision)
        if progress:
            progress(done)
    if decoder and (rest := _decoded(decoder, b"", decision, final=True)):
        yield rest


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, decision: Decision, final: bool = False) -> bytes:
    block = decoder.decode(chunk, final).encode()
    if b"\0" in block:
        ascii_like = not decision.name.startswith(("utf-16", "utf-32"))
        decision.met.misfits += block.count(b"\0") - (chunk.count(b"\0") if ascii_like else 0)
    if b"\xee" in block:
        decision.met.own += sum(block.count(lead) for lead in (b"\xee\x80", b"\xee\x81", b"\xee\x82"))
    return block


def refuse_misfit(name: str, head: str, decision: Decision) -> None:
    """Raise `WrongEncoding` when a twentieth of the head is no text in the encoding. Call it when the head was read."""
    misfits = decision.met.misfits
    if misfits > max(4, len(head) / 20):
        likely = [one["name"] for one in decision.choices] or OFFERED  # of two exports in one file, both together
        offered = ", ".join(one for one in likely if one != decision.name)
        raise WrongEncoding(name=name, encoding=decision.name, misfits=misfits, characters=len(head), offered=offered)


def _is_utf8(decision: Decision) -> bool:
    """Whether the bytes are known to be valid UTF-8, so that nothing needs decoding."""
    return decision.sure and codecs.lookup(decision.name).name == "utf-8"


def _same(chunk: bytes, decoder: codecs.IncrementalDecoder, name: str) -> bool:
    """Whether the chunk is the same in UTF-8: only ASCII, no character half read."""
    return chunk.isascii() and codecs.lookup(name).name in SAME_AS_ASCII and decoder.getstate() == (b"", 0)


def _chunks(path: Path, start: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(CHUNK):
            yield chunk


def _stream(path: Path, sample: bytes | None, start: int) -> Iterator[bytes]:
    return _chunks(path, start) if sample is None else iter([sample[start:]])


def _number(evidence: Evidence, stream: Iterator[bytes]) -> None:
    """Turn the byte offsets of doubtful lines into line numbers."""
    if not (evidence.doubtful and evidence.utf8_hangul):
        return
    last = evidence.doubtful[-1][0]
    numbers: dict[int, int] = {}
    line, read = 1, 0
    for chunk in stream:
        place = 0
        for at, _ in evidence.doubtful:
            if read <= at < read + len(chunk):
                line, place = line + chunk.count(b"\n", place, at - read), at - read
                numbers[at] = line
        line, read = line + chunk.count(b"\n", place), read + len(chunk)
        if read > last:
            break
    evidence.doubtful = [(numbers[at], text) for at, text in evidence.doubtful]


def _marked(name: str, start: int, head: bytes) -> Decision:
    reason = {
        "en": f"The file begins with the byte order mark of {name}.",
        "ko": f"파일이 {name}의 바이트 순서 표시(BOM)로 시작합니다.",
    }
    lines = wide(head, name, start)
    return Decision(name, "decided", reason, bom=True, start=start, proof=proof(lines, "utf-8", "utf-8"))


def _unmarked(name: str, head: bytes) -> Decision:
    reason = {
        "en": f"Read as {name} without a byte order mark, because of its zero bytes. Look at the proof rows.",
        "ko": f"0 바이트의 위치로 보아 바이트 순서 표시(BOM) 없는 {name}(으)로 읽었습니다. 증거 행을 확인하세요.",
    }
    return Decision(name, "asked", reason, proof=proof(wide(head, name), "utf-8", "utf-8"))


def _declared(standard: str, start: int, evidence: Evidence) -> Decision:
    reason = {
        "en": f"{standard} is UTF-8 by its standard, and the whole file is.",
        "ko": f"{standard}의 표준은 UTF-8이고 파일 전체가 그렇습니다.",
    }
    shown = proof(evidence.proof.lines, "utf-8", "cp949")
    return Decision("utf-8", "declared", reason, start > 0, start, shown, sure=True)


def _chosen(name: str, marked: str, start: int, head: bytes, stream: Iterator[bytes]) -> Decision:
    if not known(name):
        raise UnknownEncoding(encoding=name, offered=", ".join(OFFERED))
    python = codecs.lookup(name).name
    if python in decoders.WITHOUT_MARK:
        name = python = marked if marked.startswith(python) else decoders.WITHOUT_MARK[python]
    reason = {"en": f"A person chose {name}.", "ko": f"사람이 {name}을(를) 골랐습니다."}
    if python.startswith(("utf-16", "utf-32")):
        return Decision(name, "chosen", reason, bool(marked), start, proof(wide(head, name, start), "utf-8", "utf-8"))
    lines = ProofLines()
    for chunk in stream:
        lines.add(chunk)
        if lines.full:
            break
    lines.add(b"", final=True)
    shown = proof(lines.lines, name, "cp949" if python == "utf-8" else "utf-8")
    return Decision(name, "chosen", reason, bool(marked), start, shown)

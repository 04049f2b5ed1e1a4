"""What the bytes of a file say about their encoding: which candidates fit the whole stream, and how Korean they look."""

from __future__ import annotations

import codecs
from typing import Any

import numpy as np

from madang.ingest.syllables import COMMON

MEASURED = 8 << 20  # bytes whose characters are counted; decoding goes on to the end of the file
PROOF_ROWS = 5
PROOF_TEXT = 200
LINE_BYTES = 4096

_COMMON = np.zeros(65536, bool)
_COMMON[[ord(letter) for letter in COMMON]] = True
_KS = np.zeros(65536, bool)
_KS[[ord(bytes((lead, trail)).decode("euc_kr")) for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF)]] = True


class Evidence:
    """Feeds the whole stream to a UTF-8 and a CP949 decoder and counts letters. Add chunks in order, then `finish`."""

    def __init__(self) -> None:
        self.ascii = True
        self.proof = ProofLines()
        self.utf8_error: int | None = None  # byte offset of the first misfit
        self.cp949_error: int | None = None
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._cp949 = codecs.getincrementaldecoder("cp949")()
        self._utf8_counts = np.zeros(65536, np.int64)
        self._cp949_counts = np.zeros(65536, np.int64)
        self._read = self._measured = 0

    def add(self, chunk: bytes, final: bool = False) -> None:
        if not chunk.isascii() or final or not self.ascii:
            self.ascii = self.ascii and chunk.isascii()
            measure = self._measured < MEASURED
            if self.utf8_error is None:
                self.utf8_error = self._feed(self._utf8, chunk, final, self._utf8_counts, measure)
            if self.cp949_error is None:
                self.cp949_error = self._feed(self._cp949, chunk, final, self._cp949_counts, measure)
            elif measure and self.utf8_error is not None:
                _count(chunk.decode("cp949", errors="ignore"), self._cp949_counts)
            self._measured += len(chunk)
        self.proof.add(chunk)
        self._read += len(chunk)

    def finish(self) -> None:
        self.add(b"", final=True)

    def _feed(
        self, decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool, counts: np.ndarray, measure: bool
    ) -> int | None:
        pending = len(decoder.getstate()[0])
        if chunk.isascii() and not pending:
            return None
        try:
            text = decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            if measure:
                _count(chunk.decode("cp949" if decoder is self._cp949 else "utf-8", errors="ignore"), counts)
            return self._read - pending + error.start
        if measure:
            _count(text, counts)
        return None

    @property
    def utf8(self) -> bool:
        return self.utf8_error is None

    @property
    def cp949(self) -> bool:
        return self.cp949_error is None

    @property
    def utf8_hangul(self) -> int:
        return _hangul(self._utf8_counts)

    @property
    def lost(self) -> int:
        """Replacement characters in the UTF-8 reading: letters that were lost before the file came here."""
        return int(self._utf8_counts[0xFFFD]) if self.utf8 else 0

    @property
    def hangul(self) -> int:
        """Hangul syllables in the CP949 reading."""
        return _hangul(self._cp949_counts)

    @property
    def _others(self) -> int:
        return int(self._cp949_counts[128:].sum())

    @property
    def hangul_share(self) -> float:
        return self.hangul / max(1, self._others)

    @property
    def ks_share(self) -> float:
        """Share of the CP949 reading's non-ASCII characters that are syllables of KS X 1001."""
        return int(self._cp949_counts[_KS].sum()) / max(1, self._others)

    @property
    def common_share(self) -> float:
        return int(self._cp949_counts[_COMMON].sum()) / max(1, self.hangul)

    @property
    def korean(self) -> bool:
        """The CP949 reading is surely Korean. Real Korean files reach 0.87 and more common syllables, others 0.24 at most."""
        return self.hangul >= 30 and self.ks_share >= 0.95 and self.common_share >= 0.7


def _count(text: str, counts: np.ndarray) -> None:
    letters = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    counts += np.bincount(letters[letters > 127], minlength=65536)


def _hangul(counts: np.ndarray) -> int:
    return int(counts[0xAC00:0xD7A4].sum())


class ProofLines:
    """Collects the first lines that hold non-ASCII or NUL bytes, with their numbers. Feed it chunks in order."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, bytes]] = []
        self._number, self._tail = 1, b""

    @property
    def full(self) -> bool:
        return len(self.lines) >= PROOF_ROWS

    def add(self, chunk: bytes) -> None:
        end = b"\n" if b"\n" in chunk or b"\r" not in chunk else b"\r"
        if not self.full and not (chunk.isascii() and self._tail.isascii() and b"\0" not in chunk):
            for number, line in enumerate((self._tail + chunk).split(end), self._number):
                if not line.isascii() or b"\0" in line:
                    self.lines.append((number, line[:LINE_BYTES]))
                if self.full:
                    return
        self._number += chunk.count(end)
        self._tail = chunk[chunk.rfind(end) + 1 :][:LINE_BYTES] if end in chunk else (self._tail + chunk)[:LINE_BYTES]


def glued(lines: list[tuple[int, bytes]]) -> bool:
    """Whether every Hangul of the CP949 reading touches an ASCII letter and none is common: `M찼ximo` is a damaged `Máximo`."""
    text = "\n".join(line.decode("cp949", errors="replace") for _, line in lines)
    hangul = [at for at, letter in enumerate(text) if "가" <= letter <= "힣"]
    touching = all(_latin(text[at - 1 : at]) or _latin(text[at + 1 : at + 2]) for at in hangul)
    return bool(hangul) and touching and not any(text[at] in COMMON for at in hangul)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def proof(lines: list[tuple[int, bytes]], taken: str, other: str) -> list[dict[str, Any]]:
    """The lines in the taken reading and in the other: `[{line, text, otherwise}]`."""
    return [{"line": number, "text": _text(line, taken), "otherwise": _text(line, other)} for number, line in lines]


def _text(line: bytes, encoding: str) -> str:
    return line.decode(encoding, errors="backslashreplace").strip("\r\n")[:PROOF_TEXT]

"""What the bytes of a whole stream say about their encoding: which candidates fit, and how Korean they look."""

from __future__ import annotations

import codecs
import re

import numpy as np

from madang.ingest.encodings.likelihood import MARGIN, SURE, likelihood, margin
from madang.ingest.encodings.lines import is_utf8, islands, kind
from madang.ingest.encodings.proof import ProofLines
from madang.ingest.encodings.syllables import COMMON, KS
from madang.ingest.encodings.words import Words

MEASURED = 8 << 20  # bytes (of chunks that are not ASCII) whose characters are counted, then of each `SAMPLED`th chunk
SAMPLED = 16
LOOKED_AT = 20  # places of one chunk that are looked at for the other encoding
HANGUL_NEEDED = 30

_COMMON = np.zeros(65536, bool)
_COMMON[[ord(letter) for letter in COMMON]] = True
_KS = np.zeros(65536, bool)
_KS[[ord(letter) for letter in KS]] = True
_SYMBOL = np.zeros(65536, bool)  # rows 1 to 9 of KS X 1001: ㎡ ※ ○ Ⅲ ① and the like, no evidence for or against
_pairs = (bytes((lead, trail)) for lead in range(0xA1, 0xAA) for trail in range(0xA1, 0xFF))
_SYMBOL[[ord(letter) for pair in _pairs for letter in pair.decode("euc_kr", "ignore")]] = True
_STANDARD = _SYMBOL | _KS
_pairs = (bytes((lead, trail)) for lead in range(0xCA, 0xFE) for trail in range(0xA1, 0xFF))
_STANDARD[[ord(letter) for pair in _pairs for letter in pair.decode("euc_kr", "ignore")]] = True
_BREAKS = (b"\n", b"\r")
_ESCAPES = (  # encodings of seven bits say themselves when they leave ASCII
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b\$[@B]|\x1b\$\(D"), "iso2022_jp_2"),
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}"), "hz"),
)


class Evidence:
    """Add the chunks of a stream in order, then `finish`.

    UTF-8 is tested on every byte. CP949 is decoded until it is settled: once 8 MB are surely Korean and not UTF-8, the name
    cannot change, so the rest is only sampled and searched for lines of UTF-8; the reader finds what cannot be decoded.
    """

    def __init__(self) -> None:
        self.ascii = True
        self.escape = ""  # the encoding whose escape sequences stand in ASCII text
        self.proof, self.words = ProofLines(), Words()
        self.utf8_error: int | None = None  # byte offset of the first misfit
        self.cp949_error: int | None = None
        self.cut = ""  # the candidate whose last character is cut off at the end of the file
        self.doubtful: list[tuple[int, bytes]] = []  # lines of a UTF-8 file that may be CP949, with their byte offsets
        self.other_lines = False  # lines of UTF-8 stand in a file that is not
        self._utf8_rest = b""
        self._cp949 = codecs.getincrementaldecoder("cp949")()
        self._utf8_counts = np.zeros(65536, np.int64)
        self._cp949_counts = np.zeros(65536, np.int64)
        self.sampled = False  # the name is settled, and letters are counted in parts of the rest only
        self._read = self._measured = self._chunks = 0

    def add(self, chunk: bytes) -> None:
        if chunk.isascii():
            self._seven_bits(chunk)
        if not chunk.isascii() or self._utf8_rest or self._cp949.getstate()[0]:
            self.ascii = False
            self._bytes(chunk)
        self.words.add(chunk)
        self.proof.add(chunk)
        self._read += len(chunk)

    def finish(self) -> None:
        self.words.add(b"", final=True)
        self.proof.add(b"", final=True)
        if self._utf8_rest and self.utf8_error is None:
            self.utf8_error, self.cut = self._read - len(self._utf8_rest), "utf-8"
        pending = len(self._cp949.getstate()[0])
        if pending and self.cp949_error is None:
            self.cp949_error, self.cut = self._read - pending, self.cut or "cp949"

    def _seven_bits(self, chunk: bytes) -> None:
        if self.escape or not self.ascii or not (b"\x1b" in chunk or b"~{" in chunk):
            return
        self.escape = next((name for pattern, name in _ESCAPES if pattern.search(chunk)), "")

    def _bytes(self, chunk: bytes) -> None:
        self._chunks += 1
        measure = self._measured < MEASURED or self._chunks % SAMPLED == 0
        if self.utf8_error is None:
            self._add_utf8(chunk, measure)
        if self.utf8_error is not None and not self.other_lines:
            self.other_lines = any(kind(line) == "utf-8" for _, line in _lines_at(chunk, _openings(chunk)))
        if self.cp949_error is None and not self.sampled:
            self._add_cp949(chunk, measure)
        elif measure and self.utf8_error is not None:
            _count(chunk.decode("cp949", errors="ignore"), self._cp949_counts)
        self._measured += len(chunk)
        if not self.sampled and self._measured >= MEASURED and self.utf8_error is not None and not self.cut:
            self.sampled = self.cp949 and self.korean

    def _add_utf8(self, chunk: bytes, measure: bool) -> None:
        data = self._utf8_rest + chunk
        whole = data[: len(data) - _unfinished(data)]
        if not is_utf8(whole):
            try:
                whole.decode("utf-8")
            except UnicodeDecodeError as error:
                self.utf8_error = self._read - len(self._utf8_rest) + error.start
        elif len(self.doubtful) < LOOKED_AT and (places := islands(whole)):
            self._doubt(whole, places)
        self._utf8_rest = data[len(whole) :]
        if measure or (b"\xef" in whole and b"\xef\xbf\xbd" in whole):
            _count(whole.decode("utf-8", errors="ignore"), self._utf8_counts)

    def _doubt(self, whole: bytes, places: list[int]) -> None:
        before = self._read - len(self._utf8_rest)
        lines = _lines_at(whole, places[:LOOKED_AT])
        self.doubtful += [(before + at, line[:4096]) for at, line in lines if kind(line) == "both"]

    def _add_cp949(self, chunk: bytes, measure: bool) -> None:
        pending = len(self._cp949.getstate()[0])
        try:
            text = self._cp949.decode(chunk)
        except UnicodeDecodeError as error:
            self.cp949_error = self._read - pending + error.start
            self._cp949.reset()
            text = chunk.decode("cp949", errors="ignore")
        if measure:
            _count(text, self._cp949_counts)

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
    def hangul_share(self) -> float:
        return self.hangul / max(1, int(self._cp949_counts[128:].sum()))

    @property
    def ks_share(self) -> float:
        """Share of the CP949 reading's letters (symbols such as ㎡ and ※ apart) that are syllables of KS X 1001."""
        letters = int(self._cp949_counts[128:].sum() - self._cp949_counts[_SYMBOL].sum())
        return int(self._cp949_counts[_KS].sum()) / max(1, letters)

    @property
    def common_share(self) -> float:
        return int(self._cp949_counts[_COMMON].sum()) / max(1, self.hangul)

    @property
    def standard_share(self) -> float:
        """Share of the CP949 reading's letters that are of KS X 1001 at all: its syllables, Hanja and symbols."""
        return int(self._cp949_counts[_STANDARD].sum()) / max(1, int(self._cp949_counts[128:].sum()))

    @property
    def korean(self) -> bool:
        """The CP949 reading is surely Korean: enough Hangul, in common syllables, and no other reading is near.

        Texts with Hanja or rare names need a margin that no text of another language came near.
        """
        if self.hangul < HANGUL_NEEDED or self.hangul_share < 0.4 or self.common_share < 0.5:
            return False
        lead = self.margin("cp949")
        plain = self.ks_share >= 0.95 and self.common_share >= 0.7
        return lead >= MARGIN if plain else lead >= SURE and self.standard_share >= 0.95

    @property
    def johab(self) -> bool:
        """The text fits neither UTF-8 nor CP949 and is surely Korean in Johab, by its words."""
        words = b"\n".join(self.words.tokens).decode("johab", errors="ignore")
        hangul = [letter for letter in words if "가" <= letter <= "힣"]
        common = sum(letter in COMMON for letter in hangul)
        return len(hangul) >= HANGUL_NEEDED and common >= 0.7 * len(hangul) and self.margin("johab") >= SURE

    def likelihood(self, name: str) -> float:
        """Natural logarithm, up to a constant, of the words of the file in the encoding `name`."""
        return likelihood(tuple(self.words.tokens), name)

    def margin(self, name: str) -> float:
        """By how much `name` is the likelier reading of the words of the file (see `likelihood`)."""
        return margin(self.words.tokens, name)


def _count(text: str, counts: np.ndarray) -> None:
    letters = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    counts += np.bincount(letters[letters > 127], minlength=65536)


def _hangul(counts: np.ndarray) -> int:
    return int(counts[0xAC00:0xD7A4].sum())


def _unfinished(data: bytes) -> int:
    """Bytes at the end that begin a character of UTF-8 and do not finish it."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
        if byte < 0x80:
            return 0
    return 0


def _openings(chunk: bytes) -> list[int]:
    """Places after ASCII where a Hangul, kana or hanzi may begin in UTF-8; in CP949 a word would begin with a rare Hanja."""
    letters = np.frombuffer(chunk, np.uint8)
    begins = (letters[1:] - np.uint8(0xE3)) <= 10
    return [int(at) + 1 for at in np.flatnonzero(begins & (letters[:-1] < 128))[:LOOKED_AT]]


def _lines_at(data: bytes, places: list[int]) -> list[tuple[int, bytes]]:
    """The lines in which the places stand, with their offsets, each once; the last one of the data may be half a line."""
    lines: dict[int, bytes] = {}
    for place in places:
        begin = max(data.rfind(end, 0, place) for end in _BREAKS) + 1
        ends = [at for at in (data.find(end, place) for end in _BREAKS) if at >= 0]
        lines[begin] = data[begin : min(ends, default=len(data))]
    return list(lines.items())

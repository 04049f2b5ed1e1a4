"""How often Madang decides, asks about or mistakes an encoding: `python bench/encoding.py [files] [seed]`.

Generated texts (`encoded/texts.py`) are saved in an encoding that can hold them, read by Madang for a Korean or an English city and by the
detectors that other portals use. Wrong is what was decided and gives other text than was written; asking is not wrong, but costs a person
a look. Prints one table for each view, and the machine.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import chardet
import charset_normalizer
from encoded import texts

from madang.ingest.encodings import decide, text_blocks
from madang.lib.problems import Problem

UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32")
ENCODINGS = {
    "korean": (*UNICODE, "cp949", "cp949", "cp949", "cp949", "euc_kr", "euc_kr", "johab", "iso2022_kr"),
    "english": (*UNICODE, "windows-1252", "windows-1252", "windows-1252"),
    "central": ("utf-8", "windows-1250"),
    "simplified": ("utf-8", "gbk", "gbk"),
    "traditional": ("utf-8", "big5", "big5"),
    "japanese": ("utf-8", "shift_jis", "shift_jis", "euc_jp"),
}
SHARE = {"korean": 10, "english": 5, "central": 1, "simplified": 2, "traditional": 1, "japanese": 1}
BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
HEADERS = {True: ["번호", "코드", "내용", "기준일자"], False: ["id", "code", "text", "date"]}
PEERS_LIMIT = 200_000  # bytes; longer files are left out for all when the peers are compared


@dataclass(frozen=True)
class File:
    kind: str
    language: str
    encoding: str
    text: str
    data: bytes

    @property
    def hangul(self) -> int:
        return sum("가" <= letter <= "힣" for letter in self.text)

    @property
    def hard(self) -> bool:
        """No text that anybody writes: syllables thrown together, or one and the same word in every row."""
        words = {cell for line in self.text.splitlines() for cell in line.split(",") if not cell.isascii()}
        return self.kind in texts.HARD or len(words) == 1


def generate(rng: random.Random) -> File:
    """One file whose encoding holds all of its text; a text that it cannot hold is written again."""
    while True:
        language = rng.choices(list(SHARE), weights=list(SHARE.values()))[0]
        kind, text = written(rng, language)
        encoding = rng.choice(ENCODINGS[language])
        try:
            return File(kind, language, encoding, text, BOMS.get(encoding, b"") + text.encode(encoding))
        except UnicodeEncodeError:
            continue


def written(rng: random.Random, language: str) -> tuple[str, str]:
    if language == "korean":
        kind = rng.choice((*texts.KOREAN_KINDS, "one word"))
        words = (
            rng.sample(texts.WORDS["single"], 1)
            if kind == "one word"
            else [texts.korean(rng, kind) for _ in range(300)]
        )
        headers = HEADERS[kind not in ("one word", "traps") and rng.random() < 0.6]
        return kind, texts.table(rng, texts.sparse(rng, words), headers)
    kind = rng.choice(list(texts.WORDS["western"])) if language == "english" else language
    words = texts.WORDS["western"][kind] if language == "english" else texts.WORDS[language]
    if rng.random() < 0.3:
        words = rng.sample(words, 1)
    return kind, texts.table(rng, texts.sparse(rng, words), HEADERS[False])


def by_madang(path: Path, file: File, city: str) -> str:
    """decided, asked or refused (no candidate fits: a choice is needed), or WRONG."""
    try:
        decision = decide(path, {"language": city})
        text = b"".join(text_blocks(path, decision)).decode()
    except Problem:
        return "refused"
    if decision.how == "default":
        return "refused"
    if decision.how == "asked":
        return "asked, default right" if text == file.text else "asked"
    return "decided" if text == file.text else "WRONG"


def by_chardet(path: Path, file: File, city: str) -> str:
    return judged(file, chardet.detect(file.data)["encoding"])


def by_charset_normalizer(path: Path, file: File, city: str) -> str:
    best = charset_normalizer.from_bytes(file.data).best()
    return judged(file, best.encoding if best else None)


def judged(file: File, encoding: str | None) -> str:
    if not encoding:
        return "refused"
    try:
        text = file.data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return "WRONG"
    return "decided" if text.removeprefix("\ufeff") == file.text else "WRONG"


READERS: dict[str, Callable[[Path, File, str], str]] = {
    "Madang": by_madang, f"chardet {chardet.__version__}": by_chardet,
    f"charset-normalizer {charset_normalizer.__version__}": by_charset_normalizer,
}  # fmt: skip
COLUMNS = ("decided", "asked, default right", "asked", "refused", "WRONG")


def main(count: int, seed: int) -> None:
    rng = random.Random(seed)
    results: dict[str, dict[tuple[str, str], Counter[str]]] = {reader: defaultdict(Counter) for reader in READERS}
    seconds: Counter[str] = Counter()
    mistakes: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        for number in range(count):
            file, city = generate(rng), ("ko", "en")[number % 2]
            path.write_bytes(file.data)
            for reader, judge in READERS.items():
                if reader != "Madang" and len(file.data) > PEERS_LIMIT:
                    continue
                began = time.process_time()
                answer = judge(path, file, city)
                seconds[reader] += time.process_time() - began
                hard = file.hard and "hard: one word, random or trap syllables"
                enough = f"{'30 Hangul and more' if file.hangul >= 30 else 'fewer'}, {hard or 'text'}"
                views = [("in", file.encoding), ("of", f"{file.language}, {file.kind}"), ("all", "all files")]
                views += [("korean", enough)] if file.language == "korean" else []
                views += [("short", "all files that the peers read")] if len(file.data) <= PEERS_LIMIT else []
                for view in views:
                    results[reader][view][answer] += 1
                if answer == "WRONG" and reader == "Madang":
                    mistakes.append(f"{city} {file.encoding} {file.kind}: {file.text[-60:]!r}")
    report(results, seconds, mistakes)
    print(
        f"{count:,} files, seed {seed}; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )


def report(results: dict[str, dict[tuple[str, str], Counter[str]]], seconds: Counter[str], mistakes: list[str]) -> None:
    madang = results["Madang"]
    for view, title in (("all", ""), ("korean", "Korean files by their Hangul"), ("in", "saved in"), ("of", "holding")):
        print(f"\n{title or 'Madang':36}" + "".join(f"{column:>22}" for column in COLUMNS))
        for (which, name), counts in sorted(madang.items()):
            if which == view:
                print(f"{name:36}" + "".join(f"{counts[column]:22,}" for column in COLUMNS))
    print(f"\n{'files of at most 200 kB':36}{'decided':>12}{'asked':>12}{'refused':>12}{'WRONG':>12}{'CPU s':>10}")
    for reader, views in results.items():
        counts = views["short", "all files that the peers read"]
        asked = counts["asked"] + counts["asked, default right"]
        print(
            f"{reader:36}{counts['decided']:12,}{asked:12,}{counts['refused']:12,}{counts['WRONG']:12,}{seconds[reader]:10.1f}"
        )
    for mistake in mistakes[:20]:
        print("WRONG", mistake)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, int(sys.argv[2]) if len(sys.argv) > 2 else 949)

"""Kinds that portals of cities add to those of the paper: footers, totals, gaps, merged labels, encodings, odd delimiters."""

from __future__ import annotations

from collections.abc import Iterator

from polluting.kinds import Polluted, made
from polluting.sources import Source
from polluting.text import Written


def portal(source: Source) -> Iterator[Polluted]:
    yield from _around(source)
    yield from _inside(source)
    yield from _forms(source)


def _around(source: Source) -> Iterator[Polluted]:
    clean = Written(source)
    text, truth = str(clean), clean.truth
    for note in (
        "※ 자료: 서울특별시 통계연보",
        "Source: City Council, 2024",
        "* provisional figures; see the notes on our site",
    ):
        yield made(source, "footer", note[:6], text + note + "\r\n", truth)
        yield made(source, "footer after a gap", note[:6], text + "\r\n" + note + "\r\n", truth)
    words = ("Note to the readers of this table, which the office of statistics " * 2).split()
    titles = "".join(" ".join(words[: 3 + number * 7 % 15]) + "\r\n" for number in range(400))
    yield made(source, "preamble of 3 lines", "", "표 1. 통계\r\n(단위: 명)\r\n\r\n" + text, truth)
    yield made(source, "preamble of 400 lines", "", titles + "\r\n" + text, truth)
    trailing = "".join(f"{str(line).removesuffix(line.end)},,\r\n" for line in clean.lines)
    yield made(source, "trailing commas", "", trailing, truth)
    other = "x,y\r\n" + "".join(f"{number},{number * 7}\r\n" for number in range(5))
    yield made(source, "another table below", "", text + "\r\n" + other, truth)
    yield made(source, "another table below, with a title", "", text + "\r\n표 2. 면적\r\n" + other, truth)


def _inside(source: Source) -> Iterator[Polluted]:
    clean = Written(source)
    lines, truth = [str(line) for line in clean.lines], clean.truth
    for at in (1, 20, 60):
        gap, again = [*lines], [*lines]
        gap.insert(at, "\r\n")
        again.insert(at + 1, lines[0])
        yield made(source, "blank row", f"row {at}", "".join(gap), truth)
        yield made(source, "repeated header", f"row {at}", "".join(again), truth)
    mixed = [
        line.removesuffix("\r\n") + end for line, end in zip(lines, ("\n", "\r\n", "\r") * len(lines), strict=False)
    ]
    yield made(source, "mixed record ends", "", "".join(mixed), truth)
    width = len(source.header)
    if width >= 4:
        yield made(source, "merged group labels", "", *_merged(clean, lines))
    total = ("합계", *("" for _ in source.header[1:]))
    yield made(source, "total row", "", "".join(lines) + str(clean.line(total)), [*truth, list(total)])


def _merged(clean: Written, lines: list[str]) -> tuple[str, list[list[str]]]:
    """Two header rows as a spreadsheet leaves them: a group stands over its first column, a lone label above a blank cell."""
    header = clean.source.header
    half = (len(header) + 1) // 2
    groups = (header[0], "집계", *[""] * (half - 2), "상세", *[""] * (len(header) - half - 1))
    names = ("", *header[1:])
    joined = [header[0], *(f"{'집계' if at < half else '상세'} {label}" for at, label in enumerate(header[1:], 1))]
    text = str(clean.line(groups)) + str(clean.line(names)) + "".join(lines[1:])
    return text, [joined, *clean.truth[1:]]


def _forms(source: Source) -> Iterator[Polluted]:
    clean = Written(source)
    text, truth = str(clean), clean.truth
    yield made(source, "byte order mark", "", text, truth, "utf-8-sig")
    yield made(source, "UTF-16", "", text, truth, "utf-16")
    if source.name == "districts":
        yield made(source, "CP949", "", text, truth, "cp949")
    for mark in ("|", "^", "~", "||", "::", "\t\t", "\x01", "¦"):
        if mark not in "".join(map("".join, truth)):
            yield made(source, "odd delimiter", repr(mark), str(Written(source, delimiter=mark)), truth)

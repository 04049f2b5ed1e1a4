"""Clean tables to pollute: made ones in English and Korean, and real ones when the folder of shared data stands beside."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROWS = 83  # as in the paper's source: one damaged row then costs every source the same
SHARED = Path(__file__).parents[3] / "shared" / "data"
REAL = (
    ("liverpool/care/libraries_liverpool_city_council.csv", "utf-8-sig"),
    ("seoul/messy_ingest/cctv_by_gu_utf8bom.csv", "utf-8-sig"),
    ("liverpool/messy/police_merseyside_2018-12_street.csv", "utf-8-sig"),
)


@dataclass(frozen=True)
class Source:
    """A clean table. `quoted` columns are always written in quotes, the others only when they must be."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quoted: frozenset[int] = frozenset()


def sources() -> list[Source]:
    return [shop(), *(made(random.Random(7), ROWS) for made in MADE), *real()]


def shop() -> Source:
    """Shaped like the source of the Pollock paper: dates, times, prices, inch marks, apostrophes, an empty last column."""
    luck = random.Random(1)
    things = ("Boots", "Jacket, Light", "Fly Rod", "Sofa", "Women's Vest", 'Table, Round 48"', "Kids' Hat", "Sandals")
    texts = (
        "These boots, for men, are rugged enough for peak performance.",
        "You won't find a better fit, and it won't let you down.",
        "Crisp in our 8\\'9\" length, with a light feel.",
        "Made to last through and through.",
        "Great grip; warm, dry, and our kids' first choice, whatever the weather.",
        'Just 5" high. Packs flat.',
    )
    rows = []
    for number in range(ROWS):
        code = f"{luck.choice(['MG', 'RI', 'BH', 'YY'])}-{luck.randint(1000, 9999)}"
        day, minute = f"{number % 28 + 1:02}/{number // 28 + 1:02}/2018", f"{number // 4:02}:{number % 4 * 15:02}"
        price, text = f"${luck.randint(1, 99)}.{luck.randint(10, 99)}", luck.choice(texts)
        address = f"https://www.example.com/product/{code.replace('-', '_')}.html"
        rows.append((day, minute, str(luck.randint(0, 30)), code, price, luck.choice(things), text, address, ""))
    header = ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments")
    return Source("shop", header, tuple(rows), frozenset({6, 7}))


def districts(luck: random.Random, count: int) -> Source:
    """Korean: names, codes, numbers with thousands separators, dates with dots, notes with commas."""
    names = ("종로구", "중구", "용산구", "성동구", "광진구", "동대문구", "강남구", "송파구")
    notes = ("정상", "확인 필요, 재조사 예정", '"주의" 구간', "해당없음", "2024년 신설, 운영 중")
    rows = tuple(
        (
            f"{luck.randint(1, 425):03}",
            luck.choice(names),
            f"{luck.randint(1_000, 999_999):,}",
            f"{luck.randint(100, 9_999) / 100:.2f}",
            f"2024.{luck.randint(1, 12):02}.{luck.randint(1, 28):02}.",
            luck.choice(notes),
        )
        for _ in range(count)
    )
    return Source("districts", ("관리번호", "자치구", "인구수", "면적", "기준일자", "비고"), rows)


def letters(luck: random.Random, count: int) -> Source:
    """English free text with line ends, quotes and commas inside cells."""
    texts = (
        "Dear all,\nthe lift is broken.",
        'He said "no", then left',
        "Noise, litter\nand\n\nlate lorries",
        "Fine",
        "See map; turn left",
        "It's the owner's dog",
    )
    rows = tuple(
        (str(1000 + at), f"2023-{at % 12 + 1:02}-{at % 28 + 1:02}", luck.choice(texts), f"L{at % 19} {at % 9}AB")
        for at in range(count)
    )
    return Source("letters", ("id", "received", "message", "postcode"), rows)


def prices(luck: random.Random, count: int) -> Source:
    """Numbers with decimal commas, which a file of commas must quote."""
    rows = tuple(
        (f"Ort {at}", f"{luck.randint(0, 99)},{luck.randint(0, 99):02}", f"{luck.randint(1, 9)}.{at:03},5", f"A{at:04}")
        for at in range(count)
    )
    return Source("prices", ("Ort", "Preis", "Menge", "Kennung"), rows)


def words(luck: random.Random, count: int) -> Source:
    """Text only, with hardly a number: the header does not differ from the rows by its type."""
    names = ("Central Library", "Toxteth", "Anfield, north", "Walton", "Speke", "Garston", "Allerton")
    kinds = ("library", "warm space", "gallery", "school", "museum")
    rows = tuple(
        (
            f"{luck.choice(names)} {chr(65 + at % 26)}{chr(65 + at // 26)}",
            luck.choice(kinds),
            luck.choice(("yes", "no")),
        )
        for at in range(count)
    )
    return Source("words", ("name", "what it is", "open on Sunday"), rows)


MADE: tuple[Callable[[random.Random, int], Source], ...] = (districts, letters, prices, words)


def real() -> Iterator[Source]:
    """The first rows of a few well-formed real files, when they are at hand."""
    for path, encoding in REAL:
        file = SHARED / path
        if not file.exists():
            continue
        with file.open(encoding=encoding, newline="") as text:
            rows = [tuple(row) for row, _ in zip(csv.reader(text), range(ROWS + 1), strict=False)]
        yield Source(file.stem[:12], rows[0], tuple(row for row in rows[1:] if len(row) == len(rows[0])))

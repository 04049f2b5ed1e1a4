"""Ways in which a resident number was hidden from the screening, each once an attack that worked; and what the same rules must not take."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from madang.ingest.check import check
from madang.ingest.infer import infer
from madang.ingest.tables import Finding
from tests.ingest.staged import staged

FRONT, BACK = "800103", "1123458"
WHOLE = FRONT + BACK
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
ORDINARY = [
    "보도블록 침하",
    "2026-03-12 처리",
    "세종대로 110",
    "1,250,000원",
    "02-120",
    "48.5%",
    "ref 2026-000123",
] * 20


def resident(rng: random.Random, first: int, last: int) -> str:
    """A number with its check digit of somebody born in these years."""
    year = rng.randint(first, last)
    digits = f"{year % 100:02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    digits += f"{rng.randint(1, 2) + 2 * (year > 1999)}{rng.randint(0, 99_999):05d}"
    return digits + str((11 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11) % 10)


def found(folder: Path, columns: dict[str, Any], **more: Any) -> dict[str, Finding]:
    table = staged(folder, columns, **more)
    return {finding.id: finding for finding in check(table, infer(table, {})) if finding.severity == "personal"}


def people(count: int, first: int = 1950, last: int = 1999) -> list[str]:
    rng = random.Random(5)
    return [resident(rng, first, last) for _ in range(count)]


@pytest.mark.parametrize(
    "cell",
    [
        f"{FRONT}.{BACK}",
        f"80 01 03 {BACK}",
        f"80 01 03-{BACK}",
        f"8001 03 {BACK}, 010동",
        f"{FRONT} 112 3458",
        f"80.01.03-{BACK}",
        "8,001,031,123,458원",
        f"{FRONT}&#45;{BACK}",
        f"{FRONT}&#x2d;{BACK}",
        f"{FRONT}&nbsp;-&nbsp;{BACK}",
        "".join(f"&#{ord(letter)};" for letter in f"{FRONT}-{BACK}"),
        f"{FRONT}<b>-</b>{BACK}",
        f"<tr><td>{FRONT}</td> <td class=x>{BACK}</td>",
        f'<a title="{FRONT}-{BACK}">link</a>',
        f"{FRONT}%2D{BACK}",
        f"{FRONT}\\u002d{BACK}",
        f"{FRONT}\\n{BACK}",
        f"0{FRONT}-{BACK}",
        f"0{WHOLE}",
        f"접수 0{WHOLE}",
        f"123456 {WHOLE}",
        f"2024-{WHOLE}",
        f"1-{FRONT}-{BACK}",
        f"{FRONT}-{BACK}".encode().hex(),
        f"말씀 {f'{FRONT}-{BACK}'.encode().hex()} 끝",
    ],
)  # fmt: skip
def test_one_number_among_ordinary_cells(tmp_path: Path, cell: str) -> None:
    (finding,) = found(tmp_path, {"비고": [*ORDINARY, cell]}).values()
    assert (finding.code, finding.count) == ("resident-number", 1)
    assert BACK[1:] not in "".join(finding.sample)


def test_decimals(tmp_path: Path) -> None:
    numbers = [f"{n[:6]}.{n[6:]}" for n in people(40)]
    assert set(found(tmp_path, {"값": numbers})) == {"resident-number::값"}
    native = {"값": pa.array([float(n) for n in numbers])}
    assert set(found(tmp_path, native, native=frozenset({"c1"}))) == {"resident-number::값"}
    young = [f"{n[:6]}.{n[6:]}".lstrip("0") for n in people(40, 2001, 2009)]
    assert set(found(tmp_path, {"값": young})) == {"resident-number::값"}


@pytest.mark.parametrize("way", ["12 digits", "text", "number"])
def test_a_zero_that_was_lost(tmp_path: Path, way: str) -> None:
    numbers = [n.lstrip("0") for n in people(40, 2001, 2009)]
    cells: Any = [f"{n[:5]}-{n[5:]}" for n in numbers] if way == "text" else numbers
    if way == "number":
        cells = pa.array([int(n) for n in numbers])
    more = {"native": frozenset({"c1"})} if way == "number" else {}
    assert set(found(tmp_path, {"값": cells}, **more)) == {"resident-number::값"}


def test_several_zeros_that_were_lost_under_a_header_that_says_it(tmp_path: Path) -> None:
    numbers = [n.lstrip("0") for n in people(40, 2000, 2000)]
    assert set(found(tmp_path, {"주민등록번호": numbers})) == {"resident-number::주민등록번호"}


def test_amounts_with_separators(tmp_path: Path) -> None:
    cells = [f"{int(n):,}원" for n in people(40)]
    assert set(found(tmp_path, {"금액": cells})) == {"resident-number::금액"}


RNG = random.Random(3)


@pytest.mark.parametrize(
    "cells",
    [
        [f"{RNG.uniform(180_000, 220_000):.7f}" for _ in range(400)],  # metres on the Korean grid
        [f"{RNG.randint(10**12, 10**13 - 1):,}" for _ in range(400)],  # a budget
        [f"{RNG.randint(10**12, 10**13 - 1):,}원" for _ in range(400)],
        [" ".join(str(RNG.randint(1, 999)) for _ in range(30)) for _ in range(400)],  # rows of numbers
        [", ".join(f"{RNG.uniform(120, 130):.5f}" for _ in range(20)) for _ in range(400)],
        [f"{a} 80 01 03 1123458 {b}" for a, b in zip(range(10, 50), range(50, 90), strict=True)],  # one row of numbers
        [str(RNG.randint(10**11, 10**12 - 1)) for _ in range(400)],
        [f"{RNG.randint(10_000, 99_999)}-{RNG.randint(10**6, 10**7 - 1)}" for _ in range(400)],
        [f"2024-{RNG.randint(10**12, 10**13 - 1)}" for _ in range(400)],
        [RNG.randbytes(32).hex() for _ in range(400)],
        [f"<td>{RNG.randint(1, 10**6)}</td><td>{RNG.randint(1, 10**7)}</td>" for _ in range(400)],
    ],
)
def test_what_only_looks_like_it_is_not(tmp_path: Path, cells: list[str]) -> None:
    assert not found(tmp_path, {"값": cells})


@pytest.mark.parametrize("cuts", [(6,), (6, 7), (2, 4, 6), (4,), (2, 4), (8, 10), (3, 6, 9)])
def test_a_number_cut_into_columns(tmp_path: Path, cuts: tuple[int, ...]) -> None:
    ends = (0, *cuts, 13)
    numbers = people(30) + people(5, 2001, 2009)
    columns = {f"열{end}": [number[start:end] for number in numbers] for start, end in itertools.pairwise(ends)}
    halves = found(tmp_path, {"구": ["종로구"] * 35, **columns})
    assert halves["resident-number-halves::열13"].count == 35
    columns["열13"] = [f"{(int(cell) + 1) % 10 ** len(cell):0{len(cell)}d}" for cell in columns["열13"]]
    assert not found(tmp_path, {"구": ["종로구"] * 35, **columns}) or cuts == (6,)


@pytest.mark.parametrize(
    "filling", ["1234567890", "- . ", "abc ", "010-1234-5678 ", "2606011234567 ", "101동 12호 ", "１２"]
)
def test_a_long_cell_hides_nothing_and_costs_its_length(tmp_path: Path, filling: str) -> None:
    """A quarter of a megabyte; the square of its length would be minutes."""
    times = 250_000 // len(filling)
    before = random.Random(1).randrange(times)
    cell = f"{filling * before} {FRONT}-{BACK} {filling * (times - before)}"
    assert "resident-number::비고" in found(tmp_path, {"비고": [*ORDINARY, cell]})
    assert "resident-number::비고" not in found(tmp_path, {"비고": [*ORDINARY, filling * times]})

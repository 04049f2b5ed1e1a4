"""Generated texts for `bench/encoding.py`: Korean tables of many kinds, Western, Chinese and Japanese ones. Seeded, no network."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml


def _words() -> dict[str, Any]:
    """`words.yaml` with every list of lines as a list of words."""
    read = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {
        key: {kind: "|".join(lines).split("|") for kind, lines in value.items()}
        if isinstance(value, dict)
        else "|".join(value).split("|")
        for key, value in read.items()
    }


WORDS = _words()


def name(rng: random.Random) -> str:
    return rng.choice(WORDS["surnames"]) + "".join(
        rng.choice(WORDS["given"]) for _ in range(rng.choice((1, 2, 2, 2, 2)))
    )


def korean(rng: random.Random, kind: str) -> str:
    """One cell of a Korean table of that kind."""
    if kind == "names":
        return name(rng)
    if kind == "syllables":  # any of the 11,172, the rare as often as the common
        return "".join(chr(rng.randrange(0xAC00, 0xD7A4)) for _ in range(rng.randrange(1, 5)))
    if kind == "traps":  # only syllables that are valid UTF-8 as well
        return "".join(rng.choice(TRAPS) for _ in range(rng.randrange(1, 4)))
    return str(rng.choice(WORDS["korean"][kind]))


def _traps() -> str:
    pairs = (bytes((lead, trail)) for lead in range(0xC2, 0xC9) for trail in range(0xA1, 0xC0))
    return "".join(pair.decode("euc_kr") for pair in pairs)


TRAPS = _traps()
HARD = ("syllables", "traps", "one word")
KOREAN_KINDS = (*WORDS["korean"], "names", "syllables", "traps")
ROWS = (1, 2, 5, 12, 40, 120, 600)
LATE = 20_000


def table(rng: random.Random, cells: list[str], headers: list[str]) -> str:
    """A table with these cells in one column, all rows ASCII but those; some files hold them only after 20,000 rows."""
    lines = [",".join(headers)]
    late = rng.random() < 0.08
    lines += [f"{row},{rng.randrange(10**6)},ok,2026-03-{row % 28 + 1:02}" for row in range(LATE if late else 0)]
    for row, cell in enumerate(cells):
        quoted = f'"{cell}"' if "," in cell else cell
        lines.append(f"{row},{rng.randrange(10**6)},{quoted},2026-03-{row % 28 + 1:02}")
    return "\n".join(lines) + "\n"


def sparse(rng: random.Random, words: list[str]) -> list[str]:
    """Cells of which often only one, sometimes a few, mostly all are such words."""
    rows = rng.choice(ROWS)
    shape = rng.choice(("one", "few", "all", "all"))
    keep = (
        {rng.randrange(rows)} if shape == "one" else {at for at in range(rows) if shape == "all" or rng.random() < 0.1}
    )
    same = rng.random() < 0.15
    word = rng.choice(words)
    return [
        (word if same else rng.choice(words)) if at in keep else rng.choice(("kim", "ok", "-", ""))
        for at in range(rows)
    ]

"""How good an order of hits is: nDCG, and the table in which search engines stand beside each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.catalog.judged import HALVES, Judged

Engine = Callable[[Judged], Sequence[str]]
DEEP = 10


def ndcg(found: Sequence[str], grades: Mapping[str, int], deep: int = DEEP) -> float:
    """Normalised discounted cumulative gain of the first `deep` hits: 1 when nothing could stand in a better order, 0 for no use.

    DCG = sum over ranks i = 1..deep of (2 ** grade - 1) / log2(i + 1), divided by that of the best order that there is.
    K. Järvelin and J. Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4), 2002; with the gain of
    C. Burges and others, Learning to rank using gradient descent, ICML 2005. What was not judged is of no use.
    """
    best = gain(sorted(grades.values(), reverse=True)[:deep])
    return gain([grades.get(slug, 0) for slug in found[:deep]]) / best if best else 0.0


def gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def score(engine: Engine, queries: Iterable[Judged]) -> float:
    """The mean over all queries; one that finds nothing counts 0."""
    marks = [ndcg(engine(query), query.grades) for query in queries]
    return sum(marks) / len(marks)


def table(engines: Mapping[str, Engine], queries: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Engine -> part of the queries -> nDCG@10. Parts: each half, and each language of each half."""
    return {
        name: {part: score(engine, asked) for part, asked in parts(queries).items()} for name, engine in engines.items()
    }


def parts(queries: Sequence[Judged], halves: Sequence[str] = HALVES) -> dict[str, list[Judged]]:
    found = {half: [query for query in queries if query.half == half] for half in halves}
    for half in halves:
        found |= {f"{half} {one}": [query for query in found[half] if query.language == one] for one in ("ko", "en")}
    return found


def printed(scores: Mapping[str, Mapping[str, float]]) -> str:
    """The table in Markdown."""
    names = list(next(iter(scores.values())))
    lines = ["| nDCG@10 | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    lines += [
        f"| {engine} | " + " | ".join(f"{row[name]:.3f}" for name in names) + " |" for engine, row in scores.items()
    ]
    return "\n".join(lines)

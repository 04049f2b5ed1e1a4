"""SQLite's FTS5 over the same texts, set up as well as it can be: what search must be better than.

Columns are weighed as Madang weighs them, words of a question begin words of the text (unicode61) or stand anywhere in it (trigram,
three letters and more), all of them first and, when nothing holds all, any of them; the order is FTS5's BM25.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from madang.catalog.models import Dataset
from tests.catalog.judged import Catalogue, Judged

FIELDS = {"title": 8.0, "keywords": 4.0, "description": 2.0, "columns": 1.5, "organisation": 1.5, "vals": 1.0}
Cut = Callable[[str], Iterable[str]]


def texts(dataset: Dataset, made: Catalogue) -> list[str]:
    """What stands in each of FIELDS."""
    resources = list(dataset.resources.all())
    columns = [text for one in resources for text in one.title.values()]
    for one in resources:
        columns += [column["name"] for column in one.current.schema]
        for column in one.columns.all():
            columns += [*column.label.values(), *column.description.values()]
    shown = [] if dataset.access == Dataset.Access.RESTRICTED else resources
    values = [value for one in shown for value in made.values_of(one.current)]
    codes = [
        text
        for one in shown
        for column in one.columns.all()
        for each in column.codes.values()
        for text in each.values()
    ]
    described = [*dataset.description.values(), *dataset.source.values(), *dataset.spatial.values()]
    keywords = [word for words in dataset.keywords.values() for word in words]
    names = [
        dataset.title.values(),
        keywords,
        described,
        columns,
        dataset.organisation.name.values(),
        [*values, *codes],
    ]
    return [" ".join(each) for each in names]


def engine(
    datasets: Iterable[Dataset], made: Catalogue, tokenizer: str, cut: Cut | None = None
) -> Callable[[Judged], Sequence[str]]:
    """An FTS5 table in memory as an engine. `cut` splits texts and questions into words beforehand (a morphological analyser)."""
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE texts USING fts5(slug UNINDEXED, {', '.join(FIELDS)}, tokenize='{tokenizer}')")
    rows: list[list[Any]] = [[dataset.slug, *texts(dataset, made)] for dataset in datasets]
    if cut:
        rows = [[slug, *(" ".join(cut(text)) for text in held)] for slug, *held in rows]
    base.executemany(f"INSERT INTO texts VALUES ({', '.join('?' * (len(FIELDS) + 1))})", rows)
    rank = f"bm25(texts, 0, {', '.join(map(str, FIELDS.values()))})"
    trigram = tokenizer == "trigram"

    def ask(query: Judged) -> Sequence[str]:
        words = list(cut(query.text)) if cut else re.findall(r"[\w.&-]+", query.text)
        terms = [_quoted(word, "" if trigram or cut else "*") for word in words if len(word) > 2 or not trigram]
        for how in (" AND ", " OR "):
            found = _rows(base, rank, how.join(terms)) if terms else []
            if found:
                return found
        return []

    return ask


def _quoted(word: str, end: str) -> str:
    return '"' + word.replace('"', '""') + '"' + end


def _rows(base: sqlite3.Connection, rank: str, match: str) -> list[str]:
    asked = f"SELECT slug FROM texts WHERE texts MATCH ? ORDER BY {rank} LIMIT 10"
    return [slug for (slug,) in base.execute(asked, [match])]

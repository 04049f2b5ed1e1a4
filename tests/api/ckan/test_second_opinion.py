"""Random searches, answered by the index and, slow and plain, by looking at each dataset: both must find the same."""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from madang.api.ckan.solr import ask, read
from madang.catalog import asked, index
from madang.catalog.models import Dataset
from madang.catalog.scope import PUBLIC
from tests.city import dataset

WORDS = ("bike", "bus", "river", "school", "인구", "정류장")
YEARS = (2021, 2022, 2023, 2024)
Holds = Callable[[Dataset], bool]


@pytest.fixture
def many(city) -> list[Dataset]:
    chance = random.Random(7)
    for number in range(30):
        words = chance.sample(WORDS, 3)
        dataset(
            f"set-{number}", chance.choice((city.department, city.elsewhere)), title={"en": " ".join(words[:2])},
            theme=chance.choice((city.theme, None)), keywords={"en": chance.sample(WORDS, chance.randrange(4))},
            issued=datetime(chance.choice(YEARS), 5, 1, tzinfo=UTC),
        )  # fmt: skip
    index.rebuild()
    return list(Dataset.objects.select_related("organisation", "theme"))


def leaf(chance: random.Random) -> tuple[str, Holds]:
    """A clause, and whether a dataset fits it."""
    word, year = chance.choice(WORDS), chance.choice(YEARS)
    kind = chance.randrange(8)
    if kind == 0:
        return f"title:{word}", lambda one: any(word in title for title in one.title.values())
    if kind == 1:
        return f'tags:"{word}"', lambda one: word in tags(one)
    if kind == 2:
        pattern = f"{word[:2]}*"
        return f"tags:{pattern}", lambda one: any(fnmatch.fnmatchcase(tag, pattern) for tag in tags(one))
    if kind == 3:
        return "organization:transport", lambda one: one.organisation.slug == "transport"
    if kind == 4:
        return "groups:[* TO *]", lambda one: one.theme is not None
    if kind == 5:
        text = f"metadata_created:[{year}-01-01T00:00:00Z TO {year}-12-31T23:59:59Z]"
        return text, lambda one: one.issued is not None and one.issued.year == year
    if kind == 6:
        return (
            f"metadata_created:{{* TO {year}-05-01T00:00:00Z}}",
            lambda one: one.issued < datetime(year, 5, 1, tzinfo=UTC),
        )
    number = chance.randrange(30)
    return f"name:set-{number}", lambda one: one.slug == f"set-{number}"


def tags(one: Dataset) -> set[str]:
    return {tag for each in one.keywords.values() for tag in each}


def tree(chance: random.Random, depth: int) -> tuple[str, Holds]:
    if depth == 0 or chance.random() < 0.3:
        text, holds = leaf(chance)
    else:
        parts = [tree(chance, depth - 1) for _ in range(chance.randint(2, 3))]
        texts, every = [f"({text})" for text, _ in parts], [holds for _, holds in parts]
        if chance.random() < 0.5:
            text = chance.choice((" AND ", " ", " && ", " +")).join(texts)
            holds = lambda one, every=every: all(each(one) for each in every)  # noqa: E731
        else:
            text = chance.choice((" OR ", " || ")).join(texts)
            holds = lambda one, every=every: any(each(one) for each in every)  # noqa: E731
    if chance.random() < 0.25:
        turned = holds
        return f"{chance.choice(('-', 'NOT ', '!'))}({text})", lambda one: not turned(one)
    return text, holds


def found(text: str) -> set[str]:
    query: Any = ask.query(read.read(text), "en", timezone.now())
    answer = asked.ask(query, PUBLIC, asked.SCORE, 0, 1000, {})
    assert answer.total == len(answer.slugs)
    return set(answer.slugs)


def test_the_index_finds_what_a_plain_look_finds(many):
    chance = random.Random(20261122)
    sizes = set()
    for _ in range(300):
        text, holds = tree(chance, 3)
        expected = {one.slug for one in many if holds(one)}
        assert found(text) == expected, text
        sizes.add(len(expected))
    assert len(sizes) > 15  # the searches tell datasets apart

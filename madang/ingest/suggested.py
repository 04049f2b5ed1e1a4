"""What a dataset's description could say, read off its data and its neighbours: for a person to take or leave, never taken by itself.

Words of the catalogue are preferred to new ones, so that what is alike is called alike.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import QuerySet
from django.utils import timezone

from madang.catalog import search, words
from madang.catalog.models import Dataset
from madang.catalog.quality.facts import Facts
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES
from madang.lib.years import is_year

MOST_WORDS = 6
NEIGHBOURS = 12
CYCLES = {1: "daily", 7: "weekly", 30: "monthly", 91: "quarterly", 365: "yearly", 1826: "five-yearly"}
"""Days between two revisions, and the promise that fits them."""
BETWEEN = (1700, 2100)
"""Years that a year column may hold to say the period."""


@dataclass(frozen=True)
class Suggestion:
    """`value` for the part `name` of a description (`keywords_ko`, `theme`, `period_start`), and why."""

    name: str
    value: str
    why: Text


def _others(dataset: Dataset) -> QuerySet[Dataset]:
    """What everybody may see: words of others' closed datasets are not handed on."""
    return Dataset.objects.filter(state=Dataset.State.PUBLISHED, access=Dataset.Access.OPEN).exclude(pk=dataset.pk)


def suggestions(dataset: Dataset) -> list[Suggestion]:
    """For the parts that are empty, and keywords besides those that are there. Nothing is computed over rows for it."""
    found = [*_keywords(dataset), *_theme(dataset), *_like_others(dataset), *_period(dataset), *_cycle(dataset)]
    return [one for one in found if one.value]


def _keywords(dataset: Dataset) -> Iterator[Suggestion]:
    """Keywords of other datasets that stand in its title, description or columns."""
    every = list(_others(dataset).values_list("keywords", flat=True))
    said = set(words.tokens(" ".join(_texts(dataset))))
    for language in LANGUAGES:
        here = dataset.keywords.get(language, [])
        known = Counter(word for each in every for word in (each or {}).get(language, ()))
        fits = [word for word, _ in known.most_common() if word not in here and _stands(word, said)][:MOST_WORDS]
        if fits:
            yield Suggestion(f"keywords_{language}", ", ".join([*here, *fits]), {
                "en": "Other datasets use these keywords, and they stand in its title, description or columns.",
                "ko": "다른 데이터셋이 쓰는 핵심어 가운데 이 데이터셋의 제목·설명·열에 있는 낱말입니다.",
            })  # fmt: skip


def _stands(word: str, said: set[str]) -> bool:
    wanted = {token for token in words.tokens(word) if not token.startswith("=")}
    return bool(wanted) and wanted <= said


def _texts(dataset: Dataset) -> Iterator[str]:
    yield from (*dataset.title.values(), *dataset.description.values())
    for resource in dataset.resources.all():
        yield from (
            *resource.title.values(),
            *(one["name"] for one in (resource.current.schema if resource.current else ())),
        )
        for column in resource.columns.all():
            yield from column.label.values()


def _theme(dataset: Dataset) -> Iterator[Suggestion]:
    """The theme of most datasets that its title finds."""
    if dataset.theme_id or not dataset.title:
        return
    hits = search.search(next(iter(dataset.title.values())), limit=NEIGHBOURS).hits
    themes = _others(dataset).filter(slug__in=[hit.slug for hit in hits]).values_list("theme__slug", flat=True)
    if most := _most(theme for theme in themes if theme):
        yield Suggestion(
            "theme",
            most,
            {"en": "Most datasets like it have this theme.", "ko": "비슷한 데이터셋 대부분의 주제입니다."},
        )


def _like_others(dataset: Dataset) -> Iterator[Suggestion]:
    """Contact and area that most datasets of its organisation have."""
    others = list(_others(dataset).filter(organisation=dataset.organisation))
    why = {"en": "Most datasets of its organisation say so.", "ko": "같은 기관의 데이터셋 대부분이 이렇게 적었습니다."}
    if not dataset.contact:
        yield Suggestion("contact", _most(one.contact for one in others if one.contact), why)
    for language in LANGUAGES:
        if not dataset.spatial.get(language):
            areas = (one.spatial.get(language, "") for one in others)
            yield Suggestion(f"spatial_{language}", _most(area for area in areas if area), why)


def _most(values: Iterable[str]) -> str:
    """The value that at least half of them have, and two of them; "" when there is none."""
    counts = Counter(values)
    (value, times), *_ = counts.most_common(1) or [("", 0)]
    return value if times >= 2 and times * 2 >= counts.total() else ""


def _period(dataset: Dataset) -> Iterator[Suggestion]:
    """First and last day of its columns of dates and years, where they were counted already."""
    days = [day for _, profile in Facts(dataset, timezone.now()).profiles for column in profile.columns
            for end, bound in ((0, column.low), (1, column.high)) if (day := _day(column.type, column.name, bound, end))]  # fmt: skip
    why = {"en": "Its columns of dates begin and end so.", "ko": "날짜 열의 처음과 끝입니다."}
    if days and not dataset.period_start:
        yield Suggestion("period_start", min(days).isoformat(), why)
    if days and not dataset.period_end:
        yield Suggestion("period_end", max(days).isoformat(), why)


def _day(kind: str, name: str, bound: object, end: int) -> date | None:
    if kind in ("date", "datetime") and isinstance(bound, str):
        try:
            return date.fromisoformat(bound[:10])
        except ValueError:
            return None
    if kind == "integer" and is_year(name, "") and isinstance(bound, int) and BETWEEN[0] <= bound <= BETWEEN[1]:
        return date(bound, 12, 31) if end else date(bound, 1, 1)
    return None


def _cycle(dataset: Dataset) -> Iterator[Suggestion]:
    """The promise that fits the usual distance of its revisions, when there are four or more and nothing is promised."""
    if dataset.cycle != Dataset.Cycle.IRREGULAR:
        return
    for resource in dataset.resources.all():
        moments = sorted(one.published_at for one in resource.revisions.all() if one.published_at)
        if len(moments) >= 4:
            usual = statistics.median((after - before).total_seconds() / 86_400 for before, after in pairwise(moments))
            days = min(CYCLES, key=lambda one: abs(one - usual))
            if abs(days - usual) <= days * 0.35:
                yield Suggestion(
                    "cycle",
                    CYCLES[days],
                    {"en": "Its revisions came at about this distance.", "ko": "지금까지의 개정 간격입니다."},
                )
                return

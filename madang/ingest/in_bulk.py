"""One change of description for many datasets: shown before it is made, and made for all of them or for none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from madang.accounts.policy import Actor
from madang.catalog.models import Dataset
from madang.ingest.describe import describe_dataset
from madang.lib.problems import Problem

MOST = 500
"""Datasets of one change: each is checked and noted by itself."""


class TooMany(Problem):
    en = "{count:,} datasets are too many for one change; {most} at most. Narrow the list and change them in parts."
    ko = "한 번에 바꾸기에는 데이터셋 {count:,}개가 너무 많습니다. {most}개까지 됩니다. 목록을 좁혀 나누어 바꾸세요."


@dataclass(frozen=True)
class Change:
    """`words` replace (keys of a description, see `drafts.described`); keywords are added to and taken from those there, by language."""

    words: dict[str, Any] = field(default_factory=dict)
    keywords_new: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keywords_gone: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, dataset: Dataset) -> dict[str, Any]:
        """The words that change this dataset; none where all is so already."""
        wanted = {
            **self.words,
            **({"keywords": self._keywords(dataset)} if self.keywords_new or self.keywords_gone else {}),
        }
        return {name: value for name, value in wanted.items() if value != told(dataset, name)}

    def _keywords(self, dataset: Dataset) -> dict[str, list[str]]:
        found = {}
        for language in {*dataset.keywords, *self.keywords_new}:
            here = dataset.keywords.get(language, [])
            kept = [word for word in here if word not in self.keywords_gone.get(language, ())]
            found[language] = [*kept, *(word for word in self.keywords_new.get(language, ()) if word not in kept)]
        return {language: listed for language, listed in found.items() if listed}


def told(dataset: Dataset, name: str) -> Any:
    """What a dataset says now, as a description has it."""
    value = getattr(dataset, name)
    return (value.slug if value else "") if name in ("theme", "licence", "organisation") else value


def preview(datasets: Sequence[Dataset], change: Change) -> list[tuple[Dataset, list[tuple[str, Any, Any]]]]:
    """For each dataset that would change: (part, before, after). Nothing is saved. Raises `TooMany`."""
    _require_few(datasets)
    found = [(one, [(name, told(one, name), value) for name, value in change.of(one).items()]) for one in datasets]
    return [(one, parts) for one, parts in found if parts]


@transaction.atomic
def describe_many(datasets: Sequence[Dataset], change: Change, actor: Actor) -> int:
    """Change them, each noted in the audit; returns how many did change. Raises as `describe_dataset`, and then none is changed."""
    _require_few(datasets)
    changed = [(one, words) for one in datasets if (words := change.of(one))]
    for one, words in changed:
        describe_dataset(one, words, actor)
    return len(changed)


def _require_few(datasets: Sequence[Dataset]) -> None:
    if len(datasets) > MOST:
        raise TooMany(count=len(datasets), most=MOST)

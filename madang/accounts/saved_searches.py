"""Searches that somebody keeps under a name, to come back and see what is new. Nobody else sees them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from madang.lib.problems import Problem

MOST = 50
"""Of one person: each is asked anew when its owner looks at the list."""
LONGEST = 2_000


class SavedSearch(models.Model):
    """A search of one person. `query` is the query string of its page; what is newer than `looked_at` counts as new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=LONGEST, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_search_of_a_name")]

    def __str__(self) -> str:
        return self.name


class NoName(Problem):
    en = "A saved search needs a name of 1 to 100 characters. Write one and save again."
    ko = "저장할 검색에는 1~100자의 이름이 있어야 합니다. 이름을 적고 다시 저장하십시오."


class TooLong(Problem):
    en = "The search is longer than {most:,} characters and cannot be saved. Narrow it by fewer values."
    ko = "검색 조건이 {most:,}자를 넘어 저장할 수 없습니다. 조건을 줄이십시오."


class TooManySaved(Problem):
    en = "You have {most} saved searches, the most there can be. Delete one first."
    ko = "저장한 검색이 {most}개로 가장 많이 둘 수 있는 수입니다. 먼저 하나를 지우십시오."


def keep(user: models.Model, name: str, query: str) -> SavedSearch:
    """Save a search; one of the same name becomes this one. Raises `NoName`, `TooLong`, `TooManySaved`."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not 1 <= len(name) <= 100:
        raise NoName()
    if len(query) > LONGEST:
        raise TooLong(most=LONGEST)
    with transaction.atomic():
        others = SavedSearch.objects.filter(user=user).exclude(name=name)
        if others.count() >= MOST:
            raise TooManySaved(most=MOST)
        facts = {"query": query, "looked_at": timezone.now()}
        return SavedSearch.objects.update_or_create(user=user, name=name, defaults=facts)[0]


def look(saved: SavedSearch) -> None:
    """From now on only what comes later is new."""
    saved.looked_at = timezone.now()
    saved.save(update_fields=["looked_at"])

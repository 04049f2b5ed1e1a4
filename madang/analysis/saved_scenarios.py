"""Scenarios that people keep under a name: the changes to a run's answer, as an address says them. Only their makers see them listed;
who has the address of one sees it as far as they may see the run."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from madang.accounts.models import User
from madang.lib import ids
from madang.lib.problems import Problem

MOST = 100
"""Of one person in one run."""
LONGEST = 20_000


class TooManySaved(Problem):
    en = "You keep {most} scenarios of this run already. Remove one that you need no more."
    ko = "이 실행에 저장한 시나리오가 이미 {most}개입니다. 필요 없는 것을 지우세요."


class Nameless(Problem):
    en = "Give the scenario a name."
    ko = "시나리오에 이름을 붙이세요."


class Scenario(models.Model):
    """`changes` is the query string of the page."""

    id = models.CharField(primary_key=True, max_length=32, default=ids.new)
    run = models.ForeignKey("analysis.StudyRun", on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    changes = models.TextField(max_length=LONGEST, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "analysis"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.id


def save(run: models.Model, person: User, name: str, changes: str) -> Scenario:
    """Keep it; the same name again keeps the newer changes. Raises `Nameless`, `TooManySaved`."""
    words = " ".join(name.split())[:120]
    if not words:
        raise Nameless()
    mine = of(run, person)
    earlier = mine.filter(name=words).first()
    if earlier is None and mine.count() >= MOST:
        raise TooManySaved(most=MOST)
    made = earlier or Scenario(run=run, created_by=person, name=words)
    made.changes = changes[:LONGEST]
    made.save()
    return made


def of(run: models.Model, person: User) -> models.QuerySet[Scenario]:
    """Those of a run that somebody keeps, newest first."""
    return Scenario.objects.filter(run=run, created_by=person)

"""Who reads a story, in which language, and which revisions they are shown."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import Http404

from madang.accounts import policy
from madang.catalog.models import Revision
from madang.community.stories_numbers import NoSuchTable
from madang.community.stories_sources import NOT_FOR_ALL
from madang.lib.problems import Problem

SECONDS = 8.0
"""What a story may take to compute. Figures are kept by revision, so what was too late comes with the next reading."""


class NotInTime(Problem):
    en = "It was not computed in time. Load the page again."
    ko = "제시간에 계산하지 못했습니다. 페이지를 다시 불러오세요."


class NoSuchFigure(Problem):
    en = "There is nothing at its address any more."
    ko = "그 주소에는 이제 아무것도 없습니다."


class NotForReaders(Problem):
    en = "Readers could not see this: {why[en]}"
    ko = "독자가 볼 수 없습니다: {why[ko]}"


@dataclass
class Reading:
    """`written_with` are the revisions that a version cites, by their table; `pinned` shows just these."""

    actor: policy.Actor
    language: str
    written_with: dict[int, str] = field(default_factory=dict)
    pinned: bool = False
    preview: bool = False
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def revision(self, resource: int) -> str | None:
        """Which revision of a table to show; None for the current one."""
        return self.written_with.get(resource) if self.pinned else None

    def newer(self, revision: Revision) -> bool:
        """Whether the story was written with another revision than this one."""
        return self.written_with.get(revision.resource_id, revision.pk) != revision.pk

    def in_time(self) -> None:
        """Raises `NotInTime`."""
        if time.monotonic() > self.until:
            raise NotInTime()

    def why(self, error: Exception) -> str:
        """What stands in place of something that cannot be shown."""
        problem = error if isinstance(error, Problem) else NoSuchFigure()
        if self.preview and isinstance(error, policy.NotAllowed | NoSuchTable | Http404):
            problem = NotForReaders(why=NOT_FOR_ALL)
        return problem.text(self.language)


def cited(revisions: Iterable[Revision]) -> dict[int, str]:
    """Revisions by the table that they are of."""
    return {one.resource_id: one.pk for one in revisions}

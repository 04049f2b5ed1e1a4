"""A small town of the demonstration in the tests' own process: loads run in this thread, one step after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from madang.analysis import run as study_runs
from madang.analysis.models import StudyRun
from madang.demonstration import publishing, studies
from madang.demonstration.ground import Ground
from madang.ingest import run as runs
from madang.ingest.models import Run

SCALE = 0.02


class Here:
    """Executes a load or a study without a worker."""

    def do(self, run: Run | StudyRun) -> str:
        return study_runs.study(run.pk, run.step) if isinstance(run, StudyRun) else runs.load(run.pk, run.step)


@contextmanager
def here() -> Iterator[Here]:
    yield Here()


def publish(*slugs: str, examples: tuple[studies.Example, ...] = ()) -> dict[str, str]:
    """Publish some datasets with few rows, and the results of `examples`; returns what became of each."""
    told: dict[str, str] = {}
    with patch.object(studies, "EXAMPLES", examples):
        publishing.publish(
            publishing.choose_entries(slugs), Ground(SCALE), lambda entry, what: told.update({entry.slug: what}), here
        )
    return told

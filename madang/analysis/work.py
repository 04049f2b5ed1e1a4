"""Studies as a kind of work that workers execute, beside loads."""

from __future__ import annotations

from madang.analysis import run, steps, turns
from madang.analysis.models import StudyRun
from madang.ingest.workers import LOADS, Kind
from madang.lib import jobs

STUDIES = Kind(turns.WORKFLOW, run.study, StudyRun, steps.executing, turns.queue, steps.end, jobs.STUDIES)
EVERYTHING = (LOADS, STUDIES)

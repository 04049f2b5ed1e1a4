"""Taking days out of a log, or all of it: events are kept no longer than they may be."""

from __future__ import annotations

import shutil

from madang.analysis.activity.log import Log


def drop(log: Log, before: str | None) -> int:
    """Remove the days before a date, or the log, and return how many events that were. Raises `NoLog`, `LogBusy`."""
    with log.writing() as draft:
        facts, events = draft.facts, draft.facts.events
        facts.forget({day for day in facts.days if before is None or day < before})
        draft.commit()
        left = facts.events
    if before is None:
        shutil.rmtree(log.folder)
    return events - left


def forget_empty(log: Log) -> None:
    """Remove a log without a day: it was made for a delivery that then was refused."""
    with log.reading() as facts:
        empty = not facts.days
    if empty:
        shutil.rmtree(log.folder)

"""Taking days out of a log, or all of it: events are kept no longer than they may be."""

from __future__ import annotations

from madang.analysis.activity.log import Log, LogBusy, NoLog


def drop(log: Log, before: str | None) -> int:
    """Remove the days before a date, or the log, and return how many events that were. Raises `NoLog`, `LogBusy`."""
    with log.writing() as draft:
        facts, events = draft.facts, draft.facts.events
        facts.forget({day for day in facts.days if before is None or day < before})
        draft.commit()
        if before is None:
            draft.remove()
        return events - facts.events


def forget_empty(log: Log) -> None:
    """Remove a log that was made for a delivery which then was refused; not when somebody else is filling it, or has."""
    try:
        with log.writing() as draft:
            if not draft.facts.days:
                draft.remove()
    except (LogBusy, NoLog):
        return

"""Run every check on a typed table."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.checks._previous import Previous as Previous
from madang.ingest.checks._previous import keys as keys
from madang.ingest.coordinates.location import Location
from madang.ingest.tables import Finding, Inferred, Staged
from madang.lib.plugins import found

GROUP = "madang.ingest.checks"
AGREED = ("check",)
ORDER = ("breaking", "personal", "error", "warning", "info")
BLOCKING = ("breaking", "personal")
"""Severities that wait for a person's decision."""


def check(
    staged: Staged, columns: Sequence[Inferred], previous: Previous | None = None, location: Location | None = None
) -> list[Finding]:
    """Everything that a person should know of the table, what blocks publication first.

    `previous` is the served revision, None when there is none; `location` adds what was found about coordinates.
    """
    findings = [
        finding for plugin in found(GROUP, AGREED).values() for finding in plugin.check(staged, columns, previous)
    ]
    findings += location.findings if location else ()
    worst = sorted(findings, key=lambda finding: ORDER.index(finding.severity))
    # The header and the cells may find the same: the first, the worst, stands.
    once: dict[str, Finding] = {}
    for finding in worst:
        once.setdefault(finding.id, finding)
    return list(once.values())

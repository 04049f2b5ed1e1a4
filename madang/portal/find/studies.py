"""The newest results of studies, for the home page."""

from __future__ import annotations

from typing import Any

from madang.accounts.policy import Actor
from madang.analysis import registry, rights
from madang.analysis.models import StudyRun
from madang.catalog.models import Origin


def newest(actor: Actor, limit: int) -> list[dict[str, Any]]:
    """One line for each dataset that a study made, with its newest run."""
    runs = rights.seen(actor).filter(state=StudyRun.State.PUBLISHED).order_by("-finished_at")
    rows = runs.values("pk", "study", "title", "finished_at", "target__dataset", "quality__verdict", "inputs")[
        : limit * 4
    ]
    known, found = registry.studies(), {}
    for row in rows:
        study = known.get(row["study"])
        found.setdefault(row["target__dataset"], {
            "id": row["pk"], "title": row["title"], "finished_at": row["finished_at"], "verdict": row["quality__verdict"] or {},
            "origin": str(Origin.of(*(one.get("origin", "") for one in row["inputs"].values()))),
            "study": study.TITLE if study else {"en": row["study"]},
        })  # fmt: skip
    return list(found.values())[:limit]

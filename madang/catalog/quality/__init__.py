"""How good a dataset is, in points with a reason for each: how it is described, and what its columns hold.

The description is judged along the dimensions of the EU's Metadata Quality Assessment (https://data.europa.eu/mqa/methodology),
as far as somebody can do something about it here: formats, addresses and media types are Madang's own work for every dataset
alike (`tests/conformance/mqa.py` applies the assessment itself). The content is judged by receipts and profiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from madang.catalog.models import Dataset
from madang.catalog.quality.checks import CHECKS, DIMENSIONS, Check
from madang.catalog.quality.facts import Facts
from madang.lib.problems import Text

__all__ = ["DIMENSIONS", "Reason", "Score", "score", "with_what_is_needed"]
ENOUGH = 0.999


@dataclass(frozen=True)
class Reason:
    """One check: `points` of `of`, what was found (`text`) and, while points are missing, what to do (`todo`, else empty)."""

    code: str
    dimension: str
    points: float
    of: int
    text: Text
    todo: Text

    @property
    def full(self) -> bool:
        return self.points >= self.of * ENOUGH


@dataclass(frozen=True)
class Score:
    """`points` of `of`, with a reason for each part. Checks that do not fit a dataset count in neither."""

    points: float
    of: int
    reasons: tuple[Reason, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.points / self.of) if self.of else 0

    @property
    def missing(self) -> list[Reason]:
        """What would help most, first."""
        return sorted((one for one in self.reasons if not one.full), key=lambda one: one.points - one.of)

    def of_dimension(self, dimension: str) -> tuple[float, int]:
        """Points and most points of one dimension."""
        chosen = [one for one in self.reasons if one.dimension == dimension]
        return sum(one.points for one in chosen), sum(one.of for one in chosen)


def score(dataset: Dataset, now: datetime) -> Score:
    """The score of a dataset as everybody sees it. Nothing is counted for it: content is judged by profiles that are kept already.

    For lists take datasets from `with_what_is_needed`, else each costs queries of its own.
    """
    facts = Facts(dataset, now)
    reasons = tuple(_reason(check, share, facts) for check in CHECKS if (share := check.share(facts)) is not None)
    return Score(round(sum(one.points for one in reasons), 1), sum(one.of for one in reasons), reasons)


def with_what_is_needed(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """The datasets, with everything that a score reads in a few queries for all."""
    return datasets.select_related("organisation", "theme", "licence").prefetch_related(
        "resources__current", "resources__columns"
    )


def _reason(check: Check, share: float, facts: Facts) -> Reason:
    words = facts.words(check.code)
    text = {language: text.format(**words) for language, text in (check.good if share >= ENOUGH else check.bad).items()}
    todo = {} if share >= ENOUGH else dict(check.todo)
    return Reason(check.code, check.dimension, round(check.points * share, 1), check.points, text, todo)

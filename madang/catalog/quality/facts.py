"""What a score is made of, looked up once."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from madang.catalog.city import the_city
from madang.catalog.models import Column, Dataset, Resource, Revision
from madang.catalog.tables import table
from madang.query.profile import kept
from madang.query.profile.model import Profile

GRAVE = ("breaking", "personal", "error", "warning")
MEASURES = ("integer", "number")
NO_UNIT = ("code", "year", "id", "number_of")
"""Ends of meanings whose numbers count nothing: they need no unit."""


class Facts:
    """A dataset with its published tables, their columns, receipts and profiles."""

    def __init__(self, dataset: Dataset, now: datetime) -> None:
        self.dataset, self.now = dataset, now

    @cached_property
    def resources(self) -> list[Resource]:
        return [one for one in self.dataset.resources.all() if one.current or one.link]

    @cached_property
    def revisions(self) -> list[Revision]:
        return [one.current for one in self.resources if one.current]

    @cached_property
    def tables(self) -> list[Resource]:
        return [one for one in self.resources if one.current and one.current.rows is not None]

    @cached_property
    def columns(self) -> list[tuple[dict[str, Any], Column | None]]:
        """Each column of each table but shapes, with what people say of it."""
        found: list[tuple[dict[str, Any], Column | None]] = []
        for resource in self.tables:
            said = {column.name: column for column in resource.columns.all()}
            assert resource.current is not None
            found += [(one, said.get(one["name"])) for one in resource.current.schema if one["type"] != "geometry"]
        return found

    @cached_property
    def described(self) -> float | None:
        """The share of columns with a label or a description."""
        return _share([bool(said and (said.label or said.description)) for _, said in self.columns])

    @cached_property
    def measured(self) -> float | None:
        """The share of columns of numbers that say their unit."""
        numbers = [
            bool((said and said.unit) or one.get("unit"))
            for one, said in self.columns
            if one["type"] in MEASURES and not one.get("semantic", "").endswith(NO_UNIT)
        ]
        return _share(numbers)

    @cached_property
    def profiles(self) -> list[tuple[Resource, Profile]]:
        """What was counted already of tables that are open to readers; of restricted ones nothing is ever told."""
        if self.dataset.access == Dataset.Access.RESTRICTED:
            return []
        found = []
        for one in self.tables:
            assert one.current is not None
            one.current.resource = one  # spares a query for each
            found.append((one, kept.find(table(one.current))))
        return [(one, profile) for one, profile in found if profile]

    @cached_property
    def complete(self) -> float | None:
        """The share of cells that hold a value."""
        columns = [column for _, profile in self.profiles for column in profile.columns]
        cells = sum(column.rows for column in columns)
        return 1 - sum(column.missing for column in columns) / cells if cells else None

    @cached_property
    def explained(self) -> float | None:
        """Of the columns where values are missing, the share that says why."""
        shares = []
        for resource, profile in self.profiles:
            said = {column.name: column.missing for column in resource.columns.all()}
            shares += [bool(said.get(column.name)) for column in profile.columns if column.missing]
        return _share(shares)

    @cached_property
    def repeated(self) -> int | None:
        counted = [profile.repeated for _, profile in self.profiles if profile.repeated is not None]
        return sum(counted) if counted else None

    @cached_property
    def refused(self) -> float | None:
        """The share of rows of the files that could not be read."""
        rows = sum((one.rows or 0) + one.rejects for one in self.revisions)
        return sum(one.rejects for one in self.revisions) / rows if rows else None

    @cached_property
    def findings(self) -> int | None:
        """Findings that somebody should look at and that nobody has decided; None without any receipt."""
        receipts = [one.receipt for one in self.revisions if one.receipt]
        if not receipts:
            return None
        found = [one for receipt in receipts for one in receipt.get("findings", [])]
        return sum(one.get("severity") in GRAVE and not one.get("decision") for one in found)

    @property
    def contact(self) -> bool:
        return bool(self.dataset.contact or the_city().contact)

    def words(self, code: str) -> dict[str, Any]:
        """Numbers that the texts of a check quote."""
        match code:
            case "columns":
                return {"share": _percent(self.described)}
            case "units":
                return {"share": _percent(self.measured)}
            case "complete":
                return {"share": _percent(self.complete)}
            case "refused":
                return {"count": f"{sum(one.rejects for one in self.revisions):,}"}
            case "repeated":
                return {"count": f"{self.repeated or 0:,}"}
            case "findings":
                return {"count": f"{self.findings or 0:,}"}
        return {}


def _share(held: list[bool]) -> float | None:
    return sum(held) / len(held) if held else None


def _percent(share: float | None) -> str:
    """Whole, and never 100 when something is missing."""
    return str(min(round(100 * (share or 0)), 99) if (share or 0) < 1 else 100)

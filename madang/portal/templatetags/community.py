"""Open reports beside a dataset, and the way to report an error, for templates of other pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from madang.catalog.models import Dataset, Resource, Revision
from madang.community import reports

register = template.Library()


@register.simple_tag
def report_address(
    dataset: Dataset, resource: Resource | None = None, revision: Revision | None = None, column: str = "", row: str = "", value: Any = ""
) -> str:  # fmt: skip
    """The form for reporting an error, with what is meant filled in."""
    about = {
        "dataset": dataset.slug, "resource": resource.name if resource else "", "revision": revision.pk if revision else "",
        "column": column, "row": row, "value": "" if value is None else str(value)[:300],
    }  # fmt: skip
    return f"{reverse('report_new')}?{urlencode({name: text for name, text in about.items() if text})}"


@register.simple_tag
def open_reports(dataset: Dataset) -> dict[tuple[int | None, str], int]:
    """How many open reports everybody may read, by the key of the resource and the column."""
    return reports.by_column(dataset)


@register.filter
def together(counts: dict[tuple[int | None, str], int]) -> int:
    """All of them."""
    return sum(counts.values())


@register.simple_tag
def reports_at(counts: dict[tuple[int | None, str], int], resource: Resource, column: str) -> int:
    """Those on a column."""
    return counts.get((resource.pk, column), 0)

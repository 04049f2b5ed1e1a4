"""A dataset with the resource and revision that a page shows, and the views that make sense for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.accounts import boundaries, joins, policy
from madang.catalog import moments
from madang.catalog.models import Dataset, Resource, Revision
from madang.lib.problems import Problem
from madang.portal.figures.roles import drawable
from madang.query.model import Table

VIEWS: dict[str, Promise | str] = {
    "dataset": _("About"), "sheet": _("Sheet"), "chart": _("Chart"), "map": _("Map"), "api": "API", "files": _("Files"),
    "joins": _("Joins with"), "receipt": _("Receipt"), "profile": _("Quality"), "history": _("History"),
}  # fmt: skip


class OddMoment(Problem):
    en = "as_of={text!r} is not a date. Write it as 2026-06-30 or 2026-06-30T09:00."
    ko = "as_of={text!r}은(는) 날짜가 아닙니다. 2026-06-30 또는 2026-06-30T09:00처럼 쓰세요."


@dataclass
class Shown:
    """What a dataset page is about. `pinned` is the query string that keeps an older revision through the views."""

    actor: policy.Actor
    dataset: Dataset
    resource: Resource | None
    view: str
    revision_id: str | None = None
    as_of: datetime | None = None

    @cached_property
    def resources(self) -> list[Resource]:
        return list(self.dataset.resources.all())

    @cached_property
    def tables(self) -> list[Resource]:
        return [r for r in self.resources if r.current and r.current.rows is not None]

    @cached_property
    def can_read(self) -> bool:
        return policy.can(self.actor, "read", self.dataset)

    @cached_property
    def may_work(self) -> bool:
        return policy.can(self.actor, "load", self.dataset)

    @cached_property
    def revision(self) -> Revision | None:
        """The revision shown: that of the address, else the current one. Raises as `policy.readable_file`."""
        if self.resource is None:
            return None
        if self.revision_id or self.as_of:
            return policy.readable_file(self.actor, self.resource, self.revision_id, self.as_of)
        return self.resource.current

    @cached_property
    def table(self) -> Table:
        """The rows to show. Raises as `policy.readable`."""
        assert self.resource is not None
        return policy.readable(self.actor, self.resource, self.as_of, self.revision_id)

    @property
    def old(self) -> bool:
        """Whether a revision is shown that is not the current one."""
        return bool(self.resource and self.revision and self.resource.current_id != self.revision.pk)

    @property
    def pinned(self) -> str:
        if self.revision_id:
            return f"?revision={self.revision_id}"
        return f"?as_of={self.as_of.isoformat()}".replace("+", "%2B") if self.as_of else ""

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The views of this dataset with their addresses; none that would be empty."""
        return [
            {"name": name, "title": title, "address": self.address(name), "here": name == self.view}
            for name, title in VIEWS.items()
            if self._sensible(name)
        ]

    def address(self, view: str, resource: Resource | None = None) -> str:
        one = resource or self.resource
        if view in ("dataset", "files") or one is None:
            return reverse(view, args=[self.dataset.slug])
        return reverse(view, args=[self.dataset.slug, one.name]) + ("" if resource else self.pinned)

    @property
    def _revisions(self) -> QuerySet[Revision]:
        return Revision.objects.filter(resource__dataset=self.dataset)

    def _sensible(self, view: str) -> bool:
        revision = self.resource.current if self.resource else None
        has_table = revision is not None and revision.rows is not None
        match view:
            case "sheet" | "api" | "profile":
                return self.can_read and has_table
            case "chart":
                drawn = has_table and bool(revision and drawable(revision.schema, revision.rows or 0))
                return self.can_read and drawn
            case "map":
                return self.can_read and has_table and self._mapped(self.resource)
            case "joins":
                return self.can_read and bool(self.resource and joins.promising(self.resource))
            case "files":
                return self.can_read and any(r.current or r.link for r in self.resources)
            case "receipt":
                return revision is not None and self._revisions.filter(pk=revision.pk).exclude(receipt={}).exists()
            case "history":
                return any(r.current for r in self.resources) or self._revisions.exists()
        return True

    def _mapped(self, resource: Resource | None) -> bool:
        """Whether a table has shapes, or codes that a layer of areas has too. No row is looked at."""
        if resource is None or resource.current is None:
            return False
        return bool(resource.current.geometry) or boundaries.joinable(self.actor, resource)

    @property
    def picker(self) -> list[Resource]:
        """The resources to choose from in this view, when there are several."""
        if self.view == "map":
            several = [r for r in self.tables if self._mapped(r)]
        elif self.view in ("sheet", "profile", "chart", "api"):
            several = self.tables
        else:
            several = [r for r in self.resources if r.current]
        return several if len(several) > 1 and self.view not in ("dataset", "files") else []


def shown(request: HttpRequest, view: str, slug: str, name: str | None = None) -> Shown:
    """The dataset at an address. Raises `Hidden` for what the reader may not see, Http404 for what does not exist."""
    actor = policy.who(request)
    datasets = Dataset.objects.select_related("organisation__parent", "theme", "licence")
    # Receipts are long: the page that shows one reads it.
    resources = Resource.objects.select_related("current").defer("current__receipt")
    dataset = datasets.prefetch_related(Prefetch("resources", resources)).filter(slug=slug).first()
    if dataset is None:
        raise Http404
    policy.require(actor, "see", dataset)
    page = Shown(actor, dataset, None, view, request.GET.get("revision") or None, moment(request.GET.get("as_of", "")))
    page.resource = _resource(page, name)
    return page


def _resource(page: Shown, name: str | None) -> Resource | None:
    if name is None:
        return next(iter(page.tables), None) or next(iter(page.resources), None)
    for resource in page.resources:
        if resource.name == name:
            return resource
    raise Http404


def moment(text: str) -> datetime | None:
    """A moment of the city's time zone; a bare date means its end, so that what was published that day counts."""
    if not text:
        return None
    try:
        return moments.until(text)
    except ValueError as error:
        raise OddMoment(text=text) from error

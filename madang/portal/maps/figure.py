"""A map with everything that must stand beside it, for frames, pictures, files and stories alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.accounts import policy
from madang.accounts.policy import Actor
from madang.catalog.models import Dataset, Resource
from madang.portal.dataset.shown import moment
from madang.portal.maps.shown_map import ShownMap, shown_map
from madang.portal.templatetags.madang import plain


@dataclass(frozen=True)
class Figure:
    """A map of one revision, in one language."""

    map: ShownMap
    dataset: Dataset
    resource: Resource
    language: str

    @property
    def title(self) -> str:
        return self._said(lambda: self.map.title)

    @property
    def subtitle(self) -> str:
        return self._said(lambda: self.map.subtitle)

    @cached_property
    def svg(self) -> SafeString:
        """The drawing for a page; its legend is `legend`. Texts of others are escaped in it."""
        return mark_safe(self._said(self.map.svg))  # noqa: S308  made of numbers and escaped texts alone

    @cached_property
    def legend(self) -> list[dict[str, Any]]:
        """`colour`, `text`, `count` of each class."""
        return self._said(lambda: self.map.legend)

    @cached_property
    def facts(self) -> list[str]:
        return self._said(lambda: self.map.facts)

    @cached_property
    def table(self) -> list[tuple[str, str]]:
        """(name, value in words), the greatest first: the same as the drawing, to read."""
        return [(line["name"], line["value"]) for line in self._said(lambda: self.map.lines)]

    @property
    def revision(self) -> str:
        return self.map.table.revision

    @property
    def published_at(self) -> datetime | None:
        return self.map.table.published_at

    @property
    def origin(self) -> str:
        return self.map.origin

    @property
    def address(self) -> str:
        """The page of the map, pinned to its revisions."""
        return self.at("map")

    @property
    def embed_address(self) -> str:
        return self.at("map_embed")

    def at(self, view: str) -> str:
        with override(self.language):
            return f"{reverse(view, args=[self.dataset.slug, self.resource.name])}?{self.map.query()}"

    @property
    def source(self) -> list[str]:
        """The lines under a picture: where the figures and the outlines come from, their terms, their origin."""

        def words() -> list[str]:
            lines = [source_line(self.dataset)]
            layer = self.map.settled.layer
            if layer is not None:
                lines.append(_("Areas: {source}").format(source=source_line(layer.resource.dataset)))
            if self.origin == "generated":
                lines.append(_("Generated values, not observed."))
            return lines

        return self._said(words)

    def _said(self, words: Any) -> Any:
        with override(self.language):
            return words()


def source_line(dataset: Dataset) -> str:
    return f"{plain(dataset.title)}, {plain(dataset.organisation.name)}, {plain(dataset.licence.name)}"


def figure(actor: Actor, slug: str, name: str, query: QueryDict, language: str) -> Figure:
    """The map at an address. Raises what `policy.readable` and the question raise, `OddMap`, Http404."""
    resources = Resource.objects.select_related("dataset__organisation__parent", "dataset__licence", "current")
    resource = resources.prefetch_related("columns").filter(dataset__slug=slug, name=name).first()
    if resource is None:
        raise Http404
    policy.require(actor, "see", resource.dataset)
    table = policy.readable(actor, resource, moment(query.get("as_of", "")), query.get("revision") or None)
    with override(language):
        return Figure(shown_map(actor, resource, table, query), resource.dataset, resource, language)

"""Where things of the catalogue stand on the web: absolute addresses, the same in every dialect and page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from madang.catalog.models import Dataset, Organisation, Resource, Revision, Theme


def base(request: HttpRequest) -> str:
    """What absolute addresses begin with, without a slash at its end: the public address that the operator has set, else the asked one."""
    return str(settings.MADANG["url"] or request.build_absolute_uri("/")).rstrip("/")


class Form(NamedTuple):
    """An output format: `spatial` ones are for tables with shapes. `file` is how names of its files end."""

    extension: str
    media_type: str
    spatial: bool
    file: str


class Exit(NamedTuple):
    """One way to the rows of a resource: where, and in which format."""

    address: str
    form: Form


@dataclass(frozen=True)
class Site:
    """`base` is the public address without a slash at its end; `language` the city's first one.

    Addresses that name a thing (`dataset`, `resource`, `organisation`) hold its `uid`, which stays when a slug changes; they
    are those of other portals, whose clients ask them, and lead to a page or, by `Accept`, to a description.
    """

    base: str
    language: str = "ko"
    forms: tuple[Form, ...] = ()

    @property
    def catalogue(self) -> str:
        return f"{self.base}/catalog"

    @property
    def api(self) -> str:
        return f"{self.base}/api/v1"

    @property
    def service(self) -> str:
        """The native API as a thing."""
        return f"{self.catalogue}#api"

    def dataset(self, one: Dataset) -> str:
        return f"{self.base}/dataset/{one.uid}"

    def description(self, one: Dataset, extension: str) -> str:
        return f"{self.base}/dataset/{quote(one.slug)}.{extension}"

    def package(self, one: Dataset) -> str:
        return f"{self.base}/datasets/{quote(one.slug)}/datapackage.json"

    def resource(self, one: Resource) -> str:
        return f"{self.dataset(one.dataset)}/resource/{one.uid}"

    def organisation(self, one: Organisation) -> str:
        return f"{self.base}/organization/{one.uid}"

    def theme(self, one: Theme) -> str:
        return f"{self.base}/group/{one.uid}"

    def page(self, one: Dataset, language: str = "") -> str:
        return f"{self.base}/{language or self.language}/datasets/{quote(one.slug)}/"

    def organisation_page(self, one: Organisation, language: str = "") -> str:
        return f"{self.base}/{language or self.language}/organisations/{quote(one.slug)}/"

    def origins(self, origin: str) -> str:
        return f"{self.base}/{self.language}/origins/#{origin}"

    def native(self, one: Resource) -> str:
        """The resource in the native API, without a format."""
        return f"{self.api}/datasets/{quote(one.dataset.slug)}/resources/{quote(one.name)}"

    def rows(self, one: Resource) -> str:
        return f"{self.native(one)}/rows"

    def original(self, one: Resource) -> str:
        return f"{self.native(one)}/original"

    def revision(self, one: Revision) -> str:
        return f"{self.native(one.resource)}/revisions/{one.pk}"

    def exits(self, one: Resource) -> list[Exit]:
        """The current rows in every format that fits them; none for a kept file."""
        if one.current is None or one.current.rows is None:
            return []
        fitting = (form for form in self.forms if one.current.geometry or not form.spatial)
        return [Exit(f"{self.native(one)}.{form.extension}", form) for form in fitting]

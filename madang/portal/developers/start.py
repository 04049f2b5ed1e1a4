"""The first page for developers: where the API is, what a key gives, what each class of readers may ask, which dialects there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import madang
from madang.catalog.site import base


@dataclass(frozen=True)
class Dialect:
    """A way to read the city: an address that answers in a browser, whose programs speak it."""

    name: Promise | str
    path: str
    means: Promise | str


DIALECTS = (
    Dialect(_("Madang's own"), "/api/v1/datasets",
            _("datasets, rows with filters and groups, files in fourteen formats, tiles, history, differences")),
    Dialect("SQL", "/api/v1/sql?sql=SELECT%201%20AS%20one", _("one SELECT over any tables of the city")),
    Dialect("CKAN", "/api/3/action/package_list", _("for ckanapi, ckanr, frictionless, QGIS, harvesters")),
    Dialect(_("Seoul's Open API"), "/sample/json/SearchCatalogService/1/5/", _("for programs of the Seoul Open Data Plaza")),
    Dialect("DCAT-AP 3", "/catalog.ttl", _("for other catalogues: the whole catalogue in RDF")),
    Dialect("DCAT-US", "/data.json", _("for harvesters of data.json")),
    Dialect("MCP", "", _("for assistants, at /mcp: they search, describe and query by themselves")),
    Dialect("Atom", "/feeds/dataset.atom", _("what is new, for feed readers")),
)  # fmt: skip
CLASSES: dict[str, Promise] = {
    "anonymous": _("without a key"), "key": _("with a key"), "partner": _("a partner's key"),
}  # fmt: skip


def start(request: HttpRequest) -> HttpResponse:
    """Where the API is and how to begin."""
    site = base(request)
    context = {
        "area": "developers",
        "site": site,
        "dialects": DIALECTS,
        "budgets": [(title, settings.MADANG[f"budget_{name}"]) for name, title in CLASSES.items()],
        "version": madang.__version__,
    }
    return render(request, "portal/developers/developers.html", context)

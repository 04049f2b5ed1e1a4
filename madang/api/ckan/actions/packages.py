"""Datasets, one by one and as lists."""

from __future__ import annotations

from typing import Any

from madang.api.budgets import noting
from madang.api.ckan import packages
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog import names

MOST = 1000
"""Packages of one answer; CKAN's `ckan.search.rows_max`."""


def package_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One dataset with its resources. Parameters: id (UUID, name or slug)."""
    shown = packages.required(reader, parameters.required("id", "name_or_id"))
    noting.describes(shown.slug)
    return packages.package(reader, shown)


def package_list(reader: Reader, parameters: Parameters) -> list[str]:
    """The names of all open datasets, in order. Parameters: limit, offset."""
    rows = packages.public().select_related(None).values_list("slug", "uid")
    known = sorted(names.plain(slug, uid, names.DATASET) for slug, uid in rows)
    offset = parameters.whole("offset", 0)
    return known[offset : offset + parameters.whole("limit", len(known))]


def current_package_list_with_resources(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """Open datasets with their resources, the last described first. Parameters: limit, offset or page."""
    limit = parameters.whole("limit", MOST, MOST)
    offset = parameters.whole("offset", 0)
    if "page" in parameters and "offset" not in parameters:
        offset = max(0, parameters.whole("page", 1) - 1) * limit
    newest = packages.told(packages.public()).order_by("-modified", "slug")
    return [packages.package(reader, one) for one in newest[offset : offset + limit]]


def package_relationships_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Relations between datasets: this portal keeps none. Parameters: id."""
    packages.required(reader, parameters.required("id"))
    return []


ACTIONS = {
    "package_show": package_show,
    "dataset_show": package_show,
    "package_list": package_list,
    "current_package_list_with_resources": current_package_list_with_resources,
    "package_relationships_list": package_relationships_list,
}

"""Organisations, and themes, which are CKAN's groups: the same actions under two names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from madang.accounts.policy import can
from madang.api.ckan import groups, packages
from madang.api.ckan.actions.packages import MOST
from madang.api.ckan.errors import Invalid, NotFound
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.models import Organisation, Theme

Thing = Organisation | Theme
CAPACITIES = ((4, "admin"), (2, "editor"), (1, "member"))
"""The lowest rank of `accounts.policy` for each of CKAN's capacities."""
NEEDED = {
    "manage_group": "manage",
    "admin": "manage",
    "create_dataset": "load",
    "update_dataset": "describe",
    "delete_dataset": "withdraw",
}


@dataclass(frozen=True)
class Kind:
    """`relation` is the name of the datasets' field."""

    name: str
    relation: str
    all: Callable[[], QuerySet[Any]]

    def required(self, name: str) -> Thing:
        found: Thing | None = names.called(self.all(), name, self.name)
        if found is None:
            raise NotFound(f"{self.name.title()} was not found.")
        return found

    def counts(self) -> dict[int, int]:
        """Open datasets of each, by its number."""
        every = packages.public().select_related(None).order_by()
        return dict(every.values_list(self.relation).annotate(datasets=Count("pk")))


ORGANIZATION = Kind(names.ORGANISATION, "organisation", lambda: Organisation.objects.select_related("parent"))
GROUP = Kind(names.THEME, "theme", Theme.objects.all)


def listed(kind: Kind, reader: Reader, parameters: Parameters) -> list[Any]:
    """All of a kind that fit, in order: their names, or with `all_fields` what is said of them."""
    counts, words = kind.counts(), parameters.text("q").casefold()
    shown = [groups.as_group(reader, one, counts.get(one.pk, 0)) for one in kind.all()]
    wanted = set(parameters.listing("organizations" if kind is ORGANIZATION else "groups"))
    chosen = [one for one in shown if not wanted or wanted & {one["name"], one["id"]}]
    found = [
        one for one in chosen if any(words in str(one[key]).casefold() for key in ("name", "title", "description"))
    ]
    field, down = _order(parameters.text("sort") or parameters.text("order_by") or "title asc")
    found.sort(key=lambda one: (one[field], one["name"]), reverse=down)
    offset = parameters.whole("offset", 0)
    page = found[offset : offset + parameters.whole("limit", len(found))]
    if not parameters.switch("all_fields", False):
        return [one["name"] for one in page]
    if not parameters.switch("include_dataset_count", True):
        return [{key: value for key, value in one.items() if key != "package_count"} for one in page]
    return page


def _order(text: str) -> tuple[str, bool]:
    match = re.fullmatch(r"(name|title|package_count|packages)(?:\s+(asc|desc))?", text.strip())
    if match is None:
        raise Invalid({"sort": [f"Cannot sort by field `{text[:40]}`"]})
    field = "package_count" if match[1] == "packages" else match[1]
    return field, match[2] == "desc" or (match[2] is None and field == "package_count")


def one(kind: Kind, reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One of a kind, with its datasets if they are asked for."""
    found = kind.required(parameters.required("id"))
    own = packages.public().filter(**{kind.relation: found})
    counted = parameters.switch("include_dataset_count", True)
    shown = groups.as_group(reader, found, own.count() if counted else None)
    if parameters.switch("include_datasets", False):
        shown["packages"] = [packages.package(reader, each) for each in packages.told(own)[:MOST]]
    return shown


def completed(kind: Kind, reader: Reader, parameters: Parameters) -> list[dict[str, str]]:
    """What begins or goes on so."""
    words, limit = parameters.text("q").casefold(), parameters.whole("limit", 20, 100)
    shown = (groups.as_group(reader, each, None) for each in kind.all())
    found = [each for each in shown if words in each["name"] or words in each["title"].casefold()]
    return [{"id": each["id"], "name": each["name"], "title": each["title"]} for each in found[:limit]]


def organization_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Organisations. Parameters: sort (name, title, package_count; asc or desc), limit, offset, q, organizations, all_fields,
    include_dataset_count."""
    return listed(ORGANIZATION, reader, parameters)


def group_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Themes. Parameters: sort (name, title, package_count; asc or desc), limit, offset, q, groups, all_fields, include_dataset_count."""
    return listed(GROUP, reader, parameters)


def organization_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One organisation. Parameters: id (UUID, name or slug), include_datasets (at most 1000), include_dataset_count."""
    return one(ORGANIZATION, reader, parameters)


def group_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One theme. Parameters: id (UUID, name or slug), include_datasets (at most 1000), include_dataset_count."""
    return one(GROUP, reader, parameters)


def organization_autocomplete(reader: Reader, parameters: Parameters) -> list[dict[str, str]]:
    """Organisations whose name or title holds a text. Parameters: q, limit."""
    return completed(ORGANIZATION, reader, parameters)


def group_autocomplete(reader: Reader, parameters: Parameters) -> list[dict[str, str]]:
    """Themes whose name or title holds a text. Parameters: q, limit."""
    return completed(GROUP, reader, parameters)


def group_package_show(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """The open datasets of a theme. Parameters: id, limit (at most 1000)."""
    found = GROUP.required(parameters.required("id"))
    datasets = packages.told(packages.public().filter(theme=found))
    return [packages.package(reader, each) for each in datasets[: parameters.whole("limit", MOST, MOST)]]


def organization_list_for_user(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """Organisations in which the token's owner may do something, with their capacity there. Parameters: permission
    (manage_group, create_dataset, update_dataset, delete_dataset, read), include_dataset_count."""
    if reader.actor.token is None:
        return []
    permission = parameters.text("permission") or "manage_group"
    counts = ORGANIZATION.counts() if parameters.switch("include_dataset_count", False) else {}
    return [
        groups.as_group(reader, each, counts.get(each.pk, 0) if counts else None) | {"capacity": capacity}
        for each in ORGANIZATION.all()
        if (capacity := _capacity(reader, each)) and (permission == "read" or can(reader.actor, NEEDED.get(permission, "manage"), each))
    ]  # fmt: skip


def _capacity(reader: Reader, one: Organisation) -> str:
    rank = reader.actor.rank(one.path)
    return next((capacity for lowest, capacity in CAPACITIES if rank >= lowest), "")


def group_list_authz(reader: Reader, parameters: Parameters) -> list[Any]:
    """Themes that the token's owner may edit: none, the city keeps them."""
    return []


def member_list(reader: Reader, parameters: Parameters) -> list[list[str]]:
    """The open datasets of an organisation or theme; people are not told. Parameters: id, object_type."""
    name = parameters.required("id")
    found = names.called(ORGANIZATION.all(), name, ORGANIZATION.name) or GROUP.required(name)
    relation = ORGANIZATION.relation if isinstance(found, Organisation) else GROUP.relation
    if parameters.text("object_type", "package") != "package":
        return []
    ids = packages.public().filter(**{relation: found}).values_list("uid", flat=True)
    return [[str(uid), "package", "public"] for uid in ids]


ACTIONS = {
    "organization_list": organization_list,
    "organization_show": organization_show,
    "organization_autocomplete": organization_autocomplete,
    "organization_list_for_user": organization_list_for_user,
    "group_list": group_list,
    "group_show": group_show,
    "group_autocomplete": group_autocomplete,
    "group_package_show": group_package_show,
    "group_list_authz": group_list_authz,
    "member_list": member_list,
}

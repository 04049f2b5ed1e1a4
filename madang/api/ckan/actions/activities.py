"""What happened to datasets, as far as it is public: each published revision is one change. Nobody's name is told."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from madang.api.ckan import packages
from madang.api.ckan.actions.groups import GROUP, ORGANIZATION
from madang.api.ckan.errors import Invalid
from madang.api.ckan.moments import moment
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.models import Revision

DEFAULT, MOST = 31, 100


def _activities(reader: Reader, parameters: Parameters, which: Q) -> list[dict[str, Any]]:
    """A page of the newest changes first; `after` and `before` are seconds since 1970."""
    revisions: QuerySet[Revision] = (
        Revision.objects.filter(which, state=Revision.State.PUBLISHED, published_at__isnull=False)
        .select_related("resource__dataset__organisation")
        .defer("receipt", "schema")
        .order_by("-published_at", "-pk")
    )
    for name, condition in (("after", "published_at__gt"), ("before", "published_at__lt")):
        if name in parameters:
            revisions = revisions.filter(**{condition: _at(parameters, name)})
    offset = parameters.whole("offset", 0)
    return [_activity(reader, one) for one in revisions[offset : offset + parameters.whole("limit", DEFAULT, MOST)]]


def _at(parameters: Parameters, name: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(parameters.text(name)), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid({name: ["Must be a timestamp"]}) from error


def _activity(reader: Reader, one: Revision) -> dict[str, Any]:
    dataset = one.resource.dataset
    return {
        "id": str(uuid.UUID(one.pk)),
        "timestamp": moment(one.published_at),
        "user_id": None,
        "object_id": str(dataset.uid),
        "revision_id": one.pk,
        "activity_type": "new package" if one.number == 1 else "changed package",
        "data": {
            "actor": reader.words(dataset.organisation.name),
            "package": {
                "id": str(dataset.uid),
                "name": names.plain(dataset.slug, dataset.uid, names.DATASET),
                "title": reader.words(dataset.title) or dataset.slug,
            },
            "resource": {"id": str(one.resource.uid), "name": reader.words(one.resource.title) or one.resource.name},
            "revision": one.number,
        },
    }


def package_activity_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """What changed in a dataset, newest first. Parameters: id, limit (31, at most 100), offset, after, before (seconds since 1970)."""
    found = packages.required(reader, parameters.required("id"))
    return _activities(reader, parameters, Q(resource__dataset=found))


def _public(**which: Any) -> Q:
    return Q(resource__dataset__in=packages.public().filter(**which).select_related(None).order_by().values("pk"))


def recently_changed_packages_activity_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """What changed in open datasets, newest first. Parameters: limit, offset, after, before."""
    return _activities(reader, parameters, _public())


def organization_activity_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """What changed in the open datasets of an organisation. Parameters: id, limit, offset, after, before."""
    return _activities(reader, parameters, _public(organisation=ORGANIZATION.required(parameters.required("id"))))


def group_activity_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """What changed in the open datasets of a theme. Parameters: id, limit, offset, after, before."""
    return _activities(reader, parameters, _public(theme=GROUP.required(parameters.required("id"))))


def dataset_follower_count(reader: Reader, parameters: Parameters) -> int:
    """How many follow a dataset: nobody does here, feeds tell what is new. Parameters: id."""
    packages.required(reader, parameters.required("id"))
    return 0


def am_following_dataset(reader: Reader, parameters: Parameters) -> bool:
    """Whether the token's owner follows a dataset: nobody does here. Parameters: id."""
    packages.required(reader, parameters.required("id"))
    return False


def organization_follower_count(reader: Reader, parameters: Parameters) -> int:
    """How many follow an organisation: nobody does here. Parameters: id."""
    ORGANIZATION.required(parameters.required("id"))
    return 0


def group_follower_count(reader: Reader, parameters: Parameters) -> int:
    """How many follow a theme: nobody does here. Parameters: id."""
    GROUP.required(parameters.required("id"))
    return 0


def am_following_group(reader: Reader, parameters: Parameters) -> bool:
    """Whether the token's owner follows a theme: nobody does here. Parameters: id."""
    GROUP.required(parameters.required("id"))
    return False


ACTIONS = {
    "package_activity_list": package_activity_list,
    "recently_changed_packages_activity_list": recently_changed_packages_activity_list,
    "organization_activity_list": organization_activity_list,
    "group_activity_list": group_activity_list,
    "dataset_follower_count": dataset_follower_count,
    "organization_follower_count": organization_follower_count,
    "group_follower_count": group_follower_count,
    "am_following_dataset": am_following_dataset,
    "am_following_group": am_following_group,
}

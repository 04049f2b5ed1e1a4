"""Resources."""

from __future__ import annotations

from typing import Any

from madang.accounts.policy import can
from madang.api.ckan import resources
from madang.api.ckan.errors import NotFound
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.models import Resource


def resource_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One resource. Parameters: id (UUID)."""
    found = required(reader, parameters.required("id"))
    order = list(found.dataset.resources.values_list("pk", flat=True))
    return resources.resource(reader, found.dataset, found, order.index(found.pk))


def required(reader: Reader, name: str) -> Resource:
    """The resource of that id or alias, if the reader may know of it. Raises `NotFound`, which tells nothing else."""
    uid = names.unique(name)
    known = resources.told().select_related("current", "dataset__organisation")
    found = known.filter(uid=uid).first() if uid else known.filter(aliases__name=name[:101]).first()
    if found is None or not can(reader.actor, "see", found):
        raise NotFound(f'Resource "{name[:100]}" was not found.')
    return found


ACTIONS = {"resource_show": resource_show}

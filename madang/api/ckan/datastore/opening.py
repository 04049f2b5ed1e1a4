"""A table by the id of its resource."""

from __future__ import annotations

from madang.accounts.policy import Hidden, can, readable
from madang.api.ckan.errors import NotFound
from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.committed import remembered
from madang.catalog.models import Resource
from madang.catalog.tables import NoTable
from madang.query.model import Table


def opened(reader: Reader, name: str) -> tuple[Resource, Table]:
    """A table by the UUID or an alias of its resource. Raises `NotFound`, and what `policy.readable` raises of data that may be seen."""
    resource = remembered().get(("datastore", name[:101]), lambda: _resource(name[:101]))
    if not can(reader.actor, "see", resource):
        raise _unknown(name)
    try:
        return resource, readable(reader.actor, resource)
    except (Hidden, NoTable) as problem:
        raise _unknown(name) from problem


def _resource(name: str) -> Resource:
    """With all that an answer says of it. Raises `NotFound`. The receipt is long, and no answer tells it."""
    uid = names.unique(name)
    known = Resource.objects.select_related("dataset__organisation", "current").defer("current__receipt")
    known = known.prefetch_related("columns", "aliases")
    found = known.filter(uid=uid).first() if uid else known.filter(aliases__name=name).first()
    if found is None:
        raise _unknown(name)
    if found.current:
        found.current.resource = found  # spares joining the same three tables a second time
    return found


def _unknown(name: str) -> NotFound:
    return NotFound(f'Resource "{name[:100]}" was not found.')

"""A table by the id of its resource."""

from __future__ import annotations

from madang.accounts.policy import Hidden, readable
from madang.api.ckan.actions.resources import required
from madang.api.ckan.errors import NotFound
from madang.api.ckan.reader import Reader
from madang.catalog.models import Resource
from madang.catalog.tables import NoTable
from madang.query.model import Table


def opened(reader: Reader, name: str) -> tuple[Resource, Table]:
    """A table by the UUID or an alias of its resource. Raises `NotFound`, and what `policy.readable` raises of data that may be seen."""
    resource = required(reader, name)
    try:
        return resource, readable(reader.actor, resource)
    except (Hidden, NoTable) as problem:
        raise NotFound(f'Resource "{name[:100]}" was not found.') from problem

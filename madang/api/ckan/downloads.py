"""The file of a resource at CKAN's address: its rows as CSV or GeoJSON, or the file as it came."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from madang.accounts.policy import readable, readable_file, who
from madang.api import answering, formats, original_file
from madang.api.ckan import resources
from madang.api.ckan.addresses import asked_here, resource
from madang.catalog import offered
from madang.catalog.models import Resource
from madang.query.model import Question

MEASURED_ROWS = 1_000_000
"""Tables up to so many rows are made a file first, so that their length is told; larger ones begin to flow at once."""


@asked_here
def download(request: HttpRequest, name: str, resource_id: str, file_name: str = "") -> HttpResponseBase:
    """The file; `file_name` is only what clients save it as, as in CKAN."""
    found = resource(request, name, resource_id)
    if found.link:
        return HttpResponseRedirect(found.link)
    if found.current is not None and found.current.rows is None:
        return original_file.original(request, readable_file(who(request), found))
    return _rows(request, found)


def _rows(request: HttpRequest, found: Resource) -> HttpResponseBase:
    table = readable(who(request), found)
    asked = answering.Asked(
        table, Question(), formats.formats()[offered.extension(found)], pinned=False, public=answering.public(found, table),
        whole=True, name=resources.file_name(found), onward=False, measured=table.rows <= MEASURED_ROWS,
    )  # fmt: skip
    return answering.respond(request, asked)

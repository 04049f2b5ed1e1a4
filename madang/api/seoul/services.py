"""Services: names of readable tables, and the rows behind them."""

from __future__ import annotations

from types import ModuleType

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.accounts.policy import readable, who
from madang.api import answering
from madang.api.seoul import filters, json_answer, xls_answer, xml_answer
from madang.api.seoul.asked import Asked
from madang.api.seoul.codes import NO_SERVICE, NOTHING, Told
from madang.catalog.models import Resource
from madang.query.model import Question

WRITERS: dict[str, ModuleType] = {"json": json_answer, "xml": xml_answer, "xmlf": xml_answer, "xls": xls_answer}
FILES = {"xmlf": "xml", "xls": "xlsx"}
"""The types that are downloads, and how their file names end."""


def rows(request: HttpRequest, asked: Asked, *, subway: bool) -> HttpResponseBase:
    """The rows asked for. Raises `Told`, and as `policy.readable` and `query.answer` do."""
    resource = _resource(asked.service)
    table = readable(who(request), resource)
    where = filters.condition(table, resource.arguments, asked.arguments)
    if asked.start > table.rows:
        raise Told(NOTHING)
    question = Question(where=where, limit=asked.end - asked.start + 1, offset=asked.start - 1)
    return answering.respond(request, answering.Asked(
        table, question, WRITERS[asked.type], pinned=False, public=answering.public(resource, table),
        options={"service": asked.service, "subway": subway}, name=file_name(asked), onward=False,
    ))  # fmt: skip


def file_name(asked: Asked) -> str:
    """The name of what is downloaded; "" for what is shown."""
    return f"{asked.service}.{FILES[asked.type]}" if asked.type in FILES else ""


def _resource(service: str) -> Resource:
    known = Resource.objects.select_related("dataset__organisation", "current").defer("current__receipt")
    found = known.filter(aliases__name=service).first() if "\0" not in service else None
    if found is None:
        raise Told(NO_SERVICE)
    if found.current:
        found.current.resource = found  # spares joining the same tables a second time
    return found

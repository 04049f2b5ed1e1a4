"""Addresses of linked data. A thing answers 303 with the document that fits the reader, a document answers itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.vary import vary_on_headers

from madang.accounts import linking, row_path
from madang.accounts.policy import require, who
from madang.api import problems
from madang.api.linked import csvw as descriptions
from madang.api.linked.negotiating import BY_EXTENSION, HTML, Representation, wanted
from madang.api.problems import NotFound, OddParameter, UnknownParameter
from madang.api.site import site
from madang.api.told import told
from madang.api.validators import everybody
from madang.catalog import moments
from madang.catalog.models import Resource
from madang.catalog.row_addresses import Addresses
from madang.lib.problems import Problem

View = Callable[..., HttpResponse]
KNOWN = ("revision", "as_of", "lang")
BEFORE = 4  # slashes before the key in /id/{dataset}/{table}/{key}


def answers(view: View) -> View:
    """As `told`, and what is said depends on what is accepted."""
    return vary_on_headers("Accept")(told(view))


@answers
def row(request: HttpRequest, slug: str, name: str, row: str) -> HttpResponse:
    """The thing. People are led to its page, which also says why there is none."""
    raw, how = row_path.raw(request, BEFORE, row), wanted(request)
    try:
        found = _resource(request, slug, name)
        one, ending = _row_or_form(request, found, raw)
    except Problem:
        if how is not HTML:
            raise
        page = Addresses(site(request).base, slug, name).page(problems.language(request), ("-",))
        return _redirect(request, page[:-1] + raw)
    return _see_other(request, _addresses(request, found), one.key, ending or how)


def _row_or_form(request: HttpRequest, found: Resource, raw: str) -> tuple[linking.Row, Representation | None]:
    """An ending of the thing asks for a form of it, unless the key itself ends so."""
    try:
        return linking.row(who(request), found, raw, **_version(request)), None
    except linking.NoSuchRow:
        shorter, ending = _ending(raw)
        if ending is None:
            raise
        return linking.row(who(request), found, shorter, **_version(request)), ending


@answers
def table(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The thing that all rows of a table are part of."""
    found = _resource(request, slug, name)
    linking.table(who(request), found, **_version(request))
    return _see_other(request, _addresses(request, found), (), wanted(request))


@answers
def row_document(request: HttpRequest, slug: str, name: str, row: str) -> HttpResponse:
    """What is known of a row, in the form that the ending says."""
    raw, how = _ending(row_path.raw(request, BEFORE, row))
    if how is None:
        raise NotFound()
    found = _resource(request, slug, name)
    one = linking.row(who(request), found, raw, **_version(request))
    at = _addresses(request, found)
    if how is HTML:
        return _see_other(request, at, one.key, HTML)
    from madang.api.linked import rows, writing  # rdflib takes a quarter of a second: who never asks, never waits

    about = rows.document(who(request), one, site(request), how.extension, pinned=bool(_version(request)))
    return writing.response(request, about, how, public=_public(request, found))


@answers
def table_document(request: HttpRequest, slug: str, name: str, extension: str) -> HttpResponse:
    """What is known of a table."""
    how = BY_EXTENSION.get(extension)
    if how is None:
        raise NotFound()
    found, actor = _resource(request, slug, name), who(request)
    known = linking.table(actor, found, **_version(request))
    at = _addresses(request, found)
    if how is HTML:
        return _see_other(request, at, (), HTML)
    from madang.api.linked import tables, writing

    about = tables.document(actor, found, known, site(request), how.extension)
    return writing.response(request, about, how, public=_public(request, found))


@answers
def column(request: HttpRequest, slug: str, name: str, column: str) -> HttpResponse:
    """What a column means, with its codes: the document of `#property`, `#codes` and `#code/...`."""
    found = _resource(request, slug, name)
    described = next((each for each in linking.described(found) if each.name == column), None)
    if described is None:
        raise NotFound()
    how, at = wanted(request), _addresses(request, found)
    if how is HTML:
        return _redirect(request, f"/{problems.language(request)}/datasets/{quote(slug)}/#r{found.pk}")
    from madang.api.linked import columns, writing

    said = linking.dictionary(found).get(column)
    about = columns.document(at, described, said, linking.target(who(request), said))
    return writing.response(request, about, how, public=_public(request, found))


@told
def csvw(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The CSVW description of the CSV of the same name."""
    found = _resource(request, slug, name)
    linking.readable(who(request), found)
    return _csvw(request, descriptions.group(who(request), [found], site(request)), _public(request, found))


@told
def csvw_of_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for all tables of a dataset."""
    actor = who(request)
    related = Resource.objects.select_related("dataset__organisation", "dataset__licence", "current")
    tables = [
        one
        for one in related.filter(dataset__slug=slug, current__rows__isnull=False)
        if linking.can(actor, "read", one)
    ]
    if not tables:
        raise NotFound()
    return _csvw(request, descriptions.group(actor, tables, site(request)), _public(request, tables[0]))


def _public(request: HttpRequest, found: Resource) -> bool:
    """Whether caches that many share may keep the answer: to a member it tells of rows that others may not see."""
    return linking.listed(found) and everybody(who(request))


def _csvw(request: HttpRequest, group: dict[str, Any], public: bool) -> HttpResponse:
    text = json.dumps(group, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/csvm+json")
    answer["Cache-Control"] = f"{'public' if public else 'private'}, max-age=60"
    return answer


def _resource(request: HttpRequest, slug: str, name: str) -> Resource:
    """The table at an address. Raises `NotFound`, `Hidden`."""
    related = Resource.objects.select_related("dataset__organisation", "dataset__licence", "current")
    found = related.filter(dataset__slug=slug, name=name).first()
    if found is None:
        raise NotFound()
    require(who(request), "see", found)
    return found


def _addresses(request: HttpRequest, found: Resource) -> Addresses:
    return Addresses(site(request).base, found.dataset.slug, found.name)


def _ending(raw: str) -> tuple[str, Representation | None]:
    before, _, extension = raw.rpartition(".")
    return (before, BY_EXTENSION[extension]) if before and extension in BY_EXTENSION else (raw, None)


def _see_other(request: HttpRequest, at: Addresses, key: tuple[Any, ...], how: Representation) -> HttpResponse:
    if how is not HTML:
        return _redirect(request, at.document(key, how.extension))
    return _redirect(request, at.page(problems.language(request), key))


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    """303 with all forms as links; the version that was asked for stays."""
    kept = {name: request.GET[name] for name in ("revision", "as_of") if name in request.GET}
    query = "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in kept.items()) if kept else ""
    place, hash, fragment = address.partition("#")
    answer = HttpResponse(
        status=303, headers={"Location": place + query + hash + fragment, "Cache-Control": "no-cache"}
    )
    patch_vary_headers(answer, ["Accept", "Accept-Language"])
    return answer


def _version(request: HttpRequest) -> dict[str, Any]:
    """`revision` and `as_of` of the address. Raises `UnknownParameter`, `OddParameter`."""
    for name in request.GET:
        if name not in KNOWN:
            raise UnknownParameter(name=name, known=", ".join(KNOWN), hint_en="", hint_ko="")
    found: dict[str, Any] = {"revision": request.GET["revision"]} if "revision" in request.GET else {}
    if "as_of" in request.GET:
        found["as_of"] = _moment(request.GET["as_of"])
    return found


def _moment(text: str) -> datetime:
    try:
        return moments.until(text)
    except ValueError as error:
        raise OddParameter(name="as_of", value=text, example="2026-06-30") from error

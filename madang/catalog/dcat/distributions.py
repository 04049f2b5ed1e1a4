"""The ways to the content of a dataset: the file as it came, the rows in every format, the API, a link elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from madang.catalog import licences
from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.terms import Node, filled, iri, moment, tagged, term, whole
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.site import Exit, Site
from madang.lib.problems import Text

ORIGINAL: Text = {"ko": "원본", "en": "as it came"}


def distributions(one: Dataset, site: Site) -> list[Node]:
    """All of them; call it for who may read the rows. The terms of use are spelled out in the first, and named in the others."""
    terms = _terms(one, site)
    named = {name: {"@id": node["@id"]} for name, node in terms.items()}
    found = [way for resource in one.resources.all() for way in _of(resource, one, site)]
    return [way | (named if place else terms) for place, way in enumerate(found)]


def _of(resource: Resource, one: Dataset, site: Site) -> Iterator[Node]:
    resource.dataset = one  # spares a look-up each: its address is asked for again and again
    revision = resource.current
    if resource.link and (link := iri(resource.link)):
        yield _linked(resource, link, site)
    if revision is None or revision.state != Revision.State.PUBLISHED:
        return
    if revision.original_sha256:
        yield _original(resource, revision, site)
    for way in site.exits(resource):
        yield _written(resource, revision, way, site)
    if revision.rows is not None:
        yield _asked(resource, revision, site)


def _terms(one: Dataset, site: Site) -> Node:
    """What holds of every distribution: terms of use, and the words to print."""
    retired = one.state == Dataset.State.RETIRED
    words = {language: licences.attribution(one, language, site.page(one, language)) for language in ("ko", "en")}
    return filled({
        "dct:license": licence(one),
        "dct:rights": {"@id": f"{site.dataset(one)}#rights", "@type": "dct:RightsStatement", "rdfs:label": tagged(words)},
        "adms:status": vocabularies.concept(vocabularies.DEPRECATED if retired else vocabularies.COMPLETED),
        "dcatap:availability": None if retired else vocabularies.concept(vocabularies.AVAILABLE),
    })  # fmt: skip


def licence(one: Dataset) -> Node | None:
    """The licence at its own address, tied to the EU's word for it; nothing where no terms are stated."""
    found = iri(one.licence.url)
    known = vocabularies.LICENCES.get(one.licence.slug)
    if not found:
        return None
    return filled({
        "@id": found,
        "@type": "dct:LicenseDocument",
        "dct:title": tagged(one.licence.name),
        "skos:exactMatch": term(vocabularies.LICENCE + known, "dct:LicenseDocument") if known else None,
    })  # fmt: skip


def _named(resource: Resource, what: Text | str) -> list[Node]:
    """The title of a resource with the format, in each of its languages."""
    titles = {language: words for language, words in resource.title.items() if words} or {"": resource.name}
    ends = what if isinstance(what, dict) else dict.fromkeys(titles, what)
    return tagged({language: f"{words} ({ends.get(language) or ends['en']})" for language, words in titles.items()})


def _linked(resource: Resource, link: str, site: Site) -> Node:
    return filled({
        "@id": f"{site.resource(resource)}#link",
        "@type": "dcat:Distribution",
        "dct:title": tagged(resource.title) or [{"@value": resource.name}],
        "dct:description": tagged(resource.description),
        "dcat:accessURL": {"@id": link},
    })  # fmt: skip


def _base(resource: Resource, revision: Revision, site: Site, part: str, address: str) -> Node:
    """What every way to a revision says. `part` tells the ways to one resource apart."""
    return {
        "@id": f"{site.resource(resource)}#{part}",
        "@type": "dcat:Distribution",
        "dct:description": tagged(resource.description),
        "dcat:accessURL": {"@id": address},
        "dct:modified": moment(revision.published_at) if revision.published_at else None,
    }


def _original(resource: Resource, revision: Revision, site: Site) -> Node:
    address = site.original(resource)
    kind = vocabularies.file_type(PurePath(revision.original_name).suffix[1:])
    media = vocabularies.media_type(revision.media_type)
    return filled(_base(resource, revision, site, "original", address) | {
        "dct:title": _named(resource, ORIGINAL),
        "dcat:downloadURL": {"@id": address},
        "dct:format": term(kind, "dct:MediaTypeOrExtent") if kind else None,
        "dcat:mediaType": term(media, "dct:MediaType") if media else None,
        "dcat:byteSize": whole(revision.original_bytes),
        "dct:issued": moment(revision.created_at),
        "spdx:checksum": checksum(resource, revision, site),
    })  # fmt: skip


def checksum(resource: Resource, revision: Revision, site: Site) -> Node:
    return {
        "@id": f"{site.resource(resource)}#sha256",
        "@type": "spdx:Checksum",
        "spdx:algorithm": term(vocabularies.SHA256, "spdx:ChecksumAlgorithm"),
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": revision.original_sha256},
    }


def _written(resource: Resource, revision: Revision, way: Exit, site: Site) -> Node:
    """The rows in a format. Their size is known when they are written, so none is said."""
    form = way.form
    kind, media = vocabularies.file_type(form.extension), vocabularies.media_type(form.media_type)
    packed = form.file != form.extension and form.file.endswith(".zip")
    return filled(_base(resource, revision, site, form.extension, way.address) | {
        "dct:title": _named(resource, form.extension.upper()),
        "dcat:downloadURL": {"@id": way.address},
        "dct:format": term(kind, "dct:MediaTypeOrExtent") if kind else None,
        "dcat:mediaType": term(media, "dct:MediaType") if media else None,
        "dcat:packageFormat": term(vocabularies.IANA + "application/zip", "dct:MediaType") if packed else None,
        "dct:issued": moment(revision.published_at) if revision.published_at else None,
        "dct:conformsTo": term(vocabularies.CRS84, "dct:Standard") if form.spatial else None,
    })  # fmt: skip


def _asked(resource: Resource, revision: Revision, site: Site) -> Node:
    """The rows by questions: a page of them in JSON, through the API that the catalogue describes."""
    return filled(_base(resource, revision, site, "api", site.rows(resource)) | {
        "dct:title": _named(resource, "API"),
        "dct:format": term(vocabularies.FILE_TYPE + "JSON", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": term(vocabularies.IANA + "application/json", "dct:MediaType"),
        "dcat:accessService": {"@id": site.service},
        "dct:issued": moment(revision.published_at) if revision.published_at else None,
    })  # fmt: skip

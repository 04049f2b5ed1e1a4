"""The revisions of a dataset as its versions: each a dataset of its own, with the rows that never change.

They stand in the description of one dataset only: in the catalogue, harvesters would take each for another dataset.
"""

from __future__ import annotations

from collections.abc import Iterator

from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.distributions import licence
from madang.catalog.dcat.terms import Node, filled, moment, tagged, term
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.site import Site
from madang.lib.problems import Text

MOST = 100  # of each resource, newest first; `previousVersion` of the last one leads on, and the API lists all
REVISION: Text = {"ko": "{title} (개정판 {number})", "en": "{title} (revision {number})"}


def versions(one: Dataset, site: Site, description: Text, *, readable: bool) -> list[Node]:
    """All published ones, withdrawn ones left out."""
    found = []
    for resource in one.resources.all():
        resource.dataset = one
        kept = resource.revisions.filter(state=Revision.State.PUBLISHED).defer("receipt", "schema").order_by("-number")
        found += list(_chain(resource, list(kept[: MOST + 1]), site, description, readable))
    return found


def _chain(resource: Resource, kept: list[Revision], site: Site, description: Text, readable: bool) -> Iterator[Node]:
    for revision, before in zip(kept[:MOST], [*kept[1:], None], strict=False):
        revision.resource = resource
        if before is not None:
            before.resource = resource
        yield filled({
            "@id": site.revision(revision),
            "@type": "dcat:Dataset",
            "dct:title": _title(resource, revision),
            "dct:description": tagged(description),
            "dct:isVersionOf": {"@id": site.dataset(resource.dataset)},
            "dct:issued": moment(revision.published_at) if revision.published_at else None,
            "dcat:version": {"@value": str(revision.number)},
            "dcat:previousVersion": {"@id": site.revision(before)} if before else None,
            "dcat:distribution": _rows(resource, revision, site) if readable and revision.rows is not None else None,
        })  # fmt: skip


def _title(resource: Resource, revision: Revision) -> list[Node]:
    titles = resource.dataset.title or {"en": resource.dataset.slug}
    return tagged({
        language: REVISION.get(language, REVISION["en"]).format(title=words, number=revision.number)
        for language, words in titles.items()
        if words
    }) or [{"@value": resource.dataset.slug}]  # fmt: skip


def _rows(resource: Resource, revision: Revision, site: Site) -> Node:
    """The rows of the revision as CSV, at the address that names it."""
    address = f"{site.native(resource)}.csv?revision={revision.pk}"
    terms = licence(resource.dataset)
    return filled({
        "@id": f"{site.revision(revision)}#csv",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": term(vocabularies.FILE_TYPE + "CSV", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": term(vocabularies.IANA + "text/csv", "dct:MediaType"),
        "dct:license": {"@id": terms["@id"]} if terms else None,
    })  # fmt: skip

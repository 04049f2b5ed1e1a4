"""A dataset in the words of other catalogues: DCAT 3 terms as JSON-LD, small enough to stand in a page.

Languages stay language-tagged, so a reader of either finds theirs. Only what is known is said.
"""

from __future__ import annotations

from typing import Any

from madang.catalog.models import Dataset, Organisation, Resource
from madang.lib.problems import Text

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
FREQUENCIES = {
    "continuous": "CONT", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "quarterly": "QUARTERLY",
    "yearly": "ANNUAL", "five-yearly": "QUINQUENNIAL", "irregular": "IRREG", "never": "NEVER",
}  # fmt: skip
_RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
RIGHTS = {"open": "PUBLIC", "internal": "NON_PUBLIC", "restricted": "RESTRICTED"}


def dataset(one: Dataset, base: str) -> dict[str, Any]:
    """`one` as JSON-LD; `base` is the public address of the portal. Reads resources and their current revisions."""
    here = f"{base.rstrip('/')}/ko/datasets/{one.slug}/"
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Dataset",
        "dct:identifier": one.slug,
        "dct:title": tagged(one.title),
        "dct:description": tagged(one.description),
        "dcat:keyword": [{"@language": lang, "@value": word} for lang, words in one.keywords.items() for word in words],
        "dct:publisher": publisher(one.organisation, base),
        "dct:license": {"@id": one.licence.url} if one.licence.url else None,
        "dct:accrualPeriodicity": {"@id": _FREQUENCY + FREQUENCIES[one.cycle]},
        "dct:accessRights": {"@id": _RIGHTS + RIGHTS[one.access]},
        "dcat:theme": {"@id": one.theme.concept} if one.theme and one.theme.concept else None,
        "dct:spatial": tagged(one.spatial),
        "dct:provenance": tagged(one.method),
        "dct:source": tagged(one.source),
        "dct:issued": moment(one.issued.isoformat()) if one.issued else None,
        "dct:modified": moment(one.modified.isoformat()),
        "dcat:landingPage": {"@id": here},
        "dcat:distribution": [distribution(part, here) for part in one.resources.all()],
    }
    return {name: value for name, value in said.items() if value not in (None, [], {})}


def tagged(text: Text) -> list[dict[str, str]]:
    return [{"@language": language, "@value": words} for language, words in text.items() if words]


def moment(words: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": words}


def publisher(organisation: Organisation, base: str) -> dict[str, Any]:
    here = f"{base.rstrip('/')}/ko/organisations/{organisation.slug}/"
    return {"@id": here, "@type": "foaf:Agent", "foaf:name": tagged(organisation.name)}


def distribution(resource: Resource, dataset_address: str) -> dict[str, Any]:
    """One resource: where it is, and the size and type of its current original."""
    said: dict[str, Any] = {
        "@id": f"{dataset_address}#{resource.name}",
        "@type": "dcat:Distribution",
        "dct:title": tagged(resource.title) or [{"@value": resource.name}],
        "dcat:accessURL": {"@id": resource.link or dataset_address},
    }
    if resource.current:
        said["dcat:byteSize"] = resource.current.original_bytes
        if resource.current.published_at:
            said["dct:modified"] = moment(resource.current.published_at.isoformat())
    return said

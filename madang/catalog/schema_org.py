"""A dataset for search engines: schema.org as JSON-LD in its page, as Google's dataset search asks.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from __future__ import annotations

from typing import Any

from madang.catalog import licences
from madang.catalog.city import City
from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.coverage import around
from madang.catalog.dcat.dataset import described, modified, published, version, worst
from madang.catalog.dcat.terms import clean, iri
from madang.catalog.models import Dataset, Organisation, Resource, Revision
from madang.catalog.site import Site
from madang.lib.problems import Text
from madang.lib.texts import choose

SHORTEST, LONGEST = 50, 5000
"""Letters of a description: others are not shown."""


def dataset(one: Dataset, site: Site, city: City, language: str, *, readable: bool) -> dict[str, Any]:
    """`one` in a language. `readable`: everybody who sees this may read the rows, so files are listed."""
    current = published(one)
    origin = worst(one, current)
    said = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": site.dataset(one),
        "name": _words(one.title, language) or one.slug,
        "alternateName": [clean(words) for key, words in one.title.items() if words and key != language],
        "description": description(one, language),
        "url": site.page(one, language),
        "identifier": site.dataset(one),
        "keywords": [clean(word) for words in one.keywords.values() for word in words if word.strip()],
        "license": iri(one.licence.url),
        "creditText": licences.attribution(one, language, site.page(one, language)),
        "creator": _organisation(one.organisation, site, language),
        "publisher": _organisation(one.organisation, site, language),
        "isAccessibleForFree": one.access == Dataset.Access.OPEN,
        "datePublished": one.issued.isoformat() if one.issued else None,
        "dateModified": modified(one).isoformat(),
        "version": version(current),
        "temporalCoverage": _period(one),
        "spatialCoverage": _area(one, current, language),
        "measurementTechnique": _words(one.method, language),
        "additionalType": vocabularies.SYNTHETIC if origin == "generated" else None,
        "variableMeasured": [each for part in one.resources.all() for each in _variables(part, language)],
        "distribution": [way for part in one.resources.all() for way in _downloads(part, one, site, language)] if readable else [],
        "includedInDataCatalog": {
            "@type": "DataCatalog", "@id": site.catalogue, "name": _words(city.name, language), "url": f"{site.base}/{language}/"
        },
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _words(text: Text, language: str) -> str:
    return clean(choose(text, language)[0])


def description(one: Dataset, language: str) -> str:
    """Its words; short ones are followed by what is known besides, long ones end where search engines stop to read."""
    words = _words(described(one), language)
    if len(words) < SHORTEST:
        columns = ", ".join(column["name"] for revision in published(one) for column in revision.schema)
        facts = [
            words,
            _words(one.title, language),
            _words(one.organisation.name, language),
            _words(one.source, language),
            clean(columns),
        ]
        words = " · ".join(part for part in facts if part)
    if len(words) < SHORTEST:
        words = f"{words} · {_words(one.licence.name, language)} · {one.slug}"
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _organisation(organisation: Organisation, site: Site, language: str) -> dict[str, Any]:
    home = iri(organisation.homepage)
    return {
        "@type": "Organization",
        "@id": site.organisation(organisation),
        "name": _words(organisation.name, language) or organisation.slug,
        "url": home or site.organisation_page(organisation, language),
    }


def _period(one: Dataset) -> str | None:
    """ISO 8601, with `..` at an end that is not known."""
    if not one.period_start and not one.period_end:
        return None
    return "/".join(day.isoformat() if day else ".." for day in (one.period_start, one.period_end))


def _area(one: Dataset, current: list[Revision], language: str) -> dict[str, Any] | None:
    """The area in words, and the box around the shapes as `south west north east`."""
    words, box = _words(one.spatial, language), around(current)
    if not words and not box:
        return None
    place: dict[str, Any] = {"@type": "Place"} | ({"name": words} if words else {})
    if box:
        west, south, east, north = box
        place["geo"] = {"@type": "GeoShape", "box": f"{south:.10g} {west:.10g} {north:.10g} {east:.10g}"}
    return place


def _variables(resource: Resource, language: str) -> list[dict[str, Any]]:
    """The columns: their name or label, meaning and unit."""
    revision = resource.current
    if revision is None or revision.state != Revision.State.PUBLISHED:
        return []
    said = {column.name: column for column in resource.columns.all()}
    found = []
    for column in revision.schema:
        words = said.get(column["name"])
        shown = {
            "@type": "PropertyValue",
            "name": clean((words and _words(words.label, language)) or column["name"]),
            "description": _words(words.description, language) if words else "",
            "unitText": clean((words.unit if words else "") or column.get("unit", "")),
        }
        found.append({name: value for name, value in shown.items() if value})
    return found


def _downloads(resource: Resource, one: Dataset, site: Site, language: str) -> list[dict[str, Any]]:
    resource.dataset = one
    title = _words(resource.title, language) or resource.name
    ways = [
        (way.address, way.form.media_type.partition(";")[0], way.form.extension.upper()) for way in site.exits(resource)
    ]
    return [
        {"@type": "DataDownload", "name": f"{title} ({name})", "contentUrl": address, "encodingFormat": media_type}
        for address, media_type, name in ways
    ]

"""Datasets in the words of DCAT-US 1.1. Source: https://resources.data.gov/resources/dcat-us/"""

from __future__ import annotations

from typing import Any

from madang.catalog import licences
from madang.catalog.city import City
from madang.catalog.dcat.agents import mailto
from madang.catalog.dcat.coverage import around
from madang.catalog.dcat.dataset import ORIGINS, described, modified, published, worst
from madang.catalog.dcat.terms import clean, iri
from madang.catalog.dcat.vocabularies import plain_media_type
from madang.catalog.models import Dataset, Organisation, Resource, Revision
from madang.catalog.site import Exit, Site
from madang.lib.problems import Text
from madang.lib.texts import choose

SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"
ACCESS = {"open": "public", "internal": "non-public", "restricted": "restricted public"}
CYCLES = {  # ISO 8601
    "continuous": "R/PT1S", "daily": "R/P1D", "weekly": "R/P1W", "monthly": "R/P1M", "quarterly": "R/P3M",
    "yearly": "R/P1Y", "five-yearly": "R/P5Y", "irregular": "irregular",
}  # fmt: skip


def catalogue(site: Site) -> dict[str, Any]:
    """The head of the document."""
    return {
        "@context": SCHEMA + "/catalog.jsonld",
        "@id": f"{site.base}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": SCHEMA + "/catalog.json",
    }


def dataset(one: Dataset, site: Site, city: City, language: str, *, readable: bool) -> dict[str, Any]:
    """`readable`: its rows may be read, so its files are listed."""
    current = published(one)
    origin = worst(one, current)
    parts = one.resources.all() if readable else []
    shown = {
        "@type": "dcat:Dataset",
        "identifier": site.dataset(one),
        "title": _words(one.title, language) or one.slug,
        "description": _words(described(one), language) + (f" {ORIGINS[origin][language]}" if origin != "observed" else ""),
        "keyword": keywords(one, language),
        "modified": modified(one).isoformat(),
        "issued": one.issued.isoformat() if one.issued else None,
        "publisher": _publisher(one.organisation, language),
        "contactPoint": _contact(one, city, language),
        "accessLevel": ACCESS[one.access],
        "rights": licences.attribution(one, language, site.page(one, language)),
        "license": iri(one.licence.url),
        "spatial": _area(one, current, language),
        "temporal": f"{one.period_start.isoformat()}/{one.period_end.isoformat()}" if one.period_start and one.period_end else None,
        "accrualPeriodicity": CYCLES.get(one.cycle),
        "landingPage": site.page(one, language),
        "theme": [_words(one.theme.name, language) or one.theme.slug] if one.theme else None,
        "describedBy": site.package(one) if readable and current else None,
        "describedByType": "application/json" if readable and current else None,
        "distribution": [way for part in parts for way in distributions(part, one, site, language)],
    }  # fmt: skip
    return {name: value for name, value in shown.items() if value not in (None, "", [])}


def _words(text: Text, language: str) -> str:
    return clean(choose(text, language)[0])


def keywords(one: Dataset, language: str) -> list[str]:
    """Those of the language, else of any; the dialect asks for one at least, so where there are none the subject or publisher is."""
    chosen = one.keywords.get(language) or [word for words in one.keywords.values() for word in words]
    found = [word for word in (clean(each).strip() for each in dict.fromkeys(chosen)) if word]
    instead = _words((one.theme or one.organisation).name, language) or one.organisation.slug
    return found or [instead]


def _publisher(organisation: Organisation, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "@type": "org:Organization",
        "name": _words(organisation.name, language) or organisation.slug,
    }
    if organisation.parent:
        shown["subOrganizationOf"] = {
            "@type": "org:Organization",
            "name": _words(organisation.parent.name, language) or organisation.parent.slug,
        }
    return shown


def _contact(one: Dataset, city: City, language: str) -> dict[str, str] | None:
    to = mailto(one, city)
    if to is None:
        return None
    name = (one.organisation.name if one.contact else city.name) or {}
    return {
        "@type": "vcard:Contact",
        "fn": _words(name, language) or one.organisation.slug,
        "hasEmail": to,
    }


def _area(one: Dataset, current: list[Revision], language: str) -> str | None:
    """The box around the shapes (west,south,east,north), else the area in words."""
    box = around(current)
    return ",".join(f"{edge:.10g}" for edge in box) if box else _words(one.spatial, language) or None


def distributions(resource: Resource, one: Dataset, site: Site, language: str) -> list[dict[str, Any]]:
    """The link, and the current rows in every format."""
    resource.dataset = one
    title = _words(resource.title, language) or resource.name
    found: list[dict[str, Any]] = []
    if resource.link and (link := iri(resource.link)):
        found.append({"accessURL": link, "title": title})
    revision = resource.current
    if revision and revision.state == Revision.State.PUBLISHED:
        if revision.original_sha256:
            found.append(_original(resource, revision, site, title))
        found += [_written(way, title) for way in site.exits(resource)]
        if revision.rows is not None:
            found.append(_asked(resource, site, title))
    said = _words(resource.description, language)
    return [{"@type": "dcat:Distribution", **way, **({"description": said} if said else {})} for way in found]


def _original(resource: Resource, revision: Revision, site: Site, title: str) -> dict[str, Any]:
    """The dialect asks for a media type beside a download; where none was noted it is that of any bytes."""
    media_type = plain_media_type(revision.media_type) or "application/octet-stream"
    return {
        "downloadURL": site.original(resource),
        "mediaType": media_type,
        "title": f"{title} ({clean(revision.original_name)})",
    }


def _written(way: Exit, title: str) -> dict[str, Any]:
    media_type = way.form.media_type.partition(";")[0]
    return {"downloadURL": way.address, "mediaType": media_type, "format": way.form.extension.upper(), "title": title}


def _asked(resource: Resource, site: Site, title: str) -> dict[str, Any]:
    described = {"describedBy": f"{site.api}/openapi.json", "describedByType": "application/json"}
    return {"accessURL": site.rows(resource), "format": "API", "title": title, **described}

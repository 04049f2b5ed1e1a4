"""Who publishes, and whom to ask."""

from __future__ import annotations

from urllib.parse import quote

from madang.catalog.city import City
from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.terms import Node, clean, filled, iri, tagged, term
from madang.catalog.models import Dataset, Organisation
from madang.catalog.site import Site


def publisher(organisation: Organisation, site: Site) -> Node:
    kind = vocabularies.PUBLISHERS.get(organisation.kind)
    home = iri(organisation.homepage)
    return filled({
        "@id": site.organisation(organisation),
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": tagged(organisation.name) or [{"@value": organisation.slug}],
        "dct:type": vocabularies.concept(kind) if kind else None,
        "foaf:homepage": term(home, "foaf:Document") if home else None,
    })  # fmt: skip


def city(one: City, site: Site) -> Node:
    """The city itself, which publishes the catalogue."""
    return {
        "@id": f"{site.base}/#city",
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": tagged(one.name),
        "foaf:homepage": term(f"{site.base}/", "foaf:Document"),
    }


def contact(dataset: Dataset, one: City, site: Site) -> Node | None:
    """Whom to ask: the address of the dataset, else that of the city; nobody where neither is known."""
    to = mailto(dataset, one)
    if to is None:
        return None
    names = tagged(dataset.organisation.name) or [{"@value": dataset.organisation.slug}]
    return {
        "@id": f"{site.dataset(dataset)}#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": names if dataset.contact else tagged(one.name),
        "vcard:hasEmail": {"@id": to},
        "vcard:hasURL": {"@id": site.organisation_page(dataset.organisation)},
    }


def mailto(dataset: Dataset, one: City) -> str | None:
    """The address to write to, as RFC 6068 has it; None where none is known."""
    mail = clean(dataset.contact or one.contact).strip()
    return f"mailto:{quote(mail, safe='@.+-_')}" if "@" in mail else None

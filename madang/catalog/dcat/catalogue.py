"""The catalogue: whose it is, what it is about, the API in front of it, and one page of its datasets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from madang.catalog.city import City
from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.agents import city as city_node
from madang.catalog.dcat.terms import Node, filled, moment, tagged, term
from madang.catalog.site import Site
from madang.lib.problems import Text

TITLE: Text = {"ko": "{name} 데이터 목록", "en": "Data catalogue of {name}"}
SERVICE: Text = {"ko": "{name} 데이터 API", "en": "Data API of {name}"}
SAID: Text = {
    "ko": "모든 데이터셋의 행을 조건으로 골라 여러 형식으로 받습니다.",
    "en": "Rows of every dataset, asked for by conditions, in many formats.",
}
THEMES: Text = {"ko": "도시의 주제", "en": "Subjects of the city"}


def catalogue(city: City, site: Site, datasets: Sequence[Node], changed: datetime | None) -> Node:
    """`datasets` are the nodes of this page; `changed` when anything in the catalogue changed last."""
    return filled({
        "@id": site.catalogue,
        "@type": "dcat:Catalog",
        "dct:title": _named(TITLE, city),
        "dct:description": tagged(city.tagline),
        "dct:publisher": city_node(city, site),
        "foaf:homepage": term(f"{site.base}/", "foaf:Document"),
        "dct:language": [term(address, "dct:LinguisticSystem") for address in vocabularies.LANGUAGES.values()],
        "dcat:themeTaxonomy": [
            {"@id": vocabularies.DATA_THEMES, "@type": "skos:ConceptScheme", "dct:title": [{"@language": "en", "@value": "Data theme"}]},
            {"@id": f"{site.base}/group", "@type": "skos:ConceptScheme", "dct:title": tagged(THEMES)},
        ],
        "dct:modified": moment(changed) if changed else None,
        "dcat:service": service(city, site, datasets),
        "dcat:dataset": list(datasets),
    })  # fmt: skip


def service(city: City, site: Site, datasets: Sequence[Node]) -> Node:
    """The native API; it serves the datasets whose rows may be read."""
    return filled({
        "@id": site.service,
        "@type": "dcat:DataService",
        "dct:title": _named(SERVICE, city),
        "dct:description": tagged(SAID),
        "dct:publisher": city_node(city, site),
        "dcat:endpointURL": {"@id": f"{site.api}/datasets"},
        "dcat:endpointDescription": {"@id": f"{site.api}/openapi.json"},
        "foaf:page": term(f"{site.base}/{site.language}/developers/", "foaf:Document"),
        "dct:accessRights": term(vocabularies.RIGHT + "PUBLIC", "dct:RightsStatement"),
        "dcat:servesDataset": [{"@id": node["@id"]} for node in datasets if "dcat:distribution" in node],
    })  # fmt: skip


def _named(template: Text, city: City) -> list[Node]:
    """The template with the city's name, in each language that both have."""
    return tagged({
        language: words.format(name=city.name.get(language) or next(iter(city.name.values()), "")) for language, words in template.items()
    })  # fmt: skip

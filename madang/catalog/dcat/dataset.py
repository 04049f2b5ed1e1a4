"""One dataset as a node of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from madang.catalog.city import the_city
from madang.catalog.dcat import vocabularies
from madang.catalog.dcat.agents import contact, publisher
from madang.catalog.dcat.coverage import spatial, temporal
from madang.catalog.dcat.distributions import distributions
from madang.catalog.dcat.terms import Node, clean, filled, iri, moment, tagged, term
from madang.catalog.dcat.versions import versions
from madang.catalog.models import Dataset, Origin, Revision, Theme
from madang.catalog.site import Site
from madang.lib.problems import Text
from madang.lib.texts import choose

ORIGINS: dict[str, Text] = {
    "observed": {
        "ko": "관측: 누군가 세거나 재거나 등록한 값입니다.",
        "en": "Observed: counted, measured or registered.",
    },
    "derived": {"ko": "파생: 관측한 값에서 계산했습니다.", "en": "Derived: calculated from observed values."},
    "generated": {
        "ko": "생성: 프로그램이 만든 값이며 실제 도시를 나타내지 않습니다.",
        "en": "Generated: made by a program, and says nothing about the real city.",
    },
}
_WORST = [str(origin) for origin in (Origin.OBSERVED, Origin.DERIVED, Origin.GENERATED)]


def dataset(one: Dataset, site: Site, *, readable: bool, sources: Iterable[Dataset] = (), alone: bool = False) -> Node:
    """`one` with what its resources and their current revisions say (have them fetched beforehand).

    `readable`: its rows may be read, so the ways to them are listed. `sources`: datasets that it was made from.
    `alone`: outside of a catalogue, with its versions.
    """
    current = published(one)
    origin = worst(one, current)
    return filled({
        "@id": site.dataset(one),
        "@type": "dcat:Dataset",
        "dct:identifier": {"@value": str(one.uid)},
        "dct:title": tagged(one.title) or [{"@value": one.slug}],
        "dct:description": tagged(described(one)),
        "dcat:keyword": [node for language, words in one.keywords.items() for node in tagged_all(language, words)],
        "dcat:theme": themes(one.theme, site) if one.theme else [],
        "dct:publisher": publisher(one.organisation, site),
        "dcat:contactPoint": contact(one, the_city(), site),
        "dct:accrualPeriodicity": term(vocabularies.FREQUENCY + vocabularies.FREQUENCIES[one.cycle], "dct:Frequency"),
        "dct:accessRights": term(vocabularies.RIGHT + vocabularies.RIGHTS[one.access], "dct:RightsStatement"),
        "dct:spatial": spatial(one, current, site),
        "dct:temporal": temporal(one, site),
        "dct:type": types(origin, site),
        "dct:provenance": provenance(one, origin, site),
        "dct:source": [{"@id": site.dataset(source)} for source in sources],
        "dct:issued": moment(one.issued) if one.issued else None,
        "dct:modified": moment(modified(one)),
        "dcat:version": {"@value": number} if (number := version(current)) else None,
        "dct:conformsTo": term(vocabularies.CRS84, "dct:Standard") if any(r.geometry for r in current) else None,
        "dcat:hasVersion": versions(one, site, described(one), readable=readable) if alone else [],
        "dcat:landingPage": term(site.page(one), "foaf:Document"),
        "dcat:distribution": distributions(one, site) if readable else [],
    })  # fmt: skip


def published(one: Dataset) -> list[Revision]:
    """The current revisions of its resources; withdrawn ones are none."""
    found = [resource.current for resource in one.resources.all()]
    return [revision for revision in found if revision and revision.state == Revision.State.PUBLISHED]


def worst(one: Dataset, current: list[Revision]) -> str:
    return max([one.origin, *(revision.origin for revision in current)], key=_WORST.index)


def modified(one: Dataset) -> datetime:
    """When the description or the content changed last."""
    return max(filter(None, (one.modified, one.newest())))


def version(current: list[Revision]) -> str | None:
    """The number of the revision that is served, of the only resource that has one."""
    return str(current[0].number) if len(current) == 1 else None


def described(one: Dataset) -> Text:
    """Its description; where nobody has written one, what is known beside the title."""
    if any(one.description.values()):
        return one.description
    names = ", ".join(column["name"] for revision in published(one) for column in revision.schema)
    found = {}
    for language, (said, columns) in _DESCRIBED.items():
        title = choose(one.title, language)[0] or one.slug
        by = choose(one.organisation.name, language)[0] or one.organisation.slug
        found[language] = said.format(title=title, by=by) + (columns.format(names=names) if names else "")
    return found


_DESCRIBED = {
    "ko": ("“{title}” 데이터입니다. 제공 기관: {by}. 설명은 아직 없습니다.", " 열: {names}."),
    "en": ("Data called “{title}”, published by {by}. Nobody has described it yet.", " Columns: {names}."),
}


def tagged_all(language: str, words: Iterable[str]) -> list[Node]:
    return [node for word in dict.fromkeys(words) for node in tagged({language: clean(word).strip()})]


def themes(theme: Theme, site: Site) -> list[Node]:
    """The city's own subject, and the EU's data theme that it belongs to."""
    own: Node = {
        "@id": site.theme(theme),
        "@type": "skos:Concept",
        "skos:prefLabel": tagged(theme.name) or [{"@value": theme.slug}],
        "skos:inScheme": {"@id": f"{site.base}/group"},
    }
    known = iri(theme.concept)
    if not known:
        return [own]
    return [vocabularies.concept(known), own | {"skos:broadMatch": {"@id": known}}]


def types(origin: str, site: Site) -> list[Node]:
    """Observed, derived or generated: our own word, and the EU's for data that a program made."""
    own = {"@id": site.origins(origin), "@type": "skos:Concept", "skos:prefLabel": tagged(ORIGINS[origin])}
    return [own, vocabularies.concept(vocabularies.SYNTHETIC)] if origin == Origin.GENERATED else [own]


def provenance(one: Dataset, origin: str, site: Site) -> list[Node]:
    """Where the figures come from and how they were made, in the publisher's words; and a warning beside what is not observed."""
    said = {"source": one.source, "method": one.method, "origin": ORIGINS[origin] if origin != Origin.OBSERVED else {}}
    return [
        {"@id": f"{site.dataset(one)}#{part}", "@type": "dct:ProvenanceStatement", "rdfs:label": tagged(words)}
        for part, words in said.items()
        if any(words.values())
    ]

"""A row in RDF: what its CSVW description gives for the same line of the CSV, and around it what is known of the whole."""

from __future__ import annotations

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, VOID, XSD

from madang.accounts import linking
from madang.accounts.linking import Referring, Row
from madang.accounts.policy import Actor
from madang.api.linked import columns, terms
from madang.catalog import keys
from madang.catalog.models import Organisation, Revision
from madang.catalog.row_addresses import Addresses
from madang.catalog.site import Site
from madang.lib.problems import Text

ORIGINS: dict[str, Text] = {
    "observed": {"ko": "관측한 값입니다.", "en": "These values were observed."},
    "derived": {"ko": "관측한 값에서 얻은 값입니다.", "en": "These values were derived from observed ones."},
    "generated": {
        "ko": "생성한 값입니다. 관측한 값이 아닙니다.", "en": "These values were generated. They were not observed.",
    },
}  # fmt: skip


def document(actor: Actor, one: Row, site: Site, extension: str, *, pinned: bool) -> Graph:
    """The row, its columns, where it comes from, and the rows of other tables that name it (only of the current revision)."""
    about, at = terms.graph(), Addresses(site.base, one.table.dataset, one.table.name)
    here = URIRef(at.row(one.key))
    _values(about, actor, one, at, here)
    about.add((here, DCTERMS.isPartOf, URIRef(site.dataset(one.resource.dataset))))
    about.add((here, DCTERMS.identifier, Literal(" / ".join(map(keys.written, one.key)))))
    _shape(about, one, here)
    page = URIRef(at.document(one.key, extension))
    about.add((page, RDF.type, FOAF.Document))
    about.add((page, FOAF.primaryTopic, here))
    provenance(about, page, linking.revision(one.table, one.resource), site)
    if not pinned:
        _incoming(about, actor, one, at, here)
    return about


def _values(about: Graph, actor: Actor, one: Row, at: Addresses, here: URIRef) -> None:
    for column in one.table.columns:
        said = one.said.get(column.name)
        target = linking.target(actor, said)
        value = terms.literal(one.values[column.name], column)
        predicate = columns.described(about, at, column, said, target)
        if value is None:
            continue
        if target:
            far = Addresses(at.base, target.dataset.slug, target.name)
            about.add((here, predicate, URIRef(far.row([one.values[column.name]]))))
        elif said and said.codes:
            concept = URIRef(at.code(column.name, one.values[column.name]))
            about.add((here, predicate, concept))
            terms.say(about, concept, SKOS.prefLabel, said.codes.get(keys.written(one.values[column.name]), {}))
        else:
            about.add((here, predicate, value))


def _shape(about: Graph, one: Row, here: URIRef) -> None:
    """The shape once more as GeoSPARQL wants it, with its CRS written out."""
    name = linking.shape(one)
    if name is None or one.values[name] is None:
        return
    shape = BNode()
    text = f"<{terms.CRS84}> {terms.wkt(one.values[name])}"
    about.add((here, terms.GEO.hasGeometry, shape))
    about.add((shape, RDF.type, terms.GEO.Geometry))
    about.add((shape, terms.GEO.asWKT, Literal(text, datatype=terms.GEO.wktLiteral)))


def provenance(about: Graph, page: URIRef, revision: Revision, site: Site) -> None:
    """Revision, moment, publisher, terms and origin: no excerpt may lose that values were generated."""
    made, dataset = URIRef(site.revision(revision)), revision.resource.dataset
    about.add((page, PROV.wasDerivedFrom, made))
    about.add((made, RDF.type, PROV.Entity))
    about.add((made, DCTERMS.identifier, Literal(revision.pk)))
    if revision.published_at:
        about.add((made, PROV.generatedAtTime, Literal(revision.published_at, datatype=XSD.dateTime)))
    statement = BNode()
    about.add((made, DCTERMS.provenance, statement))
    about.add((statement, RDF.type, DCTERMS.ProvenanceStatement))
    terms.say(about, statement, RDFS.label, ORIGINS[revision.origin])
    licence = dataset.licence
    if licence.url:
        about.add((page, DCTERMS.license, URIRef(licence.url)))
    else:
        terms.say(about, page, DCTERMS.rights, licence.name)
    _publisher(about, made, dataset.organisation, site)


def _publisher(about: Graph, made: URIRef, organisation: Organisation, site: Site) -> None:
    agent = URIRef(site.organisation(organisation))
    about.add((made, PROV.wasAttributedTo, agent))
    about.add((agent, RDF.type, FOAF.Agent))
    terms.say(about, agent, FOAF.name, organisation.name)


def _incoming(about: Graph, actor: Actor, one: Row, at: Addresses, here: URIRef) -> None:
    found, left_out = linking.referring(actor, one)
    for each in found:
        theirs = Addresses(at.base, each.table.dataset, each.table.name)
        predicate = URIRef(theirs.property(each.column.name))
        for key in each.keys:
            about.add((URIRef(theirs.row(key)), predicate, here))
        _linkset(about, each, theirs, predicate, here, one)
    if left_out:
        text = {
            "ko": f"이 밖에 {left_out}개 열이 이 표를 가리킵니다.",
            "en": f"{left_out} more columns refer to this table.",
        }
        terms.say(about, here, RDFS.comment, text)


def _linkset(about: Graph, each: Referring, theirs: Addresses, predicate: URIRef, here: URIRef, one: Row) -> None:
    """How many rows of a table name this one, and where all of them are."""
    links = BNode()
    about.add((links, RDF.type, VOID.Linkset))
    about.add((links, VOID.linkPredicate, predicate))
    about.add((links, VOID.subjectsTarget, URIRef(theirs.table)))
    about.add((links, VOID.triples, Literal(each.total)))
    about.add((links, FOAF.primaryTopic, here))
    about.add((links, RDFS.seeAlso, URIRef(f"{theirs.csv.removesuffix('.csv')}/rows?{linking.asking(each, one)}")))

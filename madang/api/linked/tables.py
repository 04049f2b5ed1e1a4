"""A table in RDF (VoID): how many rows, the pattern of their addresses, the first of them, its columns, its CSV."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, VOID

from madang.accounts import linking
from madang.accounts.policy import Actor
from madang.api.linked import columns, rows, terms
from madang.catalog.models import Resource
from madang.catalog.row_addresses import Addresses
from madang.catalog.site import Site
from madang.query.model import Table

EXAMPLES = 10


def document(actor: Actor, resource: Resource, table: Table, site: Site, extension: str) -> Graph:
    """The table and everything that leads on from it."""
    about, at = terms.graph(), Addresses(site.base, table.dataset, table.name)
    here, said = URIRef(at.table), linking.dictionary(resource)
    about.add((here, RDF.type, VOID.Dataset))
    about.add((here, RDF.type, terms.CSVW.Table))
    about.add((here, DCTERMS.isPartOf, URIRef(site.dataset(resource.dataset))))
    terms.say(about, here, DCTERMS.title, resource.title or resource.dataset.title)
    about.add((here, VOID.entities, Literal(table.rows)))
    about.add((here, VOID.uriSpace, Literal(at.table + "/")))
    about.add((here, VOID.dataDump, URIRef(at.csv)))
    about.add((here, terms.CSVW.url, URIRef(at.csv)))
    about.add((here, terms.CSVW.note, URIRef(at.csvw)))
    for key in linking.first(table, resource.key, EXAMPLES):
        about.add((here, VOID.exampleResource, URIRef(at.row(key))))
    for column in table.columns:
        word = said.get(column.name)
        about.add((here, VOID.vocabulary, URIRef(at.column(column.name))))
        columns.described(about, at, column, word, linking.target(actor, word))
    page = URIRef(at.document((), extension))
    about.add((page, RDF.type, FOAF.Document))
    about.add((page, FOAF.primaryTopic, here))
    rows.provenance(about, page, linking.revision(table, resource), site)
    return about

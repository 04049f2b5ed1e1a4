"""Nodes of the graph in each serialisation. JSON-LD is what they are; Turtle and RDF/XML are written from them.

Written here because rdflib takes 0.9 s of CPU for a page of a hundred datasets in Turtle and 0.5 s in RDF/XML, ten times as much:
a few crawlers would keep a machine busy. The tests read what is written with rdflib and compare all serialisations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from madang.catalog.dcat import CONTEXT, document

Node = dict[str, Any]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TEXT = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ADDRESS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '<>"{}|^`\\ \n\r\t'})


def described(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node that says something, those inside others after them, each description once. Inside stand references only."""
    said: set[str] = set()
    waiting = list(reversed(list(nodes)))
    while waiting:
        node = waiting.pop()
        flat: Node = {}
        for word, given in node.items():
            flat[word] = values = []
            for value in given if isinstance(given, list) else [given]:
                if isinstance(value, dict) and "@id" in value:
                    if len(value) > 1:
                        waiting.append(value)
                    value = {"@id": value["@id"]}
                values.append(value)
        key = repr(flat)
        if key not in said:
            said.add(key)
            yield flat


def json_ld(nodes: Iterable[Node]) -> str:
    return json.dumps(document(*nodes), ensure_ascii=False, separators=(",", ":"))


def turtle(nodes: Iterable[Node]) -> str:
    """Turtle, which is Notation3 too. Properties keep the prefixed names that the nodes have."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in CONTEXT.items()]
    for node in described(nodes):
        said = [f"a {' , '.join(node['@type'])}"]
        said += [f"{word} {' , '.join(map(_term, values))}" for word, values in node.items() if word[0] != "@"]
        lines.append(f"\n<{node['@id'][0].translate(_ADDRESS)}> " + " ;\n    ".join(said) + " .")
    return "\n".join(lines) + "\n"


def _term(value: Node) -> str:
    if "@id" in value:
        return f"<{value['@id'].translate(_ADDRESS)}>"
    text = f'"{value["@value"].translate(_TEXT)}"'
    if "@language" in value:
        return f"{text}@{value['@language']}"
    return f"{text}^^{value['@type']}" if "@type" in value else text


def rdf_xml(nodes: Iterable[Node]) -> str:
    """RDF/XML whose elements are named by the first class of what they describe, for readers that look for those."""
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in {"rdf": RDF, **CONTEXT}.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {spaces}>"]
    for node in described(nodes):
        first, *more = node["@type"]
        lines.append(f"<{first} rdf:about={_quoted(node['@id'][0])}>")
        lines += [f"  <rdf:type rdf:resource={_quoted(_full(kind))}/>" for kind in more]
        lines += [f"  {_element(word, value)}" for word, values in node.items() if word[0] != "@" for value in values]
        lines.append(f"</{first}>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _element(word: str, value: Node) -> str:
    if "@id" in value:
        return f"<{word} rdf:resource={_quoted(value['@id'])}/>"
    told = f' xml:lang="{value["@language"]}"' if "@language" in value else ""
    told = f' rdf:datatype="{_full(value["@type"])}"' if "@type" in value else told
    return f"<{word}{told}>{escape(value['@value'])}</{word}>"


def _quoted(address: str) -> str:
    return quoteattr(address.translate(_ADDRESS))


def _full(word: str) -> str:
    prefix, _, rest = word.partition(":")
    return CONTEXT[prefix] + rest


@dataclass(frozen=True)
class Serialisation:
    media_type: str
    write: Callable[[Iterable[Node]], str]


XML = Serialisation("application/rdf+xml; charset=utf-8", rdf_xml)
KNOWN = {
    "rdf": XML,
    "xml": XML,
    "ttl": Serialisation("text/turtle; charset=utf-8", turtle),
    "n3": Serialisation("text/n3; charset=utf-8", turtle),
    "jsonld": Serialisation("application/ld+json; charset=utf-8", json_ld),
}

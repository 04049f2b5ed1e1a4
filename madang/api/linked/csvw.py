"""The description of a CSV file as the W3C's "Metadata Vocabulary for Tabular Data" wants it (2015-12-17).

Templates lead from each line to the address of its row, from codes to code lists and areas. `null` is the empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from madang.accounts import linking
from madang.accounts.policy import Actor
from madang.catalog import keys, models
from madang.catalog.row_addresses import Addresses
from madang.catalog.site import Site
from madang.query.limits import Busy, TooMuchMemory, TooSlow
from madang.query.model import Column, Table, Type

CONTEXT = "http://www.w3.org/ns/csvw"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
DATATYPES: dict[Type, Any] = {
    Type.TEXT: "string", Type.INTEGER: "integer", Type.NUMBER: "double", Type.BOOLEAN: {"base": "boolean", "format": "true|false"},
    Type.DATE: {"base": "date", "format": "yyyy-MM-dd"}, Type.TIME: "time", Type.DATETIME: "dateTime",
    Type.GEOMETRY: {"base": "string", "@id": WKT},
}  # fmt: skip
DIALECT = {
    "encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "headerRowCount": 1,
    "lineTerminators": ["\r\n"], "skipInitialSpace": False, "trim": False,
}  # fmt: skip


def group(actor: Actor, resources: Iterable[models.Resource], site: Site) -> dict[str, Any]:
    """Tables together with those that they refer to: a foreign key may only name a table of its own group."""
    wanted = {resource.pk: resource for resource in resources}
    far = {
        target.pk: target
        for resource in wanted.values()
        for said in linking.dictionary(resource).values()
        if (target := _target(actor, said))
    }
    tables = [described(actor, resource, site) for resource in (far | wanted).values()]
    if len(tables) == 1:
        return {"@context": CONTEXT, **tables[0]}
    return {"@context": CONTEXT, "tables": sorted(tables, key=lambda table: table["url"])}


def described(actor: Actor, resource: models.Resource, site: Site) -> dict[str, Any]:
    """One table. Raises as `policy.readable`."""
    table = linking.readable(actor, resource)
    said = linking.dictionary(resource)
    at = Addresses(site.base, table.dataset, table.name)
    schema: dict[str, Any] = {
        "columns": [_column(actor, column, said.get(column.name), at) for column in table.columns]
    }
    sound = _truth(table, resource)
    if resource.key and _fits(table, resource.key):
        schema["aboutUrl"] = at.table + "/" + "/".join(f"{{{variable(name)}}}" for name in resource.key)
    if sound and sound.true:
        schema["primaryKey"] = [variable(name) for name in resource.key]
    foreign = [key for column in table.columns if (key := _foreign(actor, said.get(column.name), site.base))]
    if foreign:
        schema["foreignKeys"] = foreign
    schema["columns"].append(_part_of(site.dataset(resource.dataset)))
    return {
        "@type": "Table", "url": at.csv, **_words(resource, table, at, site), "dialect": DIALECT, "tableSchema": schema,
        "notes": _notes(resource, table, sound),
    }  # fmt: skip


def variable(name: str) -> str:
    """The name of a column as CSVW and RFC 6570 allow it: letters and digits of ASCII, all else in percent signs."""
    text = "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte == 95 else f"%{byte:02X}" for byte in name.encode()
    )
    return re.sub(r"^_", "%5F", text)


def _column(actor: Actor, column: Column, said: models.Column | None, at: Addresses) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": variable(column.name),
        "titles": _titles(column, said),
        "datatype": DATATYPES[column.type],
        "null": "",
        "propertyUrl": at.property(column.name),
    }
    if said and any(said.description.values()):
        shown["dc:description"] = _tagged(said.description)
    if unit := (said.unit if said else "") or column.unit:
        shown["schema:unitText"] = {"@value": unit}
    if target := linking.target(actor, said):
        far = Addresses(at.base, target.dataset.slug, target.name)
        shown["valueUrl"] = f"{far.table}/{{{variable(column.name)}}}"
    elif said and said.codes:
        shown["valueUrl"] = f"{at.column(column.name)}#code/{{{variable(column.name)}}}"
    return shown


def _titles(column: Column, said: models.Column | None) -> dict[str, list[str]]:
    """The heading of the file belongs to no language; what people call the column does."""
    labels = {language: [words] for language, words in (said.label if said else {}).items() if words}
    return {"und": [column.name], **labels}


def _part_of(dataset: str) -> dict[str, Any]:
    return {
        "name": "madang.dataset",
        "virtual": True,
        "propertyUrl": "http://purl.org/dc/terms/isPartOf",
        "valueUrl": dataset,
    }


def _foreign(actor: Actor, said: models.Column | None, base: str) -> dict[str, Any] | None:
    target = _target(actor, said)
    if target is None or said is None:
        return None
    reference = {
        "resource": Addresses(base, target.dataset.slug, target.name).csv,
        "columnReference": [variable(target.key[0])],
    }
    return {"columnReference": [variable(said.name)], "reference": reference}


def _target(actor: Actor, said: models.Column | None) -> models.Resource | None:
    """The table that a column refers to, if this reader may have its CSV; without it, no key can be checked."""
    target = linking.target(actor, said)
    return target if target and target.current_id and linking.can(actor, "read", target) else None


def _fits(table: Table, key: list[str]) -> bool:
    try:
        return bool(keys.columns(table, key))
    except keys.NoSuchKey:
        return False


def _truth(table: Table, resource: models.Resource) -> keys.Truth | None:
    """How its key stands in this revision; None without a key that fits, or when it cannot be told now."""
    if not resource.key:
        return None
    try:
        return keys.truth(table, resource.key)
    except (keys.NoSuchKey, Busy, TooSlow, TooMuchMemory):
        return None


def _words(resource: models.Resource, table: Table, at: Addresses, site: Site) -> dict[str, Any]:
    dataset = resource.dataset
    title = {language: words for language, words in (resource.title or dataset.title).items() if words}
    said: dict[str, Any] = {
        "dc:title": _tagged(title or {"und": table.name}),
        "dc:description": _tagged(dataset.description),
        "dc:publisher": {"@id": site.organisation(dataset.organisation)},
        "dc:license": {"@id": dataset.licence.url} if dataset.licence.url else _tagged(dataset.licence.name),
        "dc:isPartOf": {"@id": site.dataset(dataset)},
        "rdfs:seeAlso": {"@id": at.table} if resource.key else None,
    }
    if table.published_at:
        moment = timezone.localtime(table.published_at).isoformat()
        said["dc:modified"] = {"@value": moment, "@type": "xsd:dateTime"}
    return {name: value for name, value in said.items() if value}


def _tagged(text: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": words, "@language": language} for language, words in text.items() if words]


def _notes(resource: models.Resource, table: Table, sound: keys.Truth | None) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = [{"revision": table.revision, "origin": table.origin, "rows": table.rows}]
    if resource.key and (sound is None or not sound.true):
        told: dict[str, Any] = {"key": resource.key, "true": False if sound else None}
        notes.append(told | ({"empty": sound.empty, "doubled": sound.doubled} if sound else {}))
    return notes

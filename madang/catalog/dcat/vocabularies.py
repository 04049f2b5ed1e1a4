"""Our own words in the controlled vocabularies that DCAT-AP asks for. What has no word there has none here.

Sources: EU Vocabularies (https://op.europa.eu/en/web/eu-vocabularies/authority-tables), ADMS publisher types, IANA media types.
"""

from __future__ import annotations

import re

from madang.catalog.dcat.terms import Node

_EU = "http://publications.europa.eu/resource/authority/"
_PUBLISHER = "http://purl.org/adms/publishertype/"
IANA = "https://www.iana.org/assignments/media-types/"
DATA_THEMES = _EU + "data-theme"
LANGUAGES = {"ko": _EU + "language/KOR", "en": _EU + "language/ENG"}
FREQUENCY, RIGHT, FILE_TYPE, LICENCE = (
    _EU + part for part in ("frequency/", "access-right/", "file-type/", "licence/")
)
SYNTHETIC = _EU + "dataset-type/SYNTHETIC_DATA"
AVAILABLE = _EU + "planned-availability/AVAILABLE"
COMPLETED, DEPRECATED = (_EU + "distribution-status/" + part for part in ("COMPLETED", "DEPRECATED"))
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

FREQUENCIES = {
    "continuous": "CONT", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "quarterly": "QUARTERLY",
    "yearly": "ANNUAL", "five-yearly": "QUINQUENNIAL", "irregular": "IRREG", "never": "NEVER",
}  # fmt: skip
RIGHTS = {"open": "PUBLIC", "internal": "NON_PUBLIC", "restricted": "RESTRICTED"}
PUBLISHERS = {
    "region": _PUBLISHER + "RegionalAuthority",
    "council": _PUBLISHER + "LocalAuthority",
    "district": _PUBLISHER + "LocalAuthority",
    "department": _PUBLISHER + "LocalAuthority",
}
LICENCES = {
    "cc0-1.0": "CC0", "cc-by-4.0": "CC_BY_4_0", "cc-by-sa-4.0": "CC_BYSA_4_0", "cc-by-nc-4.0": "CC_BYNC_4_0",
    "cc-by-nd-4.0": "CC_BYND_4_0", "cc-by-nc-sa-4.0": "CC_BYNCSA_4_0", "cc-by-nc-nd-4.0": "CC_BYNCND_4_0",
    "ogl-3": "OGL_3_0", "odbl-1.0": "ODC_BL", "odc-by-1.0": "ODC_BY", "pddl-1.0": "ODC_PDDL",
}  # fmt: skip
FILE_TYPES = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "xlsx": "XLSX", "xls": "XLS", "ods": "ODS", "xml": "XML", "txt": "TXT",
    "parquet": "PARQUET", "geoparquet": "PARQUET", "geojson": "GEOJSON", "gpkg": "GPKG", "shp": "SHP", "kml": "KML",
    "kmz": "KMZ", "gml": "GML", "zip": "ZIP", "pdf": "PDF", "docx": "DOCX", "doc": "DOC", "html": "HTML", "png": "PNG",
    "jpg": "JPEG", "jpeg": "JPEG",
}  # fmt: skip


def file_type(extension: str) -> str | None:
    """The file type of an extension in the EU vocabulary; none for `arrow`, `fgb`, `ndjson`, `pmtiles`, which it lacks."""
    found = FILE_TYPES.get(extension.lower())
    return FILE_TYPE + found if found else None


def plain_media_type(text: str) -> str:
    """A media type without parameters; "" for what has not the form of one."""
    plain = text.partition(";")[0].strip().lower()
    return plain if re.fullmatch(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*", plain) else ""


def media_type(text: str) -> str | None:
    """Its address at IANA."""
    plain = plain_media_type(text)
    return IANA + plain if plain else None


LABELS = {
    "AGRI": "Agriculture, fisheries, forestry and food", "ECON": "Economy and finance", "EDUC": "Education, culture and sport",
    "ENER": "Energy", "ENVI": "Environment", "GOVE": "Government and public sector", "HEAL": "Health",
    "INTR": "International issues", "JUST": "Justice, legal system and public safety", "REGI": "Regions and cities",
    "SOCI": "Population and society", "TECH": "Science and technology", "TRAN": "Transport",
    "LocalAuthority": "Local authority", "RegionalAuthority": "Regional authority", "SYNTHETIC_DATA": "Synthetic data",
    "AVAILABLE": "available", "COMPLETED": "completed", "DEPRECATED": "deprecated",
}  # fmt: skip


def concept(address: str) -> Node:
    """A term with the label of its vocabulary, which DCAT-AP asks of every concept; another city's own has its last part."""
    name = re.split(r"[/#]", address.rstrip("/#"))[-1]
    label = {"@language": "en", "@value": LABELS[name]} if name in LABELS else {"@value": name}
    return {"@id": address, "@type": "skos:Concept", "skos:prefLabel": [label]}

"""What the interface calls things that code names in English."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.ingest.types._column_type import called
from madang.lib.texts import choose
from madang.lib.years import is_year

TYPES: dict[str, Promise] = {
    "text": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "date": _("date"),
    "time": _("time"),
    "datetime": _("date and time"),
    "geometry": _("geometry"),
}
SEVERITIES: dict[str, Promise] = {
    "info": _("Good to know"),
    "warning": _("Please look"),
    "error": _("Error"),
    "personal": _("Personal data"),
    "breaking": _("Breaks what was promised"),
}
DECISIONS: dict[str, Promise] = {
    "drop": _("leave the column out"),
    "mask": _("mask the values"),
    "suppress": _("empty the small counts"),
    "generalise": _("make the values coarser"),
    "justify": _("publish it as it is, for a reason"),
}
HOW: dict[str, Promise] = {
    "decided": pgettext_lazy("encoding", "decided from the bytes"),
    "declared": pgettext_lazy("encoding", "the file says so"),
    "asked": pgettext_lazy("encoding", "a person should confirm it"),
    "default": pgettext_lazy("encoding", "nothing speaks against it"),
    "chosen": pgettext_lazy("encoding", "chosen by a person"),
}
FORMATS: dict[str, Promise] = {
    "csv": _("Comma-separated text, opens in any spreadsheet"),
    "tsv": _("Tab-separated text"),
    "json": _("For programs: one JSON document"),
    "ndjson": _("For programs: one JSON object a line"),
    "geojson": _("For maps: features with longitude and latitude"),
    "parquet": _("For analysis: columns with their types, compressed"),
    "arrow": _("For analysis: Arrow stream"),
    "xlsx": _("Excel workbook"),
    "geoparquet": _("For analysis of maps: Parquet that knows its shapes"),
    "gpkg": _("For QGIS and ArcGIS: GeoPackage"),
    "fgb": _("For QGIS and maps on the web: FlatGeobuf"),
    "shp": _("For older map programs: Shapefiles in a zip"),
    "kml": _("For Google Earth"),
    "pmtiles": _("For maps on the web: all tiles in one file"),
}
DELIMITERS: dict[str, Promise] = {
    ",": _("comma"),
    "\t": _("tab"),
    ";": _("semicolon"),
    "|": _("vertical bar"),
    " ": _("space"),
}
FURNITURE: dict[str, Promise] = {
    "preamble": _("words above the header"),
    "header": _("header"),
    "repeated header": _("header again"),
    "units": _("line of units"),
    "total": _("total"),
    "note": _("note"),
    "footer": _("words below the table"),
    "blank": _("blank line"),
    "title": _("title"),
}
SCRIPTS: dict[str, Promise] = {
    "hangul": _("Hangul"),
    "latin": _("Latin"),
    "han": _("Chinese characters"),
    "kana": _("Kana"),
}
PROMISES: dict[str, Promise] = {
    "baseline_period": _("Baseline: period"),
    "baseline_value": _("Baseline: value"),
    "target_period": _("Target: period"),
    "target_value": _("Target: value"),
    "milestones": _("Milestones"),
    "direction": _("Direction"),
    "table": _("Table"),
    "question": _("The question"),
    "per_table": _("Table of the divisor"),
    "per_question": _("What it is divided by"),
    "times": _("The result is shown"),
}
UNITS = {
    "명": "people", "인": "people", "가구": "households", "세대": "households", "호": "homes", "채": "homes",
    "건": "cases", "회": "times", "번": "times", "개": "items", "개소": "places", "곳": "places", "동": "buildings",
    "대": "vehicles", "면": "spaces", "석": "seats", "병상": "beds", "마리": "animals", "그루": "trees",
    "필지": "parcels", "권": "volumes", "매": "sheets", "장": "sheets", "편": "works", "점": "pieces", "쪽": "pages",
    "량": "cars", "척": "ships", "톤": "t", "원": "KRW", "천원": "thousand KRW", "만원": "10,000 KRW",
    "백만원": "million KRW", "억원": "100 million KRW", "조원": "trillion KRW", "달러": "USD", "초": "seconds",
    "분": "minutes", "시간": "hours", "일": "days", "주": "weeks", "월": "months", "년": "years", "세": "years old",
    "명/㎢": "people/㎢", "인/㎢": "people/㎢",
}  # fmt: skip
"""Korean units, as headers give them, in English. What is understood everywhere (㎡, kWh, %) has no line here."""


def unit(written: str) -> str:
    """A unit for the reader: Korean ones in English on pages that are not Korean; one that is not known stays."""
    return written if get_language() == "ko" else UNITS.get(written, written)


def period(written: str) -> str:
    """A period in its one form (`2030`, `2030-Q2`, `2030-06`, `2030-06-30`) as Korean pages say it; others show it as it is."""
    if get_language() != "ko" or not written:
        return written
    year, *parts = written.split("-")
    if parts and parts[0].startswith("Q"):
        return f"{year}년 {parts[0][1:]}분기"
    return " ".join([f"{year}년", *(f"{int(part)}{unit}" for part, unit in zip(parts, "월일", strict=False))])


def semantic(name: str) -> str:
    """What a finer meaning such as `dong_code` is called; the column type itself says it."""
    return choose(called(name), get_language() or "ko")[0]


def grouped(name: str, semantic: str) -> bool:
    """Whether numbers of a column are written in groups of three: those that measure or count, not years and codes."""
    code = semantic.endswith("code") or name.casefold().endswith(("code", "코드"))
    return not (code or is_year(name, semantic))

"""What the interface calls things that code names in English."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "generalise": _("make the values coarser"),
    "justify": _("keep it, for a reason"),
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

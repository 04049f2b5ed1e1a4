"""British addresses by their postcode: about fifteen households, or one large building."""

from __future__ import annotations

import re
import unicodedata

from madang.analysis.geocoding.reading import Reading, Spot, Unread

LABEL = {"en": "British postcodes", "ko": "영국 우편번호"}
ALONG = None

VALID = {
    "L1 8JQ": Spot("postcode", "", "L1", "8JQ"),
    "l18jq": Spot("postcode", "", "L1", "8JQ"),
    "12 Allerton Road, Liverpool, L18 1LN": Spot("postcode", "", "L18", "1LN"),
    "L3  8EW, Liverpool": Spot("postcode", "", "L3", "8EW"),
    "10 Downing Street, London SW1A 2AA, UK": Spot("postcode", "", "SW1A", "2AA"),
}
INVALID = {"": "empty", "Liverpool": "no-postcode", "L18": "no-postcode", "12 Allerton Road": "no-postcode"}

_POSTCODE = re.compile(
    r"(?<![A-Z0-9])(?P<out>[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])|GIR)"
    r"\s*(?P<unit>[0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])"
)


def read(text: str) -> Reading | Unread:
    """The last postcode in `text`, spaced or not."""
    plain = unicodedata.normalize("NFKC", text or "").upper().strip()
    if not plain:
        return Unread("empty")
    found = [*_POSTCODE.finditer(plain)]
    if not found:
        return Unread("no-postcode")
    return Reading(Spot("postcode", "", found[-1]["out"], found[-1]["unit"]))

"""The end of an address that is the key of a row: any text, as it was sent."""

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import register_converter
from django.urls.converters import StringConverter


class Anything(StringConverter):
    """The rest of an address, slashes and line ends among it."""

    regex = "(?s:.+)"


register_converter(Anything, "anything")


def raw(request: HttpRequest, before: int, decoded: str) -> str:
    """What stands after the slash number `before`, with its percent signs: only there is a slash inside a key another than one
    between its parts. Where the server hands on no raw path, `decoded` is all that is known."""
    sent = getattr(request, "scope", {}).get("raw_path")
    parts = sent.decode("ascii", "replace").partition("?")[0].split("/", before) if sent else []
    return parts[before] if len(parts) > before else quote(decoded, safe="/")

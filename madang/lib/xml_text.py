"""Text that may stand in XML. Cells hold whatever somebody typed; XML 1.0 has no way to write some of it, not even escaped."""

from __future__ import annotations

import re
from typing import Any

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SHOWN_AS = "\ufffd"


def xml_text(text: str) -> str:
    """The text with � for each character that XML forbids. What is markup stays as it is: escape it besides."""
    return FORBIDDEN.sub(SHOWN_AS, text)


def xml_texts(value: Any) -> Any:
    """The same for every text in lists and dictionaries, keys too."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {xml_texts(name): xml_texts(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [xml_texts(one) for one in value]
    return value

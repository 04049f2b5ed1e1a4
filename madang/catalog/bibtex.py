"""BibTeX entries, escaped in one place."""

from __future__ import annotations

import re

SPECIAL = str.maketrans(
    {letter: "\\" + letter for letter in "%&$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # not \{: BibTeX counts braces without looking at what stands before them
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
BREAKS_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
"""Styles set addresses letter by letter, so that a `%` stays as it is; only what would end the field goes."""


def entry(kind: str, key: str, **fields: str | int | tuple[str, ...]) -> str:
    """An entry with its fields in the given order; empty ones are left out.

    Text is plain text, never TeX. A tuple is names, each kept whole: an office has no family name. The letters of a
    `title` keep their case. An `url` is written as it is.
    """
    lines = [f"  {name} = {{{_written(name, value)}}}" for name, value in fields.items() if value not in ("", ())]
    return ",\n".join([f"@{kind}{{{key}", *lines]) + "\n}"


def key(text: str, otherwise: str, end: str) -> str:
    """A key for an entry: the ASCII letters, digits and dashes of `text`, or else `otherwise`, with an end that tells it apart."""
    return f"{re.sub('[^A-Za-z0-9-]', '', text).strip('-') or otherwise}-{end}"


def escaped(text: str) -> str:
    """Plain text as TeX that shows the same, on one line and with as many braces opened as closed."""
    return " ".join(text.split()).translate(SPECIAL)


def _written(name: str, value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return " and ".join(f"{{{escaped(one)}}}" for one in value)
    if name == "url":
        return str(value).translate(BREAKS_ADDRESS)
    return f"{{{escaped(str(value))}}}" if name == "title" else escaped(str(value))

"""The names that a load gives: to datasets, resources and columns. Letters of every script stay as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from madang.lib import texts
from madang.lib.problems import Text

PACKED = (".gz", ".zip")
LENGTH = 100
"""Characters that the catalogue keeps of a slug."""
FILE_LENGTH = 200
"""Characters kept of a file's name: a file system takes 255 bytes, and nobody reads more."""


def file(given: str) -> str:
    """The name of a file that somebody sent: no folders, no control or direction marks, Hangul in one piece (macOS sends
    jamo), at most `FILE_LENGTH` characters with its format kept; `file` when nothing is left.
    """
    base = given.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in base if not unicodedata.category(letter).startswith("C"))
    clean = unicodedata.normalize("NFC", seen).strip()
    name, dot, format = clean.rpartition(".")
    if len(clean) > FILE_LENGTH and name and len(format) <= 20:
        clean = name[: FILE_LENGTH - len(format) - 1] + dot + format
    return clean[:FILE_LENGTH] if clean.strip(".") else "file"


def title(words: str) -> Text:
    """A title in the language that its letters tell; the other is for a person to write."""
    return {"ko" if any("가" <= letter <= "힣" for letter in words) else "en": words}


def stem(file_name: str) -> str:
    """The file's name without folders and format: `서울 인구.csv.gz` is `서울 인구`."""
    path = PurePath(file_name.replace("\\", "/"))
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return path.stem or path.name


def dataset(file_name: str) -> str:
    """The address part of a dataset named after its file."""
    return texts.slug(stem(file_name))[:LENGTH].strip("-_") or "data"


def resource(table: str, tables: int, base: str = "") -> str:
    """The name of one table of a file: `base` or `data` when it is the only one, else the name of its sheet or layer."""
    if tables == 1:
        return base or "data"
    own = texts.slug(table)
    return (f"{base}-{own}" if base else own)[:LENGTH].strip("-_")


def resources(tables: Sequence[str], base: str = "") -> list[str]:
    """The name of every table of a file, each its own."""
    return distinct(resource(table, len(tables), base) for table in tables)


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return `names` with a suffix where one occurs again: `["a", "A", "b"]` gives `["a", "A_2", "b"]`.

    Case does not distinguish: engines that read the table fold it. `taken` are names that none may have.
    """
    used = {name.casefold() for name in taken}
    result = []
    for name in names:
        candidate, number = name, 1
        while candidate.casefold() in used:
            number += 1
            candidate = f"{name}_{number}"
        used.add(candidate.casefold())
        result.append(candidate)
    return result

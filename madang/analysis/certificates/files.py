"""Certificates in files. A hostile one is refused before it costs memory or time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from madang.analysis.certificates.reading import Place, Refuted
from madang.lib.problems import Problem

MOST_BYTES = 512 << 20


class TooLargeToVerify(Problem):
    en = "{name} has {size:,} bytes; certificates have at most {most:,}."
    ko = "{name}: {size:,}바이트입니다. 증명서는 최대 {most:,}바이트입니다."


def save(certificate: Mapping[str, Any], path: Path) -> None:
    """Write a certificate, as `load` reads it."""
    path.write_text(json.dumps(certificate, indent=1, allow_nan=False) + "\n")


def load(path: Path) -> dict[str, Any]:
    """The certificate in a file. Raises `TooLargeToVerify`, `Refuted` for what is no JSON object, and OSError."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise TooLargeToVerify(name=path.name, size=size, most=MOST_BYTES)
    try:
        found = json.loads(path.read_bytes(), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _refused(str(error)[:200]) from None
    if not isinstance(found, dict):
        raise _refused("no object")
    return found


def _refused(detail: str) -> Refuted:
    return Place(None).wrong(f"it is no JSON of a certificate ({detail}).", f"증명서의 JSON이 아닙니다({detail}).")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name comes twice: readers would differ on which counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found

"""The seal of a certificate: a hash of everything else in it, which finds what was changed by accident and changes no truth."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from madang.analysis.certificates.reading import Place

FORMAT = "madang-certificate"
VERSION = 1


def seal(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of the certificate without `sha256`, as JSON with sorted names and no spaces."""
    rest = {name: value for name, value in certificate.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()).hexdigest()


def check_seal(file: Place) -> None:
    """Raise `Refuted` if something was changed that the proof does not need, or needs and still holds with."""
    try:
        right = file["sha256"].text() == seal(file.value)
    except (ValueError, TypeError, RecursionError):  # what no JSON holds: NaN, endless nesting
        right = False
    if not right:
        raise file["sha256"].wrong("the file was changed after it was written.", "파일이 작성된 뒤에 바뀌었습니다.")

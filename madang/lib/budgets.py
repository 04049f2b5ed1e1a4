"""How much a class of readers may ask: requests in a minute, rows scanned in an hour, heavy questions at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

MOST = 10**15 - 1
"""The largest whole number of a structured header field (RFC 8941), in which these numbers are told."""
MOST_HEAVY = 64


@dataclass(frozen=True)
class Budget:
    """`requests` each minute, `rows` scanned each hour, `heavy` questions at the same moment."""

    requests: int
    rows: int
    heavy: int

    def __str__(self) -> str:
        """As it is set."""
        return f"requests={self.requests},rows={self.rows},heavy={self.heavy}"


def parse(text: str) -> Budget | None:
    """Read `requests=600,rows=1000000000,heavy=2`; `none` is no limit at all. Raises `ValueError` saying what is odd."""
    if text.lower() == "none":
        return None
    told: dict[str, int] = {}
    for part in text.split(","):
        name, _, number = part.strip().partition("=")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:20]) <= MOST:
            raise ValueError(f"`{part.strip()}` is not a name, = and a whole number from 1.")
        told[name] = int(number)
    if set(told) != {field.name for field in fields(Budget)}:
        raise ValueError("it must name requests, rows and heavy.")
    if told["heavy"] > MOST_HEAVY:
        raise ValueError(f"more than {MOST_HEAVY} heavy questions at once cannot be counted.")
    return Budget(**told)

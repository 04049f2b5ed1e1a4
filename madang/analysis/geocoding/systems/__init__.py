"""Ways in which countries write addresses, one file each.

A file gives `LABEL`; `read(text)`, which returns a `Reading` or an `Unread`; `VALID`, texts with the spots that they name;
`INVALID`, texts with the reasons why they name none; and `ALONG`, metres for each step of a building's number along a street, or
None where numbers tell nothing about distance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from madang.analysis.geocoding.reading import Reading, Spot, Unread
from madang.lib import plugins
from madang.lib.problems import Text

AGREED = ("ALONG", "INVALID", "LABEL", "VALID", "read")


class System(Protocol):
    LABEL: Text
    VALID: dict[str, Spot]
    INVALID: dict[str, str]
    ALONG: float | None
    read: Callable[[str], Reading | Unread]


def systems() -> dict[str, System]:
    """All of them by name."""
    return cast(dict[str, System], plugins.found(__name__, AGREED))


def system_of(addresses: Sequence[str], look_at: int = 200) -> str:
    """The name of the system that reads most of the first addresses."""
    some = [address for address in addresses if address][:look_at]

    def read(name: str) -> int:
        return sum(isinstance(systems()[name].read(address), Reading) for address in some)

    return max(systems(), key=read)

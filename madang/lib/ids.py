"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import secrets
import time


def new(milliseconds: int | None = None) -> str:
    """Return 32 hexadecimal digits: 48 bits of milliseconds since 1970, version and 74 random bits (UUID version 7)."""
    moment = int(time.time() * 1000) if milliseconds is None else milliseconds
    value = (moment & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return f"{value:032x}"

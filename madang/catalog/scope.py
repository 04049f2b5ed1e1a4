"""How much of the catalogue a search may show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Made by `accounts.policy.scope`: published data, internal ones only below `organisations` (slugs) or everywhere."""

    organisations: frozenset[str] = frozenset()
    everything: bool = False


PUBLIC = Scope()

"""Whose request it is, behind proxies or not: an address that the asker cannot choose."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
HOUSEHOLD = 64
"""An IPv6 client has a whole /64 to itself and may send from any address of it."""


@dataclass(frozen=True)
class Proxies:
    """The machines that tell the truth about whom they pass on."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Proxies:
        """Read `127.0.0.1,10.0.0.0/8`. Raises `ValueError`."""
        parts = [part.strip() for part in text.split(",") if part.strip() and text.strip().lower() != "none"]
        return cls(tuple(ip_network(part) for part in parts))

    def __contains__(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.networks)

    def __str__(self) -> str:
        return ",".join(map(str, self.networks)) or "none"


def client(peer: str, forwarded: str, proxies: Proxies) -> str:
    """The client: `peer`, or behind trusted proxies the last address in `forwarded` (X-Forwarded-For) that none of them has.

    Each proxy adds whom it heard from at the right end; everything left of the first that is not ours may be invented.
    An IPv6 address stands for its /64; a peer that is no address (a local socket) is itself.
    """
    found = _address(peer)
    for hop in reversed(forwarded.split(",")):
        if found is None or found not in proxies:
            break
        before = _address(hop)
        if before is None:  # a proxy that writes words: we know no more than itself
            break
        found = before
    return _household(found) if found else peer or "local"


def _address(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:4711
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 203.0.113.9:4711
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _household(address: Address) -> str:
    if address.version == 4:
        return str(address)
    return str(IPv6Network((int(address) >> HOUSEHOLD << HOUSEHOLD, HOUSEHOLD)))

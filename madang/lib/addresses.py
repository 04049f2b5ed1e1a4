"""Which machines may be asked: the open internet, and of the city's own network only what the operator allowed.

A server that fetches what people name can be told to fetch from itself and its neighbours (SSRF). So a name is resolved here,
every address it has must be allowed, and the connection goes to such an address and not to the name: an answer of the DNS
that changes between the check and the connection (rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass

from madang.lib.problems import Problem

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], list[str]]
"""`(host, port) -> addresses as text`. Raises OSError when there is none."""

CARRIERS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48",  # an IPv4 address inside, the latter two by NAT64
        "2001::/32", "2002::/16", "192.88.99.0/24",  # Teredo, 6to4 and its relays
        "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "fec0::/10",  # carrier-grade NAT, hosts of Azure and Oracle, site-local
    )
)  # fmt: skip
"""Ranges that lead elsewhere than they seem to, or that some versions of Python call global."""


LOG = logging.getLogger(__name__)


class UnknownHost(Problem):
    en = "No machine is called {host}. Check the address for typing errors."
    ko = "{host}(이)라는 컴퓨터를 찾을 수 없습니다. 주소에 오타가 없는지 확인하세요."


class PrivateAddress(Problem):
    en = (
        "{host} leads inside a private network or to this machine, so it was not asked."
        " If it is the city's own, the operator may name it in MADANG_PRIVATE_SOURCES."
    )
    ko = (
        "{host}은(는) 내부망이나 이 컴퓨터로 이어져 접속하지 않았습니다."
        " 도시의 자체 서버라면 운영자가 MADANG_PRIVATE_SOURCES에 등록할 수 있습니다."
    )


@dataclass(frozen=True)
class Allowed:
    """What the operator opened of the private network: hosts (with a port or with any), and networks."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Allowed:
        """Read `intranet.example.org:8080, 10.1.0.0/16`. Raises ValueError for an entry that is neither."""
        hosts, networks = set(), []
        for entry in filter(None, (part.strip() for part in text.split(","))):
            if "/" in entry:
                networks.append(ipaddress.ip_network(entry))
            else:
                hosts.add(_host(entry))
        return cls(frozenset(hosts), tuple(networks))

    def __str__(self) -> str:
        hosts = [f"{host}:{port}" if port else host for host, port in self.hosts]
        return ", ".join([*sorted(hosts), *map(str, self.networks)])

    def admits(self, host: str, port: int, address: Address) -> bool:
        """Whether a name that has this address may be asked there."""
        if _public(address):
            return True
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False  # never data; cloud machines keep their keys at 169.254.169.254
        name = host.lower().rstrip(".")
        return bool({(name, port), (name, None)} & self.hosts) or any(address in network for network in self.networks)


def system(host: str, port: int) -> list[str]:
    """The addresses of a name as this machine knows them."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked(host: str, port: int, allowed: Allowed, resolve: Resolver = system) -> list[str]:
    """The addresses of `host`, all of them allowed. Raises `UnknownHost`, `PrivateAddress`."""
    try:
        found = resolve(host.strip("[]"), port)
    except (OSError, UnicodeError):  # a label that is too long for the DNS is a UnicodeError
        found = []
    if not found:
        raise UnknownHost(host=host)
    for text in found:
        address = _parsed(text)
        if address is None or not allowed.admits(host.strip("[]"), port, address):
            # For the operator only: who names hosts could otherwise draw a map of the network from our refusals.
            LOG.info("%s is %s, which is not public: not asked.", host, text)
            raise PrivateAddress(host=host)
    return found


def _parsed(text: str) -> Address | None:
    """The address, and of one that only wraps an IPv4 address (`::ffff:10.0.0.1`) that one; None with a zone (`fe80::1%eth0`)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return None
        return address.ipv4_mapped or address
    return address


def _public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address.version == network.version and address in network for network in CARRIERS)
    )


def _host(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    if entry.startswith("[") or entry.count(":") == 1:
        host, colon, port = (entry, "", "") if entry.endswith("]") else (host, colon, port)
    elif colon:  # an IPv6 address without brackets has no port
        host, port = entry, ""
    else:
        host, port = entry, ""
    if not host.strip("[]") or (port and not port.isdecimal()):
        raise ValueError(f"{entry!r} is neither a host nor a network.")
    return host.strip("[]").lower().rstrip("."), int(port) if port else None

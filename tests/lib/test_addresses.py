"""Which machines may be asked."""

from __future__ import annotations

import pytest

from madang.lib.addresses import Allowed, PrivateAddress, UnknownHost, checked

OPEN = ("8.8.8.8", "223.130.200.104", "2606:4700::1111", "2a00:1450:4001::1")
SHUT = (
    "0.0.0.0", "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.1.1", "100.100.100.200",
    "169.254.169.254", "168.63.129.16", "192.0.0.1", "192.0.0.192", "192.88.99.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:1::1", "2002:7f00:1::1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "nonsense",
)  # fmt: skip
"""Private, loopback, link-local, metadata, CGNAT, multicast, reserved, documentation, and IPv4 wrapped in four ways."""


@pytest.mark.parametrize("address", OPEN)
def test_the_internet_is_open(address):
    assert checked("data.example.org", 443, Allowed(), lambda host, port: [address]) == [address]


@pytest.mark.parametrize("address", SHUT)
def test_everything_else_is_shut(address):
    with pytest.raises(PrivateAddress, match="MADANG_PRIVATE_SOURCES") as told:
        checked("data.example.org", 443, Allowed(), lambda host, port: [address])
    assert f" {address}," not in told.value.text("en")  # nobody draws a map of the network from refusals
    assert f"({address})" not in told.value.text("ko")


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(PrivateAddress):
        checked("data.example.org", 443, Allowed(), lambda host, port: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "localhost", "[::1]"])
def test_other_ways_to_write_this_machine_are_seen_through(host):
    with pytest.raises((PrivateAddress, UnknownHost)):
        checked(host, 80, Allowed())


def test_a_name_that_nobody_has_is_said():
    with pytest.raises(UnknownHost, match=r"nobody\.invalid"):
        checked("nobody.invalid", 80, Allowed(), lambda host, port: [])
    with pytest.raises(UnknownHost):
        checked("x" * 70 + ".example.org", 80, Allowed())


@pytest.mark.parametrize(
    ("setting", "host", "port", "address", "open_"),
    [
        ("intranet.example.org", "intranet.example.org", 80, "10.1.2.3", True),
        ("intranet.example.org", "Intranet.Example.org.", 8080, "10.1.2.3", True),
        ("intranet.example.org:8080", "intranet.example.org", 80, "10.1.2.3", False),
        ("intranet.example.org:8080", "intranet.example.org", 8080, "10.1.2.3", True),
        ("intranet.example.org", "other.example.org", 80, "10.1.2.3", False),
        ("10.1.0.0/16", "anything.example.org", 80, "10.1.2.3", True),
        ("10.1.0.0/16", "anything.example.org", 80, "10.2.2.3", False),
        ("[fd12::1]:8080, 192.168.0.0/24", "[fd12::1]", 8080, "fd12::1", True),
        ("evil.example.org,169.254.0.0/16", "evil.example.org", 80, "169.254.169.254", False),
        ("evil.example.org", "evil.example.org", 80, "0.0.0.0", False),
    ],
)
def test_the_operator_opens_hosts_and_networks_but_never_the_metadata_of_the_cloud(setting, host, port, address, open_):
    resolve = lambda host, port: [address]  # noqa: E731
    if open_:
        assert checked(host, port, Allowed.parse(setting), resolve) == [address]
    else:
        with pytest.raises(PrivateAddress):
            checked(host, port, Allowed.parse(setting), resolve)


@pytest.mark.parametrize("setting", ["10.0.0.1/33", "host:port", ":80", "10.1.2.3/16"])
def test_an_odd_entry_is_refused(setting):
    with pytest.raises(ValueError, match=r"."):
        Allowed.parse(setting)

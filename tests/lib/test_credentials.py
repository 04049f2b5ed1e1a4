"""Secrets in their places, and out of sight."""

from __future__ import annotations

import pytest

from madang.lib.credentials import Secret, SecretElsewhere, SecretInClear, UnknownSecret, filled, hidden, names

KNOWN = {"BUS": Secret(("api.example.org",), "k/3 y"), "SHARE": Secret(("files.example.org:8443",), "reader:pässword")}


def test_a_secret_goes_where_its_name_stands() -> None:
    assert (
        filled("https://api.example.org/{secret:BUS}/a", "API.example.org", 443, KNOWN)
        == "https://api.example.org/k/3 y/a"
    )
    assert filled("Basic {basic:SHARE}", "files.example.org", 8443, KNOWN) == "Basic cmVhZGVyOnDDpHNzd29yZA=="
    assert filled("a {brace} stays", "x", 1, KNOWN) == "a {brace} stays"
    assert names("{secret:BUS} {basic:SHARE} {other:X}") == ["BUS", "SHARE"]


@pytest.mark.parametrize(
    ("host", "port"), [("evil.example.org", 443), ("sub.api.example.org", 443), ("api.example.org.evil", 443)]
)
def test_a_secret_goes_to_its_own_hosts_only(host: str, port: int) -> None:
    with pytest.raises(SecretElsewhere) as told:
        filled("{secret:BUS}", host, port, KNOWN)
    assert "k/3" not in f"{told.value.text('en')} {told.value.text('ko')}"
    with pytest.raises(SecretElsewhere):
        filled("{secret:SHARE}", "files.example.org", 443, KNOWN)
    with pytest.raises(UnknownSecret, match="MADANG_SECRET_HOME"):
        filled("{secret:HOME}", "api.example.org", 443, KNOWN)


def test_every_way_to_write_a_secret_is_hidden() -> None:
    found = hidden("{secret:BUS} {basic:SHARE}", KNOWN)
    assert {"k/3 y", "k/3%20y", "k%2F3%20y", "cmVhZGVyOnDDpHNzd29yZA==", "pässword"} <= found.keys()
    assert set(found.values()) == {"{secret:BUS}", "{secret:SHARE}"}
    assert list(map(len, found)) == sorted(map(len, found), reverse=True)
    assert hidden("nothing named", KNOWN) == {}


def test_a_secret_is_sent_encrypted_unless_the_operator_says_so() -> None:
    with pytest.raises(SecretInClear) as told:
        filled("{secret:BUS}", "api.example.org", 80, KNOWN, encrypted=False)
    assert "http://api.example.org" in told.value.text("ko")
    assert "k/3" not in f"{told.value.text('en')} {told.value.text('ko')}"
    plain = {"BUS": Secret.parse("http://10.1.2.3:8080,api.example.org=k")}
    assert filled("{secret:BUS}", "10.1.2.3", 8080, plain, encrypted=False) == "k"
    assert filled("{secret:BUS}", "10.1.2.3", 8080, plain) == "k"
    for host, port in (("10.1.2.3", 80), ("api.example.org", 80)):
        with pytest.raises((SecretInClear, SecretElsewhere)):
            filled("{secret:BUS}", host, port, plain, encrypted=False)
    for odd in ("http:///x=k", "https://api.example.org=k", "http://a b=k"):
        with pytest.raises(ValueError, match="host"):
            Secret.parse(odd)

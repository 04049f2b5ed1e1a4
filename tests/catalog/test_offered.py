"""What a resource is offered as, whatever its link looks like."""

from __future__ import annotations

import pytest

from madang.catalog.models import Resource
from madang.catalog.offered import extension


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://example.org/인구.CSV?as=a.zip#b.xlsx", "csv"),
        ("https://example.org/a.tar.gz", "gz"),
        ("https://example.org", ""),
        ("ftp://example.org/a/b", ""),
        ("http://[::1", ""),
    ],
)
def test_the_extension_of_a_link(link: str, found: str) -> None:
    assert extension(Resource(kind="link", link=link)) == found

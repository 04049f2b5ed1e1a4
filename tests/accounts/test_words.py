"""Every word of these pages and models stands in Korean as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import madang

PACKAGE = Path(madang.__file__).parent
TAGS = re.compile(r'{% trans "([^"]+)" %}|{% blocktrans[^%]*%}(.*?){% endblocktrans %}', re.DOTALL)
CALLS = re.compile(r'(?<![a-z])_\(\s*"([^"]+)"')


def texts():
    for file in sorted((PACKAGE / "portal/templates").glob("account*/*.html")):
        for plain, block in TAGS.findall(file.read_text()):
            yield plain or re.sub(r"{{ (\w+) }}", r"%(\1)s", block)
    for file in [*(PACKAGE / "accounts").glob("*.py"), *(PACKAGE / "catalog").glob("*.py")]:
        yield from CALLS.findall(file.read_text())


@pytest.mark.parametrize("text", sorted(set(texts())))
def test_in_korean(text):
    with override("ko"):
        translated = gettext(text)
    assert re.search("[가-힣]", translated), text
    assert re.findall(r"%\(\w+\)s", text) == re.findall(r"%\(\w+\)s", translated)

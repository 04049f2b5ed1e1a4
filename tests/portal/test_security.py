"""Nothing inline: what a publisher writes can never run or restyle a reader's page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import madang
from madang.portal.prose import html
from madang.portal.security import POLICY

TEMPLATES = sorted((Path(madang.__file__).parent / "portal" / "templates").rglob("*.html"))


def test_the_policy_allows_no_inline_code():
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'self'")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/", "/ko/search/", "/en/nowhere/", "/api/v1/datasets"])
def test_every_answer_carries_it(client, address):
    assert client.get(address).headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_needs_an_exception(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![x](https://elsewhere.example/p.png)",
        "<img src=x onerror=y>",
    ],
)
def test_descriptions_cannot_carry_code(text):
    shown = html(text)
    assert not re.search(r"<(?!/?p>|a href=\"https://|/a>)", shown)

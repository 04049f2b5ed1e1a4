"""BibTeX entries: whatever the words, a reader of BibTeX finds the fields and TeX sets the same words."""

from __future__ import annotations

import re

import pytest

from madang.catalog import bibtex

ODD = [
    "R&D 100% {draft} #1 $5 a_b", "연구 & 개발 100% {초안}", "a lone { brace", "닫기만 한 } 괄호", "C:\\data\\", "~2^10",
    "two\nlines\r\n and   blanks", "@misc{x, title = {y}}", "공백 없는·가운뎃점「」", '"quoted", with a comma', "\\{\\}\\&",
]  # fmt: skip
SHOWN = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\%": "%", r"\&": "&", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip


def fields(entry: str) -> dict[str, str]:
    """The fields as BibTeX finds them: a value ends where as many braces are closed as were opened, escaped or not."""
    found, rest = {}, entry.partition(",")[2]
    while match := re.match(r"\s*(\w+) = \{", rest):
        depth, end = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        found[match[1]] = rest[match.end() : end - 1]
        rest = rest[end:].removeprefix(",")
    assert rest == "\n}"
    return found


def as_set(tex: str) -> str:
    """What TeX would set; no letter of its own may be left bare."""
    plain, bare = "", r"[%&$#_~^\\{}]"
    for part in re.split(r"(\\[a-z]+\{\}|\\[%&$#_])", tex):
        assert part in SHOWN or not re.search(bare, part), part
        plain += SHOWN.get(part, part)
    return plain


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_come_back_as_they_were(odd: str) -> None:
    found = fields(
        bibtex.entry("misc", "k-1", author=(odd, "다른 과"), title=odd, publisher=odd, version=1, url="https://a")
    )
    assert list(found) == ["author", "title", "publisher", "version", "url"]
    meant = " ".join(odd.split())
    assert as_set(found["publisher"]) == meant
    assert found["title"] == f"{{{found['publisher']}}}", "a title keeps its letters' case"
    assert found["author"] == f"{{{found['publisher']}}} and {{다른 과}}"
    assert found["version"] == "1"


def test_an_address_is_written_as_it_is_but_for_what_ends_a_field() -> None:
    entry = bibtex.entry("misc", "k", url="https://a/%EA%B5%AC_1?a=1&b={}#x")
    assert fields(entry) == {"url": "https://a/%EA%B5%AC_1?a=1&b=%7B%7D#x"}


def test_empty_fields_are_left_out() -> None:
    assert bibtex.entry("misc", "k", author=(), title="", date="2026") == "@misc{k,\n  date = {2026}\n}"


@pytest.mark.parametrize(
    ("text", "key"), [("air-quality", "air-quality-7"), ("대기질", "dataset-7"), ("대기-a,b{}", "ab-7")]
)
def test_keys_are_ascii(text: str, key: str) -> None:
    assert bibtex.key(text, "dataset", "7") == key

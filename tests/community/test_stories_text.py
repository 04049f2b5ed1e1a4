"""How a story's text is read: figures in paragraphs of their own, numbers in brackets, nothing that runs."""

from __future__ import annotations

import re
import time

import pytest

from madang.community import stories_numbers, stories_text
from madang.community.stories_text import Figure, Prose, read
from madang.lib.problems import Problem

CHART = "/ko/datasets/a/b/chart/?x=a_b&y=c_d"


def shown(text: str) -> str:
    return "".join(stories_text.html(part, lambda asked: f"<i>{len(asked)}</i>") if isinstance(part, Prose) else f"{{{part.kind}}}"
                   for part in read(text).parts)  # fmt: skip


@pytest.mark.parametrize("text", [CHART, f"<https://x.example{CHART}>", f"[그림]({CHART})", f"  {CHART}  "])
def test_an_address_alone_is_a_figure(text):
    [figure] = read(stories_text.local(f"앞\n\n{text}\n\n뒤", "https://x.example")).figures
    assert (figure.kind, figure.slug, figure.name, figure.query) == ("chart", "a", "b", "x=a_b&y=c_d")
    assert figure.caption == ("그림" if "그림" in text else "")


@pytest.mark.parametrize(
    "text", [f"보라 {CHART}", f"- {CHART}", f"`{CHART}`", f"    {CHART}", "/ko/datasets/a/b/sheet/", f"https://other.example{CHART}",
             f"> {CHART}", "/ko/datasets/a/chart/", "//evil.example/ko/datasets/a/b/chart/"],
)  # fmt: skip
def test_anything_else_is_no_figure(text):
    assert read(stories_text.local(text, "https://x.example")).figures == ()


def test_korean_names_and_indicators():
    assert read("/en/datasets/%EC%9D%B8%EA%B5%AC/표/map/?by=총인구").figures == (
        Figure("map", "인구", "표", "by=총인구"),
    )
    assert read("/ko/indicators/near-care/").figures == (Figure("indicator", "near-care"),)


def test_numbers_stand_in_brackets_and_not_in_code():
    text = read("셋 [[a/b: 1]]과 `[[c]]` 그리고\n\n| 표 |\n|---|\n| [[d/e: 2]] |\n\n[[]] [[x\ny]]")
    assert text.numbers == ("a/b: 1", "d/e: 2")


def test_headings_stand_below_the_title():
    assert shown("# 하나\n\n## 둘\n\n###### 여섯") == "<h2>하나</h2>\n<h3>둘</h3>\n<h4>여섯</h4>\n"
    assert shown("## 하나\n\n#### 둘\n\n## 셋") == "<h2>하나</h2>\n<h3>둘</h3>\n<h2>셋</h2>\n", "none is skipped"


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<svg onload=alert(1)>", "[a](javascript:alert(1))", "[a](JaVaScRiPt&#58;alert(1))", "![x](http://e/p.png)",
     "[a](data:text/html;base64,PHNjcmlwdD4=)", "<img src=x onerror=y>", "<a href='javascript:1'>x</a>", "[[<b>]]", "<style>*{}</style>",
     "[x](vbscript:1)", "&#60;script&#62;", '[x](/a "onmouseover=1")', "<iframe src=//evil>", "<!-- x -->", "[a]: javascript:1\n\n[a]"],
)  # fmt: skip
def test_nothing_runs(text):
    page = shown(text)
    assert not re.search(r"<(?!/?(?:p|i|a|em|strong|code|pre)\b)", page), page
    assert not re.search(r"href=\"(?!https?:|/|b\")", page), page
    assert not re.search(r"<[^>]*\son\w+=", page.replace('title="onmouseover=1"', "")), page


def test_too_much_is_named():
    with pytest.raises(stories_text.TooLong, match="60,001"):
        read("가" * 60_001)
    with pytest.raises(stories_text.TooManyFigures, match="1,000"):
        read("\n\n".join(["/ko/datasets/a/b/chart/"] * 1000))
    with pytest.raises(stories_text.TooManyNumbers, match="1,000"):
        read("[[a/b: 1]] " * 1000)


@pytest.mark.parametrize("piece", ["[[", "> ", "*a ", "[](", "- ", "`", "[[a/b: '' where '", "|"])
def test_hostile_repetition_is_read_in_time(piece):
    began = time.process_time()
    text = read((piece * 20_000)[:20_000])
    for number in text.numbers[:100]:
        with pytest.raises(Problem):
            stories_numbers.read(number)
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    ("text", "select", "where", "unit"),
    [("number: a/b: sum(x)", "sum(x)", None, ""), ("a/b: x where y = 'a where b' | 명", "x", "y = 'a where b'", "명"),
     ("인구/구 : count(*) WHERE 1 = 1", "count(*)", "1 = 1", ""),
     ("/api/v1/datasets/a/resources/b/rows?select=x&where=y%3D1&format=csv", "x", "y = 1", ""),
     ("a/b: 'x where y'", "'x where y'", None, "")],
)  # fmt: skip
def test_a_number_is_understood(text, select, where, unit):
    from madang.query.words import words

    asked = stories_numbers.read(text)
    assert asked.dataset in ("a", "인구")
    assert words(asked.question.select[0].expression) == select
    assert (asked.question.where is None) == (where is None)
    assert asked.unit == unit


@pytest.mark.parametrize(
    "text",
    ["x", "a/b", "a/b:", "a/b: x, y", "a/b: *", "/api/v1/datasets/a/resources/b/rows", "https://evil.example/a/b: 1",
     "/api/v1/datasets/a/resources/b/rows?select=x&api_key=1", "a/b: sum(", "a/b: x; drop table y", "a/b: x where",
     "a/b: read_csv('/etc/passwd')"],
)  # fmt: skip
def test_an_odd_number_is_refused_by_name(text):
    with pytest.raises(Problem) as raised:
        stories_numbers.read(text)
    assert set(raised.value.texts()) == {"ko", "en"}

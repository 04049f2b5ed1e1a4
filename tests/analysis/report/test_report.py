"""A report in both languages, on the screen and on paper, whatever somebody wrote into it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.analysis import report
from madang.analysis.report import (
    Areas,
    Chart,
    Column,
    Document,
    Figure,
    File,
    Files,
    Groups,
    Heading,
    Key,
    Lines,
    Map,
    Note,
    PageBreak,
    Paragraph,
    Places,
    Points,
    Rows,
    mapping,
    paper,
    said,
)
from madang.lib.charts import chart as charts
from madang.lib.charts import drawing
from madang.portal.security import POLICY


def text(en: str, ko: str | None = None) -> dict[str, str]:
    return {"en": en, "ko": en if ko is None else ko}


def drawn(name: str = "Guro") -> Chart:
    scale = charts.Scale("", kind="category", order=(name,))
    points = ({"x": name, "y": 3.0, "t": "3", "tip": name},)
    chart = charts.Chart("bar", points, charts.Scale(name), scale, horizontal=True)
    return Chart(text(name), {"en": chart, "ko": chart}, text(name))


def mapped(name: str = "Guro") -> Map:
    areas = np.array([shapely.box(127 + at / 100, 37.5, 127.01 + at / 100, 37.51) for at in range(6)], object)
    lines = np.array([shapely.LineString([(127, 37.5), (127.05, 37.51)])], object)
    places = np.array([[127.02, 37.505], [np.nan, 37.5]])
    layers = (
        Areas(areas, np.array([1, 2, 3, 4, 50, np.nan]), text(name)),
        Lines(lines, text(name)),
        Places(places, text(name), marks=(name, "2")),
    )
    return Map(text(name), layers, text(name), (text(name),))


def document(name: str = "Guro", pictures: bool = True) -> Document:
    """Every part, with the same words wherever somebody's words can stand."""
    rows = Rows(
        text(name),
        (Column(text(name)), Column(text(name), "number"), Column(text(name), "share")),
        ((name, 1234.5, 0.25), (text(name), None, None), (name, 2, 0.5)),
        text(name),
    )
    parts = (
        Heading(text(name)), Paragraph(text(name)), Points((text(name), text(name)), numbered=True),
        Key((Figure(text(name), 1234567, text(name), text(name)), Figure(text(name), text(name)))), rows,
        Note(text(name), "warning", text(name)), PageBreak(), Heading(text(name), 4),
        Files((File(text(name), "/datasets/sites"), File(text(name), "https://example.org/?a=1&b=2"))),
    )  # fmt: skip
    return Document(text(name), text(name), (*parts, drawn(name), mapped(name)) if pictures else parts)


SMALL = Document(
    text("Where next?", "다음은 어디에?"),
    text("Seoul", "서울"),
    (Heading(text("Found", "알아낸 점")), Paragraph(text("Twenty places.", "스무 곳입니다."))),
)
HOSTILE = (
    '#image("/etc/passwd") #eval("1+1") #panic() *bold* _it_ $x^2$ @ref <label> `raw` \\u{41} // comment /* c */ = head',
    "<script>alert(1)</script><img src=x onerror=alert(1)> \" ' & </style> --> ]]> </svg>",
    "\x00\x01\x1b[31m\x7f\u202e\u2066\ufeff\ufffe\ud800 end",
    "가나다" * 400 + " " + "x" * 5000,
    "漢字 🙂 \u0e01",
    '{"a": 1}\n\n#set page(width: 1pt)\r\n\t- list',
    "",
)


@pytest.mark.parametrize(("language", "words"), [("en", "Twenty places."), ("ko", "스무 곳입니다.")])
def test_a_report_is_a_fragment_a_page_and_a_pdf(language: str, words: str) -> None:
    fragment = report.html(SMALL, language)
    assert fragment.startswith(f'<article class="report" lang="{language}"')
    assert words in fragment
    assert fragment in report.page(SMALL, language)
    assert report.pdf(SMALL, language).startswith(b"%PDF-1.7")


def test_the_same_document_has_the_same_bytes() -> None:
    assert report.pdf(document(), "ko") == report.pdf(document(), "ko")
    assert report.page(document(), "en") == report.page(document(), "en")


def test_a_date_is_in_the_pdf_only_if_one_is_given() -> None:
    moment = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
    assert b"CreationDate" not in report.pdf(SMALL, "en")
    assert b"D:20261123040506" in report.pdf(SMALL, "en", moment=moment)


def test_the_pdf_is_accessible() -> None:
    made = report.pdf(document(), "ko")
    assert b"pdfuaid" in made
    assert b"/MarkInfo" in made
    assert b"/Lang(ko)" in made
    assert made.count(b"/Alt(") >= 2  # a chart and a map
    assert b"Pretendard" in made


def test_a_letter_that_the_font_lacks_costs_the_claim_not_the_report() -> None:
    made = report.pdf(Document(text("漢"), text(""), ()), "ko")
    assert b"pdfuaid" not in made
    assert b"/MarkInfo" in made


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_words(words: str) -> None:
    fragment = report.html(document(words or "x"), "en")
    root = ElementTree.fromstring(fragment.replace("<br>", "<br/>").replace('"report-page">', '"report-page"/>'))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= ALLOWED
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert report.pdf(document(words or "x"), "en").startswith(b"%PDF")


ALLOWED = {
    "article", "header", "h1", "h2", "h3", "h4", "p", "br", "ol", "ul", "li", "dl", "div", "dt", "dd", "span", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "strong", "hr", "a", "figure", "figcaption", "svg", "g", "path", "rect", "line", "text",
    "circle", "title", "clipPath", "defs", "tspan",
}  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_words_can_be_printed(words: str) -> None:
    assert report.pdf(document(words or "x", pictures=False), "ko").startswith(b"%PDF")


@pytest.mark.parametrize("words", ["x" * 1_000_000, "가 " * 500_000, "#" * 1_000_000])
def test_a_million_letters_are_cut(words: str) -> None:
    told = said.said(document(words, pictures=False), "en")
    assert max(len(part.get("text", "")) for part in told["parts"]) <= said.LONGEST + 1
    assert len(report.pdf(document(words, pictures=False), "en")) < 2_000_000


def test_thousands_of_hangul_words_in_one_part_can_be_printed() -> None:
    """Boxes around words must not nest: typst has a limit."""
    words = text("복지관 이름, " * 700)
    rows = Rows(words, (Column(words),), ((words,),), words)
    parts = (Paragraph(words), Points((words,) * 3), Note(words, title=words), rows)
    assert report.pdf(Document(words, words, parts), "ko").startswith(b"%PDF")


def test_a_long_list_is_cut_and_says_so() -> None:
    part = said.said(Document(text("x"), text(""), (Points((text("site"),) * 1700),)), "ko")["parts"][0]
    assert len(part["items"]) == said.MOST_ROWS + 1
    assert "1,200" in part["items"][-1]


def test_what_cannot_be_drawn_is_a_note_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "PATIENCE", 0.0001)
    odd = Map(text("Where"), (Areas(["no shape"]),), text("Shows where."))  # type: ignore[list-item]
    parts = (Paragraph(text("before")), drawn("Ways"), odd, Paragraph(text("after")))
    told = said.said(Document(text("x"), text(""), parts), "ko")["parts"]
    assert [part["kind"] for part in told] == ["paragraph", "note", "note", "paragraph"]
    assert (told[1]["title"], told[1]["warning"]) == ("Ways", True)
    assert "0.0001초" in told[1]["text"]
    assert told[2]["text"].endswith("Shows where.")
    monkeypatch.setattr(said, "PATIENCE", 120.0)
    assert said.said(Document(text("x"), text(""), (drawn(),)), "ko")["parts"][0]["kind"] == "picture"


def test_a_report_waits_longer_for_a_chart_than_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "SECONDS", 0.0001)
    assert said.said(Document(text("x"), text(""), (drawn(),)), "en")["parts"][0]["kind"] == "picture"


def test_a_report_that_cannot_be_written_says_why() -> None:
    def broken() -> Document:
        raise KeyError("no such thing")

    told = report.attempted(text("Sites"), broken)
    assert (told.title, len(told.parts)) == (text("Sites"), 1)
    assert "KeyError" in report.html(told, "ko")
    assert report.attempted(text("Sites"), lambda: SMALL) is SMALL


def test_endless_words_may_break() -> None:
    told = paper._ready(said.said(document("x" * 100, pictures=False), "en"), None)
    assert "\u200b" in told["parts"][1]["text"]
    assert "\u200b" not in told["parts"][-1]["items"][0]["address"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("62 %, then 40 % of it", "62\u00a0%, then 40\u00a0% of it"), ("within 500 m of 3 km²", "within 500\u00a0m of 3\u00a0km²"),
        ("2 more of 4 males", "2 more of 4 males"),
    ],
)  # fmt: skip
def test_a_number_and_its_unit_stay_on_one_line(words: str, kept: str) -> None:
    told = said.said(Document(text(words), text(""), (Paragraph(text(words)),)), "en")
    assert paper._ready(told, None)["parts"][0]["text"] == kept
    assert b"pdfuaid" in paper.printed(told)


def test_what_typst_may_read_is_the_template_alone() -> None:
    assert [path.name for path in paper.ROOT.iterdir()] == ["report.typ"]
    assert not paper.NOWHERE.exists()
    template = re.sub(r"//.*", "", paper.TEMPLATE.read_text())
    assert not re.search(r"\b(import|include|read|eval|plugin|csv|yaml|toml|xml|cbor|bibliography)\b", template)


def test_a_file_of_another_folder_cannot_be_read() -> None:
    import typst

    with pytest.raises(typst.TypstError):
        typst.compile(
            b'#read("/../web.py")',
            root=paper.ROOT,
            format="pdf",
            package_path=paper.NOWHERE,
            package_cache_path=paper.NOWHERE,
        )


def test_the_fragment_keeps_the_policy_of_the_portal() -> None:
    assert "unsafe-inline" not in POLICY
    fragment = report.html(document(), "en")
    assert "<style" not in fragment
    assert " style=" not in fragment
    assert "<script" not in fragment


def test_the_file_fetches_nothing() -> None:
    made = report.page(document(), "en")
    assert "default-src 'none'" in made
    assert "url(" not in made.replace("url(#", "")


def test_addresses_of_the_portal_are_whole_where_it_is_known() -> None:
    assert 'href="/datasets/sites"' in report.html(document(pictures=False), "en")
    assert 'href="https://data.city/datasets/sites"' in report.page(
        document(pictures=False), "en", site="https://data.city/"
    )
    assert b"https://data.city/datasets/sites" in report.pdf(document(pictures=False), "en", site="https://data.city")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "", "/\\evil.example"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        File(text("x"), address)


def test_a_long_table_is_cut_and_says_so() -> None:
    rows = Rows(text("Sites"), (Column(text("Site")),), tuple((f"site {at}",) for at in range(1200)))
    part = said.said(Document(text("x"), text(""), (rows,)), "ko")["parts"][0]
    assert len(part["rows"]) == said.MOST_ROWS
    assert "1,200" in part["note"]


def test_a_map_has_its_layers_and_a_legend() -> None:
    part = said.said(Document(text("x"), text(""), (mapped(),)), "ko")["parts"][0]
    areas, others = part["legend"]
    assert [line["text"] for line in areas["lines"]][-1] == "값 없음"
    assert [line["mark"] for line in others["lines"]] == ["line", "place"]
    root = ElementTree.fromstring(part["svg"])
    assert len(root.findall(".//{*}circle")) == 1  # one place has no coordinates
    assert {line["colour"] for line in areas["lines"]} <= {element.get("fill") for element in root.iter()}
    assert "km" in part["svg"] or " m<" in part["svg"]


@pytest.mark.parametrize(
    ("edges", "digits"),
    [
        ((0.0, 500.0, 1001.67539, 2237.27), 0), ((0.0, 0.25, 0.5, 1.0), 2), ((1.0, 3.0, 72.0), 0), ((0.001, 0.002, 0.0031), 3),
        ((5.0, 5.0), 0), ((1000.0, 1000.2, 1000.4), 1),
    ],
)  # fmt: skip
def test_a_legend_has_few_digits(edges: tuple[float, ...], digits: int) -> None:
    assert mapping._digits(edges) == digits


def test_a_column_of_sentences_is_known_as_such() -> None:
    rows = Rows(
        text("Sites"),
        (Column(text("No."), "number"), Column(text("Site")), Column(text("Why"))),
        ((1, "a", "why " * 20),),
    )
    fragment = report.html(Document(text("x"), text(""), (rows,)), "en")
    assert (
        '<th scope="col" class="number">No.</th><th scope="col">Site</th><th scope="col" class="long">Why</th>'
        in fragment
    )
    assert '<td class="long">why' in fragment
    wordy = Rows(text("x"), (Column(text("Newly within the standard"), "number"),), ((1,),))
    assert '<th scope="col" class="number titled">Newly' in report.html(Document(text("x"), text(""), (wordy,)), "en")


def test_a_map_says_what_no_value_means() -> None:
    areas = Areas([shapely.box(0, 0, 1, 1), None], np.array([1.0, np.nan]), text("left out"), none=text("not left out"))
    part = said.said(Document(text("x"), text(""), (Map(text("x"), (areas,), text("x")),)), "en")["parts"][0]
    assert [line["text"] for line in part["legend"][0]["lines"]][-1] == "not left out"


def test_groups_that_lie_near_each_other_have_different_colours() -> None:
    at = np.array([[x / 100, y / 100] for x in range(4) for y in range(4)])
    colour = mapping.apart(at, 6)
    near = [(a, b) for a in range(16) for b in range(a) if np.hypot(*(at[a] - at[b])) < 0.011]
    assert all(colour[a] != colour[b] for a, b in near)
    assert mapping.apart(np.empty((0, 2)), 6) == []


def test_a_map_of_groups_has_a_colour_for_each_and_one_for_none() -> None:
    shapes = [shapely.box(at, 0, at + 1, 1) for at in range(4)]
    groups = Groups(shapes, np.array([0, 1, 1, -1]), np.array([[0.5, 0.5], [2.0, 0.5]]), text("site"), text("other"))
    part = said.said(Document(text("x"), text(""), (Map(text("x"), (groups,), text("x")),)), "en")["parts"][0]
    (only,) = part["legend"]
    assert (only["title"], [line["text"] for line in only["lines"]]) == ("site", ["other"])
    filled = [element.get("fill") for element in ElementTree.fromstring(part["svg"]).findall("{*}path")]
    assert len(set(filled[:3])) == 3
    assert filled[0] == only["lines"][0]["colour"]


def test_a_map_of_nothing_is_an_empty_ground() -> None:
    nowhere = Map(text("x"), (Places(np.empty((0, 2)), text("sites")),), text("x"))
    assert report.pdf(Document(text("x"), text(""), (nowhere,)), "en").startswith(b"%PDF")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading(text("x"), 1),
        lambda: Document({}, {}, ()),
        lambda: Rows(text("x"), (), ()),
        lambda: Rows(text("x"), (Column(text("x")),), ((1, 2),)),
        lambda: Key(()),
        lambda: Chart(text("x"), {}, text("x")),
        lambda: Map(text("x"), (), text("x")),
        lambda: Places(np.zeros((2, 3)), text("x")),
        lambda: Places(np.zeros((2, 2)), text("x"), marks=("1",)),
        lambda: Areas([None], np.zeros(2)),
        lambda: Groups([None], np.zeros(2, np.intp), np.zeros((1, 2)), text("x"), text("x")),
        lambda: Groups([None], np.ones(1, np.intp), np.zeros((1, 2)), text("x"), text("x")),
        lambda: Areas([None], None, palette="rainbow"),
    ],
)
def test_parts_check_themselves(make: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()


def test_licence_and_fonts_are_in_the_package() -> None:
    assert {path.name for path in paper.FONTS.iterdir()} >= {
        "LICENSE.txt",
        "Pretendard-Regular.otf",
        "Pretendard-SemiBold.otf",
    }
    assert "SIL OPEN FONT LICENSE" in (paper.FONTS / "LICENSE.txt").read_text().upper()


def test_the_style_of_the_file_has_the_colours_of_charts() -> None:
    """`page.css` stands in for the portal's values; those of charts are the same here and there."""
    own = (Path(report.__file__).with_name("page.css")).read_text()
    portal = Path("assets/css/chart.css").read_text()
    series = re.compile(r"--chart-[1-8]: light-dark\(.*?\);")
    assert series.findall(own) == series.findall(portal)

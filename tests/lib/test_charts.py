"""Every kind of chart is a specification that the official schema accepts, is drawn without a network, and is safe to show."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

from madang.lib.charts import drawing, numbers, safe, theme
from madang.lib.charts.card import card
from madang.lib.charts.chart import ARRANGEMENTS, KINDS, UNITS_OF_TIME, Chart, Scale
from madang.lib.charts.spec import TIMES, height, spec

GUS = ("종로구", "중구", "강남구")
AGES = ("아이", "어른")
EVIL = "</text><script>alert(1)</script>"
ODD = ("\x00", "\x01", "\x1b", "\x1f", "\ufffe", "\uffff", "\ud800")


def bars(**more) -> Chart:
    points = tuple({"x": gu, "y": n * 10 - 5, "t": str(n), "tip": gu} for n, gu in enumerate(GUS))
    return Chart(
        "bar", points, Scale("인구 (명)"), Scale("", "category", GUS), **{"horizontal": True, "language": "ko"} | more
    )


def split(kind: str, arrange: str = "stacked") -> Chart:
    points = tuple({"x": 2020 + n, "y": n + k, "c": age, "tip": age} for n in range(3) for k, age in enumerate(AGES))
    if kind == "bar":
        points = tuple(point | {"x": GUS[point["x"] - 2020]} for point in points)
        return Chart(
            kind, points, Scale("n"), Scale("", "category", GUS), Scale("나이", "category", AGES), arrange=arrange
        )
    return Chart(
        kind,
        points,
        Scale("n"),
        Scale("연도", plain=True, marks=(2020, 2021)),
        Scale("나이", "category", AGES),
        arrange=arrange,
    )


def timed(unit: str) -> Chart:
    points = tuple({"x": ms, "y": None if ms == 0 else 1.5, "tip": ""} for ms in (-2_208_988_800_000, 0, 86_400_000))
    return Chart("line", points, Scale("v", log=True), Scale("t", "time", time=unit), language="ko")


CHARTS = {
    "bars": bars(),
    "upright": bars(horizontal=False),
    **{f"bars {arrange}": split("bar", arrange) for arrange in ARRANGEMENTS},
    "lines": split("line"),
    "areas": split("area"),
    "shares": split("area", "share"),
    **{f"time {unit}": timed(unit) for unit in UNITS_OF_TIME},
    "points": Chart(
        "point", ({"x": 1, "y": 2, "c": "아이", "tip": "a"},), Scale("y"), Scale("x"), Scale("나이", "category", AGES)
    ),
    "histogram": Chart(
        "histogram", ({"x": 0, "x2": 5, "y": 7, "tip": "a"}, {"x": 5, "x2": 10, "y": 1, "tip": "b"}), Scale("행"), Scale("값")
    ),
    "heat": Chart(
        "heat", ({"x": "종로구", "y": "아이", "v": 4, "tip": "a"}, {"x": "중구", "y": "어른", "v": 9, "tip": "b"}),
        Scale("나이", "category", AGES), Scale("구", "category", GUS), Scale("명"),
    ),
    "boxes": Chart(
        "box", ({"x": "종로구", "low": 0, "q1": 1, "y": 2, "q3": 4, "high": 9, "tip": "a"},),
        Scale("값"), Scale("", "category", ("종로구",)), horizontal=True,
    ),
    "number": Chart("number", ({"t": "1,234 명"},), Scale("인구")),
    "nothing": Chart("bar", (), Scale("n"), Scale("", "category", ()), horizontal=True),
}  # fmt: skip


def test_each_kind_and_unit_is_tried():
    assert {chart.kind for chart in CHARTS.values()} == set(KINDS)
    assert all(set(UNITS_OF_TIME) == set(words) for words in TIMES.values())


@pytest.fixture(scope="module")
def validator():
    import altair
    import jsonschema

    schema = Path(altair.__file__).parent / "vegalite" / "v6" / "schema" / "vega-lite-schema.json"
    return jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_the_official_schema_accepts_it(validator, chart):
    made = spec(chart)
    assert not list(validator.iter_errors(made))
    odd = {**made, "height": "tall"}
    assert list(validator.iter_errors(odd)), "a schema that accepts everything shows nothing"


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_it_is_drawn_at_the_height_that_was_promised(chart):
    root = safe._kept(drawing.svg(spec(chart)))
    assert float(root.get("height", 0)) == pytest.approx(height(chart), abs=9)
    assert root.get("width") == "720"


def test_korean_words_are_drawn_as_letters_of_the_font():
    picture = drawing.png(safe.alone(drawing.svg(spec(bars())), "x", safe.Lines("가나다", "", "출처")))
    boxes = drawing.png(safe.alone(drawing.svg(spec(bars())), "x", safe.Lines("\U000e0000" * 3, "", "\U000e0000")))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > len(boxes) > 5_000


def test_words_of_strangers_stay_words():
    points = ({"x": EVIL, "y": 3, "t": EVIL, "tip": EVIL}, {"x": "{datum.x}", "y": 1, "t": "signal", "tip": "x"})
    chart = Chart("bar", points, Scale(EVIL), Scale(EVIL, "category", (EVIL, "{datum.x}")), horizontal=True)
    drawn = drawing.svg(spec(chart))
    for text in (safe.inline(drawn, EVIL, "k"), safe.alone(drawn, EVIL, safe.Lines(EVIL, EVIL, EVIL))):
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "{datum.x}" in text


def test_nothing_but_shapes_and_texts_is_let_through():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" onload="x()">'
        '<script>x()</script><image href="http://elsewhere/"/><a href="javascript:x()"><text>in</text></a><foreignObject/>'
        '<use xlink:href="#a"/><style>*{}</style><path d="M0,0" fill="url(http://elsewhere/)" stroke="url(#a)" style="x" onclick="x()"/>'
        f'<rect fill="{theme.SERIES[0]}"/></svg>'
    )
    kept = safe.inline(drawn, "a label", "k")
    assert not [
        odd
        for odd in ("script", "image", "href", "foreign", "use", "style", "onclick", "onload", "elsewhere")
        if odd in kept
    ]
    assert 'fill="var(--chart-1)"' in kept
    assert 'aria-label="a label"' in kept


@pytest.mark.parametrize("text", ["<p/>", "no xml", "", "<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>"])
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(safe.NotADrawing):
        safe.inline(text, "", "k")


def test_a_picture_for_the_dark_has_no_light_ground():
    drawn = drawing.svg(spec(bars()))
    light, dark = (safe.alone(drawn, "x", dark=one) for one in (False, True))
    assert theme.GROUND in light
    assert theme.GROUND not in dark
    assert theme.dark(theme.GROUND) in dark


def test_drawing_fetches_nothing(server):
    """A specification of ours never names an address. Were one in it, still nothing would be fetched."""
    made = spec(bars())
    assert "http" not in json.dumps({**made, "$schema": ""})
    asked = {**made, "data": {"url": server.url("/secret.csv")}}
    with pytest.raises(drawing.CannotDraw) as refused:
        drawing.svg(asked)
    assert "not allowed" in str(refused.value.facts["why"])
    assert "not allowed" not in refused.value.text("en")
    image = {**made, "mark": {"type": "image", "url": server.url("/x.png"), "width": 9, "height": 9}}
    drawing_of_image = safe.inline(drawing.svg(image), "", "k")
    assert "image" not in drawing_of_image
    assert server.asked == []


def test_few_may_wait_for_a_drawing(monkeypatch):
    drawing.svg(spec(bars()))
    with ThreadPoolExecutor(1) as other, drawing._place(drawing.SECONDS):
        monkeypatch.setattr(drawing, "SECONDS", 0.05)
        with pytest.raises(drawing.DrawingBusy):
            other.submit(drawing.svg, spec(bars())).result()
    monkeypatch.undo()
    assert drawing.svg(spec(bars())).startswith("<svg")


def test_one_asker_has_one_place_and_others_do_not_wait_behind_them(monkeypatch):
    def drawn_for(name: str) -> str:
        drawing.asker.set(name)
        return drawing.svg(spec(bars()))

    drawn_for("")
    with (
        ThreadPoolExecutor(1) as theirs,
        ThreadPoolExecutor(1) as mine,
        drawing._one_each("192.0.2.1", drawing.SECONDS),
    ):
        monkeypatch.setattr(drawing, "SECONDS", 0.05)
        with pytest.raises(drawing.DrawingBusy):
            theirs.submit(drawn_for, "192.0.2.1").result()
        monkeypatch.undo()
        assert mine.submit(drawn_for, "192.0.2.2").result().startswith("<svg")
    with ThreadPoolExecutor(1) as theirs:
        assert theirs.submit(drawn_for, "192.0.2.1").result().startswith("<svg"), "the place was given back"


def test_a_drawing_that_takes_too_long_is_given_up_and_the_next_is_drawn(monkeypatch):
    drawing.svg(spec(bars()))
    monkeypatch.setattr(drawing, "SECONDS", 0.0001)
    with pytest.raises(drawing.DrawingTooSlow):
        drawing.svg(spec(bars()))
    monkeypatch.undo()
    assert drawing.svg(spec(bars())).startswith("<svg")


def test_an_engine_that_was_killed_is_started_again():
    drawing.svg(spec(bars()))
    gone = drawing._Engine.ready().process
    gone.kill()
    assert drawing.svg(spec(bars())).startswith("<svg")
    assert drawing._Engine.ready().process.pid != gone.pid


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_characters_that_xml_forbids_are_drawn_as_a_mark(odd):
    words = f"구{odd}<b>"
    points = tuple({"x": word, "y": 1, "c": word, "tip": word, "t": word} for word in (words, "중구"))
    scale = Scale(words, "category", (words, "중구"))
    drawn = drawing.svg(spec(Chart("bar", points, Scale(words), scale, scale, horizontal=True)))
    assert "구\ufffd" in drawn
    alone = safe.alone(drawn, words, safe.Lines(words, words, words))
    for text in (drawn, alone, safe.inline(drawn, words, "k"), card(words, [words], words, drawn)):
        ElementTree.fromstring(text)
    assert drawing.png(alone).startswith(b"\x89PNG")


def test_what_the_engine_refuses_is_a_named_problem_and_the_engine_lives():
    pid = drawing._Engine.ready().process.pid
    with pytest.raises(drawing.CannotDraw) as refused:
        drawing.png("<svg")
    assert refused.value.text("ko") != refused.value.text("en")
    with pytest.raises(drawing.CannotDraw):
        drawing.svg({"mark": 1})
    assert drawing.svg(spec(bars())).startswith("<svg")
    assert drawing._Engine.ready().process.pid == pid


def test_an_engine_that_ends_twice_is_a_named_problem(monkeypatch):
    def gone(*_):
        raise EOFError

    with monkeypatch.context() as during:
        during.setattr(drawing._Engine, "ask", gone)
        with pytest.raises(drawing.CannotDraw):
            drawing.svg(spec(bars()))
    assert drawing.svg(spec(bars())).startswith("<svg")


def test_the_engine_ends_with_its_process():
    told = "from madang.lib.charts import drawing; print(drawing._Engine.ready().process.pid, flush=True); import os; os._exit(0)"
    pid = int(subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True).stdout)
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}/cmdline").exists() and b"engine" in Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < until, "the engine outlives its process"
        time.sleep(0.05)


def test_eight_colours_differ_for_eyes_that_see_fewer():
    """Machado, Oliveira and Fernandes 2009, whole loss; the distance is CIE76 in Lab, 10 is easily told apart."""
    for place in (0, 1):
        for kind in SEEING:
            labs = [_lab(_seen(pair[place], kind)) for name, pair in theme.COLOURS.items() if name[6:].isdigit()]
            near = min(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
                       for at, one in enumerate(labs) for other in labs[:at])  # fmt: skip
            assert near > 9, (place, kind, near)


def test_the_page_has_the_same_colours():
    root = Path(__file__).parents[2]
    css = (root / "assets/css/chart.css").read_text() + (root / "assets/css/tokens.css").read_text()
    for name, (light, dark) in theme.COLOURS.items():
        own = (
            name
            if name[6:].isdigit()
            else {"ink": "ink", "soft": "soft", "line": "line", "ground": "surface"}.get(name[6:], name[6:])
        )
        if own != "edge":
            short = "#fff" if light == "#ffffff" else light
            assert f"--{own}: light-dark({short}, {dark});" in css, name


@pytest.mark.parametrize(("value", "ko", "en"), [
    (0, "0", "0"), (12_345, "1.23만", "12.3K"), (123_456_789, "1.23억", "123M"), (1e12, "1조", "1T"), (-98_765, "-9.88만", "-98.8K"),
    (0.0123, "0.0123", "0.0123"), (3.14159, "3.14", "3.14"), (999, "999", "999"), (9999, "9,999", "9,999"),
])  # fmt: skip
def test_short_numbers(value, ko, en):
    assert (numbers.short(value, "ko"), numbers.short(value, "en")) == (ko, en)


@pytest.mark.parametrize(("value", "text"), [
    (1234567, "1,234,567"), (224_420.0, "224,420"), (224_420.5, "224,420"), (0.5, "0.5"), (1234.5678, "1,234.6"), (0.0001234, "0.0001234"),
    (-0.25, "-0.25"), (100.0, "100"), (2.50, "2.5"),
])  # fmt: skip
def test_full_numbers(value, text):
    assert numbers.full(value) == text


SEEING = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def _seen(colour: str, kind: str) -> list[float]:
    linear = [
        (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
        for v in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    return [min(max(sum(f * v for f, v in zip(row, linear, strict=True)), 0), 1) for row in SEEING[kind]]


def _lab(linear: list[float]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [
        sum(f * v for f, v in zip(row, linear, strict=True)) / white
        for row, white in zip(rows, (0.9505, 1, 1.089), strict=True)
    ]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)

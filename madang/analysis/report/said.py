"""A document as it is said in one language: plain words and drawings, the same for HTML and for PDF.

Texts are chosen, numbers are written, charts and maps drawn, and what no page could hold is cut and says so. What comes out is
JSON: lists, dictionaries and strings, which each way of writing shows without looking into them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from madang.analysis.report import document as parts
from madang.analysis.report import numbers
from madang.analysis.report.drawn import Chart, Map
from madang.lib.charts import chart as charts
from madang.lib.problems import Problem, Text
from madang.lib.texts import choose
from madang.lib.xml_text import xml_text

logger = logging.getLogger(__name__)
MOST_ROWS = 500
"""Rows of a table and items of a list in a report; the whole of a table is a dataset."""
LONGEST, LONGEST_CELL, LONGEST_LABEL = 5_000, 200, 100  # characters of a paragraph, of a cell, and in a chart
SENTENCE = 40
"""Characters of a cell that is a sentence, whose column has room for one even where the table is then wider than the screen."""
PATIENCE = 120.0
"""Seconds that a chart may take: nobody waits at a page, and a busy machine draws slowly."""
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # what makes following words run backwards
Said = dict[str, Any]


def said(document: parts.Document, language: str, site: str = "") -> Said:
    """`{"language", "title", "subtitle", "parts": [{"kind": ..., ...}]}`. `site` (`https://...`) goes before addresses of this portal.

    A part that cannot be said, as a chart that takes too long, becomes a note that says why: a report never fails its study.
    """
    told = [_told(part, language) for part in document.parts]
    for item in (
        item for part in told if part["kind"] == "files" for item in part["items"] if item["address"][0] == "/"
    ):
        item["address"] = site.rstrip("/") + item["address"]
    return {
        "language": language,
        "title": words(document.title, language, LONGEST_CELL),
        "subtitle": words(document.subtitle, language),
        "parts": told,
    }


def _told(part: parts.Part, language: str) -> Said:
    try:
        return SAYERS[type(part)](part, language)
    except MemoryError:  # the study's own limit, which has words of its own
        raise
    except Exception as error:
        logger.exception("a part of a report could not be said")
        return _instead(part, error, language)


def _instead(part: parts.Part, error: Exception, language: str) -> Said:
    """The note in place of a part, with its title and what it would have shown where it has them."""
    why = error.text(language) if isinstance(error, Problem) else f"{type(error).__name__}: {str(error)[:300]}"
    title = getattr(part, "title", None) or ABSENT
    shows = getattr(part, "description", None) or {}
    text = " ".join(filter(None, (words(ABSENT, language) + f" ({plain(why)})", words(shows, language))))
    return {"kind": "note", "warning": True, "title": words(title, language, LONGEST_CELL), "text": text}


ABSENT: Text = {"en": "This part of the report could not be made.", "ko": "보고서의 이 부분은 만들지 못했습니다."}


def plain(text: str, longest: int = LONGEST) -> str:
    """The text without what cannot be printed, shortened when it is longer than any that is meant."""
    text = TURNING.sub("", xml_text(text[: longest + 1]))
    return text if len(text) <= longest else text[:longest].rstrip() + "…"


def words(text: Text, language: str, longest: int = LONGEST) -> str:
    """The text in `language`, or in another that it has."""
    return plain(choose(text, language)[0], longest)


def _heading(part: parts.Heading, language: str) -> Said:
    return {"kind": "heading", "level": part.level, "text": words(part.text, language, LONGEST_CELL)}


def _paragraph(part: parts.Paragraph, language: str) -> Said:
    return {"kind": "paragraph", "text": words(part.text, language)}


def _points(part: parts.Points, language: str) -> Said:
    items = [words(item, language) for item in part.items[:MOST_ROWS]]
    if len(part.items) > MOST_ROWS:
        items.append(MORE[language].format(more=f"{len(part.items) - MOST_ROWS:,}"))
    return {"kind": "points", "numbered": part.numbered, "items": items}


MORE = {"en": "{more} more", "ko": "그 밖에 {more}건"}


def _key(part: parts.Key, language: str) -> Said:
    return {"kind": "key", "figures": [_figure(figure, language) for figure in part.figures]}


def _figure(figure: parts.Figure, language: str) -> dict[str, str]:
    value = figure.value
    if isinstance(value, dict):
        shown = words(value, language, LONGEST_CELL)
    else:
        shown = numbers.written(value, numbers.digits_of([value]) if figure.digits is None else figure.digits)
    return {
        "label": words(figure.label, language, LONGEST_CELL),
        "value": shown,
        "unit": words(figure.unit, language, LONGEST_CELL),
        "detail": words(figure.detail, language),
    }


def _rows(part: parts.Rows, language: str) -> Said:
    rows = part.rows[:MOST_ROWS]
    columns = [_column([row[at] for row in rows], column, language) for at, column in enumerate(part.columns)]
    note = [words(part.note, language)] if part.note else []
    if len(part.rows) > MOST_ROWS:
        note.append(CUT[language].format(shown=MOST_ROWS, all=f"{len(part.rows):,}"))
    return {
        "kind": "rows",
        "title": words(part.title, language, LONGEST_CELL),
        "columns": [
            {
                "title": words(column.title, language, LONGEST_CELL),
                "number": column.kind != "text",
                "long": column.kind == "text" and any(len(cell) > SENTENCE for cell in cells),
            }
            for column, cells in zip(part.columns, columns, strict=True)
        ],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "note": " ".join(note),
    }


CUT = {
    "en": "The first {shown} of {all} rows; the dataset has all of them.",
    "ko": "전체 {all}행 가운데 처음 {shown}행입니다. 데이터셋에 모두 있습니다.",
}


def _column(cells: list[parts.Cell], column: parts.Column, language: str) -> list[str]:
    """The cells of a column in words, with as many digits each."""
    factor = 100 if column.kind == "share" else 1
    known = [cell * factor for cell in cells if isinstance(cell, int | float)]
    digits = numbers.digits_of(known) if column.digits is None else column.digits

    def shown(cell: parts.Cell) -> str:
        if isinstance(cell, dict):
            return words(cell, language, LONGEST_CELL)
        if isinstance(cell, str):
            return plain(cell, LONGEST_CELL)
        return (
            numbers.share(cell, digits) if column.kind == "share" else numbers.written(cell, digits, plain=column.plain)
        )

    return [shown(cell) for cell in cells]


def _chart(part: Chart, language: str) -> Said:
    from madang.lib.charts import drawing, spec

    chart = _shortened(part.shown.get(language) or next(iter(part.shown.values())))
    return {
        "kind": "picture",
        "title": words(part.title, language, LONGEST_CELL),
        "description": words(part.description, language),
        "svg": drawing.svg(spec.spec(chart), PATIENCE),
        "is": "chart",
        "legend": [],
        "notes": [],
    }


def _shortened(chart: charts.Chart) -> charts.Chart:
    """Labels as long as an axis has room for at most: to measure endless ones takes the engine for ever."""

    def scale(one: charts.Scale | None) -> charts.Scale | None:
        return one and replace(
            one, title=plain(one.title, LONGEST_LABEL), order=tuple(plain(word, LONGEST_LABEL) for word in one.order)
        )

    points = tuple(
        {name: plain(value, LONGEST_LABEL) if isinstance(value, str) else value for name, value in point.items()} for point in chart.points
    )  # fmt: skip
    y = scale(chart.y)
    assert y is not None
    return replace(chart, points=points, y=y, x=scale(chart.x), colour=scale(chart.colour))


def _map(part: Map, language: str) -> Said:
    from madang.analysis.report import mapping

    return {
        "kind": "picture",
        "title": words(part.title, language, LONGEST_CELL),
        "description": words(part.description, language),
        "svg": mapping.svg(part.layers),
        "is": "map",
        "legend": mapping.legend(part.layers, lambda text: words(text, language, LONGEST_CELL), language),
        "notes": [words(source, language) for source in part.sources],
    }


def _note(part: parts.Note, language: str) -> Said:
    return {
        "kind": "note",
        "warning": part.kind == "warning",
        "title": words(part.title or NOTES[part.kind], language, LONGEST_CELL),
        "text": words(part.text, language),
    }


NOTES: Mapping[str, Text] = {
    "info": {"en": "Note", "ko": "알아 두기"},
    "warning": {"en": "Please note", "ko": "유의하세요"},
}


def _files(part: parts.Files, language: str) -> Said:
    return {
        "kind": "files",
        "items": [{"label": words(file.label, language), "address": plain(file.address, 2_000)} for file in part.items],
    }


def _page_break(part: parts.PageBreak, language: str) -> Said:
    return {"kind": "page"}


SAYERS: dict[type, Callable[[Any, str], Said]] = {
    parts.Heading: _heading,
    parts.Paragraph: _paragraph,
    parts.Points: _points,
    parts.Key: _key,
    parts.Rows: _rows,
    Chart: _chart,
    Map: _map,
    parts.Note: _note,
    parts.Files: _files,
    parts.PageBreak: _page_break,
}

"""A report as PDF, by typst: tagged (PDF/UA-1), fonts embedded, the same bytes for the same document.

The template `template/report.typ` never changes; what is said reaches it as JSON, so no word of anybody is ever read as markup. typst sees
the template and the two fonts, no other file, no package and no network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from madang.analysis.report.document import Document
from madang.analysis.report.said import Said, said

ROOT = Path(__file__).with_name("template")
TEMPLATE = ROOT / "report.typ"
FONTS = Path(__file__).parents[2] / "lib" / "charts" / "fonts"
NOWHERE = ROOT / "no-packages"
"""A folder that does not exist: typst finds no package there."""
UNBROKEN = re.compile(r"([^\s\u200b]{24})(?=[^\s\u200b])")
OF_A_NUMBER = re.compile(r"(?<=\d) (?=(?:%|‰|℃|pp|k?m|km²|m²|ha|MB|GB)(?![\w²]))")
"""The space between a number and its unit, where no line may end."""
LEAST, WIDEST, TITLE, BETWEEN = 4, 36, 14, 3  # letters: of a column, of its title, between two columns
CREATED = ("year", "month", "day", "hour", "minute", "second")


def pdf(document: Document, language: str, *, moment: datetime | None = None, site: str = "") -> bytes:
    """The report on A4. `moment` is written as its date of creation, none if not given; `site` makes `/...` addresses whole.

    A document that holds a character which the font lacks (Hanja) is printed with an empty box, without the claim of PDF/UA-1.
    """
    return printed(said(document, language, site), moment)


def printed(told: Said, moment: datetime | None = None) -> bytes:
    """What `said` made, as PDF."""
    import typst

    data = json.dumps(_ready(told, moment), ensure_ascii=False)
    try:
        return _compiled(data, ["ua-1"])
    except typst.TypstError as error:
        if "PDF/UA-1" not in error.message:
            raise
        return _compiled(data, [])


def _compiled(data: str, standards: list[Literal["ua-1"]]) -> bytes:
    import typst

    return typst.compile(
        TEMPLATE, root=ROOT, format="pdf", sys_inputs={"data": data}, pdf_standards=[*standards],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]), ignore_system_fonts=True,
        package_path=NOWHERE, package_cache_path=NOWHERE,
    )  # fmt: skip


def _ready(told: Said, moment: datetime | None) -> dict[str, Any]:
    """The same with widths of columns, levels that skip none, and where lines may and may not end."""
    parts, level = [], 1
    for part in told["parts"]:
        if part["kind"] == "heading":
            level = min(part["level"], level + 1)
            part = part | {"level": level - 1}
        parts.append(part | {"weights": _weights(part)} if part["kind"] == "rows" else part)
    date = moment and {name: getattr(moment, name) for name in CREATED}
    return {**told, **_broken({"title": told["title"], "subtitle": told["subtitle"], "parts": parts}), "date": date}


def _broken(value: Any) -> Any:
    if isinstance(value, str):
        return OF_A_NUMBER.sub("\u00a0", UNBROKEN.sub("\\1\u200b", value))
    if isinstance(value, list):
        return [_broken(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name in ("svg", "address") else _broken(one) for name, one in value.items()}
    return value


def _weights(part: Said) -> list[int]:
    """How wide each column wants to be: a number is never broken, of texts nine in ten have room, a title breaks between words."""
    cells = zip(*part["rows"], strict=True) if part["rows"] else ([] for _ in part["columns"])
    return [_weight(column, list(texts)) for column, texts in zip(part["columns"], cells, strict=True)]


def _weight(column: Said, texts: Sequence[str]) -> int:
    lengths = sorted(map(_wide, texts)) or [0]
    usual = lengths[-1] if column["number"] else lengths[len(lengths) * 9 // 10]
    title = max(min(_wide(column["title"]) // 2 + 1, TITLE), *(_wide(word) for word in column["title"].split() or [""]))
    return BETWEEN + min(max(usual, title, LEAST), WIDEST)


def _wide(text: str) -> int:
    """Letters of Hangul are about as wide as two others."""
    return sum(2 if letter > "\u1100" else 1 for letter in text[: WIDEST + 1])

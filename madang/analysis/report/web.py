"""A report as HTML: a fragment for a page of the portal, and the same as a file of its own.

Whatever is said goes through `escape`; a fragment has no style and no script, so the portal's policy allows it as it is. Its
classes are those of `report.css`, which the portal's style sheet holds too.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from madang.analysis.report import mapping
from madang.analysis.report.document import Document
from madang.analysis.report.said import Said, said
from madang.lib.charts import safe

STYLE = Path(__file__).with_name("report.css")
PAGE = Path(__file__).with_name("page.css")
SHORT = 10
"""Letters of a title that may stand above a column no wider than its numbers."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A file at hand fetches nothing, whatever stands in it."""


def html(document: Document, language: str) -> str:
    """An `<article class="report">` with the title as `<h1>`."""
    return written(said(document, language))


def page(document: Document, language: str, *, site: str = "") -> str:
    """A whole page with its style, to keep and to send; `site` makes addresses of this portal whole."""
    told = said(document, language, site)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(told["title"])}</title>'
        f"<style>{PAGE.read_text()}{STYLE.read_text()}</style></head>\n<body>{written(told)}</body></html>\n"
    )


def written(told: Said) -> str:
    """What `said` made, as HTML."""
    subtitle = f'<p class="report-subtitle">{_text(told["subtitle"])}</p>' if told["subtitle"] else ""
    inner = "".join(WRITERS[part["kind"]](part, at) for at, part in enumerate(told["parts"]))
    return (
        f'<article class="report" lang="{escape(told["language"])}">'
        f'<header class="report-head"><h1>{_text(told["title"])}</h1>{subtitle}</header>{inner}</article>'
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _heading(part: Said, at: int) -> str:
    return f"<h{part['level']}>{_text(part['text'])}</h{part['level']}>"


def _paragraph(part: Said, at: int) -> str:
    return f"<p>{_text(part['text'])}</p>"


def _points(part: Said, at: int) -> str:
    tag = "ol" if part["numbered"] else "ul"
    return f"<{tag}>" + "".join(f"<li>{_text(item)}</li>" for item in part["items"]) + f"</{tag}>"


def _key(part: Said, at: int) -> str:
    return '<dl class="report-key">' + "".join(_figure(figure) for figure in part["figures"]) + "</dl>"


def _figure(figure: dict[str, str]) -> str:
    unit = f' <span class="report-unit">{_text(figure["unit"])}</span>' if figure["unit"] else ""
    detail = f'<dd class="report-detail">{_text(figure["detail"])}</dd>' if figure["detail"] else ""
    return f"<div><dt>{_text(figure['label'])}</dt><dd>{_text(figure['value'])}{unit}</dd>{detail}</div>"


def _rows(part: Said, at: int) -> str:
    """The first cell names its row. A wide table scrolls in its own frame, which the keyboard reaches."""
    heads = "".join(f'<th scope="col"{_kind(column)}>{_text(column["title"])}</th>' for column in part["columns"])
    body = "".join(f"<tr>{_cells(row, part['columns'])}</tr>" for row in part["rows"])
    note = f'<p class="report-small">{_text(part["note"])}</p>' if part["note"] else ""
    title = escape(part["title"])
    return (
        f'<div class="report-rows" role="region" tabindex="0" aria-label="{title}"><table><caption>{_text(part["title"])}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _cells(row: list[str], columns: list[Said]) -> str:
    first, *others = ((f"{_kind(column)}>{_text(cell)}", cell) for cell, column in zip(row, columns, strict=True))
    return f'<th scope="row"{first[0]}</th>' + "".join(f"<td{cell}</td>" for cell, _ in others)


def _kind(column: Said) -> str:
    if column["number"]:
        return ' class="number titled"' if len(column["title"]) > SHORT else ' class="number"'
    return ' class="long"' if column["long"] else ""


def _picture(part: Said, at: int) -> str:
    label = f"{part['title']}. {part['description']}"
    if part["is"] == "chart":
        drawn = safe.inline(part["svg"], label, f"report-{at}")
    else:
        drawn = mapping.both(part["svg"]).replace(
            "<svg ", f'<svg role="img" aria-label="{escape(label)}" class="report-map" ', 1
        )
    legend = "".join(_group(group) for group in part["legend"])
    notes = "".join(f'<p class="report-small">{_text(note)}</p>' for note in part["notes"])
    return (
        f'<figure class="report-figure"><figcaption>{_text(part["title"])}</figcaption><div class="report-drawing">{drawn}</div>'
        f'{legend}<p class="report-small">{_text(part["description"])}</p>{notes}</figure>'
    )


def _group(group: Said) -> str:
    title = f'<p class="report-small">{_text(group["title"])}</p>' if group["title"] else ""
    lines = "".join(f"<li>{_swatch(line)}{_text(line['text'])}</li>" for line in group["lines"])
    return f'<div class="report-legend">{title}<ul>{lines}</ul></div>'


SWATCHES = {
    "area": '<rect x="0.5" y="0.5" width="15" height="11" fill="{colour}" stroke="#b9beb4"/>',
    "line": '<path d="M0 6h16" fill="none" stroke="{colour}" stroke-width="2"/>',
    "place": '<circle cx="8" cy="6" r="5" fill="{colour}"/>',
}


def _swatch(line: dict[str, str]) -> str:
    shape = SWATCHES[line["mark"]].format(colour=line["colour"])
    return mapping.both(f'<svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">{shape}</svg>')


def _note(part: Said, at: int) -> str:
    kind = " report-warning" if part["warning"] else ""
    return f'<div class="report-note{kind}" role="note"><p><strong>{_text(part["title"])}</strong></p><p>{_text(part["text"])}</p></div>'


def _files(part: Said, at: int) -> str:
    items = (f'<li><a href="{escape(item["address"])}">{_text(item["label"])}</a></li>' for item in part["items"])
    return f'<ul class="report-files">{"".join(items)}</ul>'


def _page(part: Said, at: int) -> str:
    return '<hr class="report-page">'


WRITERS: dict[str, Callable[[Said, int], str]] = {
    "heading": _heading, "paragraph": _paragraph, "points": _points, "key": _key, "rows": _rows, "picture": _picture,
    "note": _note, "files": _files, "page": _page,
}  # fmt: skip

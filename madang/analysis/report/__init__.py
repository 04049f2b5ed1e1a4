"""Reports of studies: one frozen document in Korean and English, written as HTML and as PDF.

    Document(title, subtitle, parts)          what is said, once (`document`, `drawn`)
    html(document, language) -> str           a fragment for a page of the portal: no styles or scripts inline
    page(document, language) -> str           the same as a file of its own
    pdf(document, language) -> bytes          tagged, fonts embedded, the same bytes for the same document

Numbers are written one way everywhere (`numbers`). No Django, no network, no file but this package's own.
"""

from madang.analysis.report.document import (
    Column,
    Document,
    Figure,
    File,
    Files,
    Heading,
    Key,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Points,
    Rows,
    attempted,
)
from madang.analysis.report.drawn import Areas, Chart, Groups, Lines, Map, Places
from madang.analysis.report.paper import pdf
from madang.analysis.report.web import html, page

__all__ = [
    "Areas", "Chart", "Column", "Document", "Figure", "File", "Files", "Groups", "Heading", "Key", "Lines", "Map", "Note", "PageBreak",
    "Paragraph", "Part", "Places", "Points", "Rows", "attempted", "html", "page", "pdf",
]  # fmt: skip

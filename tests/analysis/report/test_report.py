"""A report in both languages, on the screen and on paper."""

import pytest

from madang.analysis import report
from madang.analysis.report import Document, Heading, Paragraph


def text(en: str, ko: str) -> dict[str, str]:
    return {"en": en, "ko": ko}


DOCUMENT = Document(
    text("Where next?", "다음은 어디에?"),
    text("Seoul", "서울"),
    (Heading(text("Found", "알아낸 점")), Paragraph(text("Twenty places.", "스무 곳입니다."))),
)


@pytest.mark.parametrize(("language", "words"), [("en", "Twenty places."), ("ko", "스무 곳입니다.")])
def test_a_report_is_a_fragment_a_page_and_a_pdf(language: str, words: str) -> None:
    fragment = report.html(DOCUMENT, language)
    assert fragment.startswith('<article class="report"')
    assert words in fragment
    assert fragment in report.page(DOCUMENT, language)
    assert report.pdf(DOCUMENT, language).startswith(b"%PDF-1.7")

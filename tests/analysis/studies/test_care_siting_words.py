"""What the report of care siting calls its tables and columns: as people do, in the language of the report."""

from dataclasses import replace

import pytest

from madang.analysis.report import html
from madang.analysis.studies import care_siting
from tests.analysis.studies.toy_city import hush, places, settings, squares


@pytest.mark.parametrize(
    ("language", "called", "shape"), [("en", "65 and older", "Shape"), ("ko", "65세 이상", "도형")]
)
def test_columns_have_their_labels_and_tables_without_a_title_in_the_language_have_another(language, called, shape):
    areas = squares(second_need_1=[50] * 16)
    areas = replace(
        areas,
        title={"ko": "어르신 인구"},
        chosen={**areas.chosen, "need": ("65세_이상",), "geometry": ("geometry",), "second_need": ("aged_75",)},
        labels={
            "65세_이상": {"ko": "65세 이상", "en": "65 and older"},
            "geometry": {"ko": "geometry", "en": "Geometry"},
            "aged_75": {"ko": "75세 이상"},
        },
    )
    facilities = replace(places((0.5, 0.5)), title={"ko": "돌봄 시설"})
    report = html(care_siting.study({"areas": areas, "facilities": facilities}, settings(), hush).report, language)
    assert '<p class="report-subtitle">어르신 인구 · 돌봄 시설</p>' in report
    assert called in report
    assert "75세 이상" in report
    assert shape in report
    assert "65세_이상" not in report
    assert "geometry" not in report.lower().replace('lang="', "")

"""The report."""

from __future__ import annotations

from collections.abc import Mapping

from madang.analysis.declare import Given
from madang.analysis.report import Document, Paragraph
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.quality import verdict


def report(found: Findings, tables: Mapping[str, Given]) -> Document:
    return Document({"en": "Care siting", "ko": "돌봄 시설 입지"}, {}, (Paragraph(verdict(found)),))

"""The report."""

from __future__ import annotations

from collections.abc import Mapping

from madang.analysis.declare import Given
from madang.analysis.report import Document, Paragraph
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.quality import verdict
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose

TITLE: Text = {"en": "Night mobility: where taxis should wait", "ko": "심야 이동: 택시는 어디서 기다려야 하는가"}


def report(found: Findings, tables: Mapping[str, Given]) -> Document:
    subtitle = {language: choose(tables["activity"].title, language)[0] for language in LANGUAGES}
    return Document(TITLE, subtitle, (Paragraph(verdict(found)),))

"""What the quality statement and the report say of counts of few people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from madang.lib.problems import Text

TITLE: Text = {"en": "Few people", "ko": "적은 수의 사람"}


def stated(fewest: int, read: int, primary: int, secondary: int) -> dict[str, Any]:
    """`quality["suppressed"]`: the threshold, how many counts were `read` as another number, how many numbers are empty in the
    tables because few people stand in them (`primary`), and how many because those could be told from them (`secondary`)."""
    return {
        "fewest": fewest,
        "read": read,
        "primary": primary,
        "secondary": secondary,
        "said": _said(fewest, read, primary, secondary),
    }


def _said(fewest: int, read: int, primary: int, secondary: int) -> Text:
    half, most = f"{fewest / 2:g}", fewest - 1
    return {
        "en": (
            f"Not all inputs are open, so counts of fewer than {fewest} people are left out. {read:,} counts of 1 to {most} that were"
            f" read count as {half} each wherever they are added up, so no total gives them back. In the tables {primary:,} numbers of"
            f" fewer than {fewest} people are empty, and {secondary:,} more from which those could be told."
        ),
        "ko": (
            f"공개되지 않은 입력이 있어 {fewest}명 미만의 수를 비웠습니다. 읽은 값 가운데 1명에서 {most}명까지인 {read:,}개는 합산할 때마다"
            f" {half}로 셌으므로 합계에서 되짚을 수 없습니다. 표에서는 {fewest}명 미만인 값 {primary:,}개와, 그 값을 알아낼 수 있는 다른 값"
            f" {secondary:,}개를 비웠습니다."
        ),
    }


def noted(document: Any, told: dict[str, Any]) -> Any:
    """The report with that at its end; None stays None."""
    if document is None:
        return None
    from madang.analysis.report import Note

    return replace(document, parts=(*document.parts, Note(told["said"], "info", TITLE)))

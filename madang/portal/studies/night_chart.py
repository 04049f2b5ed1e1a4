"""How much of the demand is within reach of so many spots, as lines: the chosen ones, the bound, and two simpler rules."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from madang.lib.charts import drawing, safe
from madang.lib.charts.chart import Chart, Scale
from madang.lib.charts.spec import spec
from madang.portal.charts.kept import Kept

LINES = {
    "share": _("chosen spots"), "bound": _("at most possible"), "peaks": _("density peaks"), "busiest": _("busiest cells")
}  # fmt: skip
WIDTH = 500  # pixels
_drawn: Kept[str] = Kept(8_000_000, len)


def svg(rows: list[dict[str, Any]]) -> SafeString:
    """The drawing of rows of `cover`; nothing for fewer than two, or while too many charts are drawn: the numbers stand beside it."""
    if len(rows) < 2:
        return SafeString("")
    drawn = spec(chart(rows), WIDTH)
    key = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()[:16]
    try:
        text = _drawn.get(key, lambda: drawing.svg(drawn))
    except drawing.DrawingBusy:
        return SafeString("")
    return mark_safe(safe.inline(text, gettext("How much so many spots reach"), f"n{key}"))  # noqa: S308  rebuilt from a list of known parts


def chart(rows: list[dict[str, Any]]) -> Chart:
    """Lines begin where no spot reaches anybody."""
    points = tuple(
        {"x": row["k"], "y": round(100 * row[name], 2), "c": str(words), "tip": f"{words}: {row['k']}, {100 * row[name]:.1f}%"}
        for name, words in LINES.items() for row in [{"k": 0, **dict.fromkeys(LINES, 0.0)}, *rows] if row[name] is not None
    )  # fmt: skip
    most = rows[-1]["k"]
    marks = tuple(range(0, most + 1, -(-most // 12)))
    return Chart(
        "line", points, Scale(gettext("share of the demand, %")), Scale(gettext("spots"), plain=True, marks=marks),
        Scale("", "category", tuple(map(str, LINES.values()))), language=get_language() or "ko",
    )  # fmt: skip

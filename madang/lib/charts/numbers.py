"""Numbers in words: whole ones grouped, large ones short, in the reader's language (`1.2만`, `12K`)."""

from __future__ import annotations

LARGE: dict[str, tuple[tuple[float, str], ...]] = {
    "ko": ((1e12, "조"), (1e8, "억"), (1e4, "만")),
    "en": ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "K")),
}
DIVISOR = {"K": 1e3}
DIGITS = 6


def full(value: float) -> str:
    """`1234567.891` as `1,234,567.891`: as many digits as a person compares."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}" if abs(value) < 1e15 else f"{value:.{DIGITS}g}"
    digits = max(0, DIGITS - 1 - len(str(int(abs(value)))))
    if abs(value) < 1e-3:
        return f"{value:.{DIGITS - 2}g}"
    written = f"{value:,.{digits}f}"
    return written.rstrip("0").rstrip(".") if digits else written


def short(value: float, language: str) -> str:
    """A number as a label has room for: three or four digits and a word for the rest."""
    for least, word in LARGE.get(language, LARGE["en"]):
        if abs(value) >= least:
            return _four(value / DIVISOR.get(word, least)) + word
    return _four(value)


def _four(value: float) -> str:
    if value == int(value) and abs(value) < 1e4:
        return f"{int(value):,}"
    whole = len(str(int(abs(value))))
    return f"{value:,.{max(0, 3 - whole)}f}" if abs(value) >= 0.1 else f"{value:.3g}"


def label_expression(language: str) -> str:
    """The same for the ticks of an axis, as an expression of Vega. It holds nothing that anybody wrote."""
    made = "format(datum.value, ',.6~r')"
    for least, word in reversed(LARGE.get(language, LARGE["en"])):
        divisor = f"{DIVISOR.get(word, least):.0f}"
        made = f"abs(datum.value) >= {least:.0f} ? format(datum.value / {divisor}, ',.4~r') + '{word}' : ({made})"
    return made

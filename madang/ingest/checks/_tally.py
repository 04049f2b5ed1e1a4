"""How often each kind was seen in each column, with the first lines and masked pieces; and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

ENOUGH = 10_000
"""Rows after which a kind that stands for sure in a column is no longer counted there: it will not be published unseen."""
SHOWN = 3


@dataclass
class Tally:
    """One kind in one column. `forms` counts rows with a piece of that form, `likely` and `sure` those proved so far.

    Without one that is sure, `least` must be likely.
    """

    chance: float = 0.0
    few: int = 1
    least: int = 1
    forms: int = 0
    likely: int = 0
    sure: int = 0
    lines: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def note(self, rows: int, sure: bool, shown: Iterable[tuple[int, str]]) -> None:
        """Count `rows` rows with a piece that is likely or sure; `shown` are the first lines and pieces of them."""
        self.likely += rows
        self.sure += rows if sure else 0
        for line, piece in shown:
            if len(self.lines) < SHOWN:
                self.lines.append(line)
                self.pieces.append(piece)

    @property
    def found(self) -> bool:
        if self.sure:
            return True
        return self.likely >= self.least and more_than_chance(self.likely, self.forms, self.chance, self.few)

    @property
    def enough(self) -> bool:
        """Whether going on could change nothing but the count."""
        return self.sure >= ENOUGH or (self.likely >= ENOUGH and self.likely >= 0.9 * self.forms and self.found)


def more_than_chance(likely: int, forms: int, chance: float, few: int) -> bool:
    """Whether `likely` of `forms` pieces cannot be chance: four standard deviations above it, a clear share, or few others."""
    if not likely:
        return False
    expected = chance * forms
    clear = likely >= max(0.5, (1 + chance) / 2 if chance > 0.3 else 0) * forms
    return (
        (chance <= 1 and forms - likely < few)
        or clear
        or likely > expected + 4 * max(0.0, expected * (1 - chance)) ** 0.5
    )


def together(tallies: list[Tally]) -> Tally:
    """Several tallies of one code in one column, which count different pieces."""
    lines = sorted((line, piece) for tally in tallies for line, piece in zip(tally.lines, tally.pieces, strict=True))
    whole = Tally(
        forms=sum(t.forms for t in tallies), likely=sum(t.likely for t in tallies), sure=sum(t.sure for t in tallies)
    )
    whole.lines, whole.pieces = (
        [line for line, _ in lines[:SHOWN]],
        list(dict.fromkeys(piece for _, piece in lines[:SHOWN])),
    )
    return whole

"""Names of columns: the publisher's header is kept to the letter; the name is unique and never empty."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.tables import Header


def headers(rows: Sequence[Sequence[str]], width: int) -> tuple[Header, ...]:
    """Name `width` columns after 0, 1 or several stacked header rows.

    Levels that repeat the one above are said once: `2025 / 여자 / 여자` is `2025 / 여자`. A blank name becomes `column_7`; a name
    that stands already, in any case of letters, gets `_2`: every engine compares names without case.
    """
    levels = [_spread([*row, *[""] * (width - len(row))], rows[depth + 1 :]) for depth, row in enumerate(rows)]
    texts = [_join([level[position] for level in levels]) for position in range(width)]
    return tuple(Header(name, text) for name, text in zip(_unique(texts), texts, strict=True))


def _spread(row: list[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Repeat a group label over the blank cells right of it, as merged cells lose it: only where a lower row names the column."""
    if not below:
        return row
    label, spread = "", []
    for position, cell in enumerate(row):
        named_below = any(position < len(lower) and lower[position].strip() for lower in below)
        label = cell if cell.strip() else label
        spread.append(cell if cell.strip() or not named_below else label)
    return spread


def _join(levels: Sequence[str]) -> str:
    said: list[str] = []
    for level in levels:
        if level.strip() and level not in said:
            said.append(level)
    return " / ".join(said) if len(said) > 1 else "".join(said)


def _unique(texts: Sequence[str]) -> list[str]:
    wanted = [" ".join(text.split()) or f"column_{position}" for position, text in enumerate(texts, 1)]
    taken = {name.casefold() for name in wanted}
    names: list[str] = []
    seen: set[str] = set()
    for name in wanted:
        candidate, number = name, 2
        while candidate.casefold() in seen or (candidate != name and candidate.casefold() in taken):
            candidate, number = f"{name}_{number}", number + 1
        seen.add(candidate.casefold())
        names.append(candidate)
    return names

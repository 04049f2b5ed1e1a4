"""Which type each column is: the first, in order of the header's word and then of rank, that fits every value of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType, column_types
from madang.ingest.types._columns import Column
from madang.ingest.types._fit import Asked, Fit, fits
from madang.ingest.types._sample import Sample
from madang.ingest.types._storage import Storage, storage
from madang.lib import duck
from madang.query.model import Type

SURVIVES = 0.5
"""Share of the sample that must be of a type for it to be asked of the whole file: low, so that near misses are told too."""

NEAR = 0.9
"""Share of all values from which a type that does not fit is worth telling: "number but for lines 17 and 9,204"."""

LIFTED = 590
"""Types of a lower rank go before all others when the header speaks for them; `E08000012` under "code" is a GSS code still."""

VAGUE = ("identifier", "zero_padded", "code", "reference", "category", "text")
"""Types that almost anything is; missing them says nothing."""


@dataclass(frozen=True)
class Decision:
    """The type of a column. `near` is what it almost was; `forced` when a person chose it."""

    column: Column
    kind: ColumnType
    fit: Fit
    storage: Storage
    near: tuple[ColumnType, Fit] | None = None
    proof: Fit | None = None  # of the rival order that some rows make impossible
    forced: bool = False


Waiting = dict[int, tuple[Column, list[ColumnType]]]


def decide(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[Column],
    samples: Mapping[int, Sample],
    chosen: Mapping[int, ColumnType],
) -> dict[int, Decision]:
    """Decide every column. `chosen` are types that a person gave, by field."""
    decided: dict[int, Decision] = {}
    near: dict[int, tuple[ColumnType, Fit] | None] = {}
    waiting: Waiting = {c.field: (c, _candidates(c, samples[c.field], chosen.get(c.field))) for c in columns}
    while waiting:
        found = fits(connection, staged, _questions(waiting))
        for field, (column, kinds) in list(waiting.items()):
            kind, fit = kinds[0], found[column, kinds[0]]
            rivals = [found[column, column_types()[name]] for name in kind.unless]
            decision = _decision(
                connection, staged, column, kind, fit, rivals, field in chosen, near.get(field), len(kinds) == 1
            )
            if decision:
                decided[field] = decision
                del waiting[field]
            else:
                near[field] = _nearer(kind, fit, near.get(field))
                waiting[field] = column, kinds[1:]
    return decided


def _candidates(column: Column, sample: Sample, chosen: ColumnType | None) -> list[ColumnType]:
    """The types to ask, best first; the last one is always text."""
    if chosen:
        return [chosen]
    if not column.filled:
        return [column_types()["text"]]
    kinds = [kind for kind in column_types().values() if kind.decides(column.facts(kind)) and _survives(kind, sample)]
    header = column.header.header
    return sorted(kinds, key=lambda kind: (kind.rank >= LIFTED or not kind.speaks_for(header), kind.rank))


def _survives(kind: ColumnType, sample: Sample) -> bool:
    """Whether enough of the sample is of the type; ends as soon as too many are not: there are many types to ask."""
    spare = len(sample.values) * (1 - SURVIVES)
    for text in sample.values:
        if not kind.matches(text) and text not in kind.nulls:
            spare -= 1
            if spare < 0:
                return False
    return True


def _questions(waiting: Waiting) -> list[Asked]:
    """The next type of every undecided column, and its rivals."""
    return [
        (column, kind)
        for column, kinds in waiting.values()
        for kind in (kinds[0], *(column_types()[name] for name in kinds[0].unless))
    ]


def _decision(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    column: Column,
    kind: ColumnType,
    fit: Fit,
    rivals: Sequence[Fit],
    forced: bool,
    near: tuple[ColumnType, Fit] | None,
    last: bool,
) -> Decision | None:
    """The decision when the type fits all values and no rival does; None to ask the next type."""
    if not (forced or last or (fit.all and not any(rival.all for rival in rivals))):
        return None
    kept = _kept(connection, staged, column, kind, fit)
    if kept is None and not (forced or last):
        return None
    proof = max(rivals, key=lambda rival: rival.matching, default=None)
    return Decision(column, kind, fit, kept or Storage(Type.NUMBER, "DOUBLE"), near, proof, forced)


def _kept(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit
) -> Storage | None:
    if kind.type is Type.NUMBER and fit.matching:
        return storage(connection, staged, column, kind, fit)
    plain = {Type.INTEGER: "BIGINT", Type.NUMBER: "DOUBLE"}
    return Storage(kind.type, plain.get(kind.type, ""))


def _nearer(kind: ColumnType, fit: Fit, best: tuple[ColumnType, Fit] | None) -> tuple[ColumnType, Fit] | None:
    """What the column most nearly was so far."""
    worth = kind.name not in VAGUE and fit.misfits and fit.matching > 1 and fit.share >= NEAR
    return (kind, fit) if worth and (best is None or fit.share > best[1].share) else best

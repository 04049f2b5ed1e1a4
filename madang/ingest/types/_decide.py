"""Which type each column is: the first, in order of the header's word and then of rank, that fits every value of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType, column_types
from madang.ingest.types._fit import Asked, Fit, counted
from madang.ingest.types._profile import Profile
from madang.ingest.types._storage import Storage, storage
from madang.lib import duck
from madang.query.model import Type

SURVIVES = 0.5
"""Share of the sample that must be of a type for it to be asked of the whole file: low, so that near misses are told too."""

NEAR = 0.9
"""Share of all values from which a type that does not fit is worth telling: "number but for lines 17 and 9,204"."""

VAGUE = ("identifier", "code", "category", "text")
"""Types that almost anything is; missing them says nothing."""


@dataclass(frozen=True)
class Decision:
    """The type of a column. `near` is what it almost was; `forced` when a person chose it."""

    profile: Profile
    kind: ColumnType
    fit: Fit
    storage: Storage
    near: tuple[ColumnType, Fit] | None = None
    forced: bool = False


def decide(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    profiles: Sequence[Profile],
    samples: Mapping[str, list[str]],
    chosen: Mapping[str, ColumnType],
) -> dict[str, Decision]:
    """Decide every profiled column. `chosen` are types that a person gave, by field ("c3")."""
    decided: dict[str, Decision] = {}
    near: dict[str, tuple[ColumnType, Fit]] = {}
    waiting = {p.field: (p, [chosen[p.field]] if p.field in chosen else _candidates(p, samples[p.field])) for p in profiles}
    while waiting:
        fits = counted(connection, staged, _questions(waiting))
        for field, (profile, kinds) in list(waiting.items()):
            kind, fit = kinds[0], fits[profile, kinds[0]]
            rivals = any(fits[profile, column_types()[name]].all for name in kind.unless)
            forced = field in chosen
            kept = _storage(connection, staged, profile, kind, fit) if forced or (fit.all and not rivals) else None
            if kept or len(kinds) == 1:
                decided[field] = Decision(profile, kind, fit, kept or Storage(Type.TEXT, "VARCHAR"), near.get(field), forced)
                del waiting[field]
                continue
            if _is_nearer(kind, fit, near.get(field)):
                near[field] = kind, fit
            waiting[field] = profile, kinds[1:]
    return decided


def _candidates(profile: Profile, sample: Sequence[str]) -> list[ColumnType]:
    """The types to ask, best first; the last one is always text."""
    kinds = [kind for kind in column_types().values() if kind.decides(profile.facts(kind)) and _survives(kind, sample)]
    header = profile.header.header
    return sorted(kinds, key=lambda kind: (not kind.speaks_for(header), kind.rank)) if profile.filled else kinds[-1:]


def _survives(kind: ColumnType, sample: Sequence[str]) -> bool:
    values = [text for text in sample if text not in kind.nulls]
    return sum(map(kind.matches, values)) >= SURVIVES * len(values)


def _questions(waiting: Mapping[str, tuple[Profile, list[ColumnType]]]) -> list[Asked]:
    """The next type of every undecided column, and its rivals."""
    return [
        (profile, kind)
        for profile, kinds in waiting.values()
        for kind in (kinds[0], *(column_types()[name] for name in kinds[0].unless))
    ]


def _storage(connection: duck.DuckDBPyConnection, staged: Staged, profile: Profile, kind: ColumnType, fit: Fit) -> Storage | None:
    if kind.type is Type.NUMBER and fit.matching:
        return storage(connection, staged, profile, kind)
    plain = {Type.INTEGER: "BIGINT", Type.NUMBER: "DOUBLE"}
    return Storage(kind.type, plain.get(kind.type, ""))


def _is_nearer(kind: ColumnType, fit: Fit, best: tuple[ColumnType, Fit] | None) -> bool:
    return kind.name not in VAGUE and NEAR <= fit.share and fit.matching > 1 and (best is None or fit.share > best[1].share)


"""What `madang study run` takes: tables, columns and conditions by role; and the files of a run written into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.analysis.models import StudyRun


class OddOption(Problem):
    en = "--{option} {given} cannot be read. Write for example --{option} {example}"
    ko = "--{option} {given}을(를) 읽을 수 없습니다. 예: --{option} {example}"


EXAMPLES = {
    "role": "areas=population/districts", "column": "areas.need=65세_이상", "weight": "areas.need=1,0.5",
    "where": 'areas="연도 = 2025"', "revision": "areas=019a2b3c4d5e7f80a1b2c3d4e5f60718", "set": "sites=20",
}  # fmt: skip


def datasets(
    roles: Iterable[str], columns: Iterable[str], weights: Iterable[str], wheres: Iterable[str], revisions: Iterable[str],
    **_: Any,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """As `analysis.run.start` takes them. Raises `OddOption`."""
    found: dict[str, dict[str, Any]] = {}
    for role, table in pairs(roles, "role").items():
        dataset, _slash, resource = table.partition("/")
        found[role] = {"dataset": dataset, "resource": resource, "columns": {}, "weights": {}}
    for given in columns:
        role, name, value = _of_column(given, "column", found)
        found[role]["columns"].setdefault(name, []).extend([value] if value else [])
    for given in weights:
        role, name, value = _of_column(given, "weight", found)
        found[role]["weights"][name] = value.split(",")
    for option, many in (("where", wheres), ("revision", revisions)):
        for role, value in pairs(many, option).items():
            _known(role, option, f"{role}={value}", found)
            found[role][option] = value
    return found


def pairs(given: Iterable[str], option: str) -> dict[str, str]:
    """`("sites=20",)` as `{"sites": "20"}`. Raises `OddOption`."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise OddOption(option=option, given=text, example=EXAMPLES[option])
        found[name.strip()] = value.strip()
    return found


def _of_column(given: str, option: str, found: dict[str, Any]) -> tuple[str, str, str]:
    [(left, value)] = pairs((given,), option).items()
    role, dot, name = left.partition(".")
    if not dot:
        raise OddOption(option=option, given=given, example=EXAMPLES[option])
    _known(role, option, given, found)
    return role, name, value


def _known(role: str, option: str, given: str, found: dict[str, Any]) -> None:
    """A column of a table that was not given is a slip of the pen."""
    if role not in found:
        raise OddOption(option=option, given=given, example=f"{EXAMPLES[option]} --role {role}=DATASET/RESOURCE")


def save(found: StudyRun, folder: Path) -> int:
    """Write the files of a run and its tables; returns how many."""
    import pyarrow.parquet as pq

    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs

    known = runs.result(found, OPERATOR)
    kept = {file.name: bytes(file.content) for file in found.files.all()}
    for name, content in kept.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    tables = [name for name in found.results.get("tables", {}) if f"tables/{name}.parquet" not in kept]
    for name in tables:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        pq.write_table(known.table(name), folder / "tables" / f"{name}.parquet")
    return len(kept) + len(tables)

"""Precision and recall of column types on labelled columns, beside DuckDB's and pandas' automatic readers.

    python bench/column_types.py [folder] [traps|real|heldout|all]

`folder` holds the real files (default `../shared/data`); without it only the generated columns are asked. Every reader gets the same files.
DuckDB: `read_csv` with `sample_size = -1`, so that it looks at all rows. pandas: `read_csv`, `convert_dtypes`, and `to_datetime` on
what is still text (it keeps the first form that it finds and fails on another). Both get UTF-8, because neither decides encodings, and
of workbooks the cells as text. All three are told that the delimiter is a comma: how files are taken apart is measured in `pollution.py`.
Neither peer has a notion of codes, coordinates or categories: a coordinate that is a number, and a code or category that is text,
count as right for them.
"""

from __future__ import annotations

import contextlib
import csv
import logging
import os
import platform
import sys
import tempfile
import time
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labels.traps import traps

HERE = Path(__file__).parent
KINDS = ("date", "number", "code", "boolean", "coordinate", "category")
PEERS_HAVE = {"code": "text", "coordinate": "number", "category": "text", "time": "text"}
Answers = dict[str, dict[int, str]]
"""Table name -> place of the column (from 1) -> kind."""


@dataclass(frozen=True)
class Label:
    """What one column is. `also` could be said as well."""

    where: str
    column: str
    kind: str
    fine: str
    also: frozenset[str]
    why: str

    def accepts(self, answer: str) -> bool:
        return answer == self.kind or answer in self.also


@dataclass(frozen=True)
class File:
    """A file with its labelled columns by table and place."""

    path: Path
    labels: dict[tuple[str, int], Label]


def real(folder: Path, labelled: str = "real") -> Iterator[File]:
    """The labelled files under `folder`."""
    files: dict[str, dict[tuple[str, int], Label]] = defaultdict(dict)
    for row in csv.DictReader((HERE / "labels" / f"{labelled}.csv").open(encoding="utf-8")):
        label = Label(
            row["file"], row["column"], row["kind"], row["fine"], frozenset(row["also"].split()), row["evidence"]
        )
        files[row["file"]][row["table"], int(row["position"])] = label
    for name, labels in files.items():
        yield File(folder / name, labels)


def generated(folder: Path) -> Iterator[File]:
    """Each generated column as a CSV file of its own, with a number of the row in front."""
    for trap in traps():
        path = folder / f"{trap.name.replace('/', '_')}.csv"
        others = [values for _, values in trap.beside]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["순서", trap.header, *(header for header, _ in trap.beside)])
            writer.writerows(zip(_names(len(trap.values)), trap.values, *others, strict=True))
        label = Label(trap.name, trap.header, trap.kind, trap.fine, frozenset(trap.also), trap.why)
        yield File(path, {("", 2): label})


def _names(count: int) -> list[str]:
    """A column that is surely text, so that every file has a header that can be told from its rows."""
    return [f"{n}번째 줄" for n in range(1, count + 1)]


def madang(path: Path, scratch: Path) -> Answers:
    from madang.ingest.coordinates.locate import locate
    from madang.ingest.infer import infer
    from madang.ingest.read import read
    from madang.ingest.tables import Choices

    found: Answers = {}
    choices: Choices = {"language": "ko"}
    if path.suffix == ".csv":
        choices["delimiter"] = ","
    for staged in read(path, path.name, choices, scratch).tables:
        columns = infer(staged, {})
        location = locate(staged, columns, {})
        placed = set(location.columns) if location else set()
        found[staged.name] = {
            place: "coordinate" if column.name in placed else of_madang(column.type, column.semantic)
            for place, column in enumerate(columns, 1)
        }
    return found


def of_madang(kind: str, semantic: str) -> str:
    """The kind of a column from its type and semantic, as the labels speak of it."""
    if semantic in ("longitude", "latitude", "coordinates", "wkt", "x_coordinate", "y_coordinate") or semantic.endswith(
        "itude_degrees"
    ):
        return "coordinate"
    if semantic.startswith("date") or semantic in PERIODS:
        return "date"
    if kind in ("integer", "number"):
        return "number"
    if kind in ("boolean", "time"):
        return kind
    return semantic if semantic in ("category", "time") else "text" if semantic in PLAIN else "code"


PERIODS = ("year_month", "quarter", "period", "epoch")
PLAIN = ("text", "url", "email", "address", "hours")


def as_utf8(path: Path, scratch: Path) -> Path:
    """The same file in UTF-8 for the peers."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949", "latin-1"):
        with contextlib.suppress(UnicodeDecodeError):
            copy = scratch / path.name
            copy.write_text(raw.decode(encoding), encoding="utf-8", newline="")
            return copy
    raise AssertionError(path)


def sheets(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each table of a file as CSV."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield member, Path(archive.extract(member, scratch))
        return
    if path.suffix != ".xlsx":
        yield "", as_utf8(path, scratch)
        return
    from openpyxl import load_workbook

    for number, sheet in enumerate(load_workbook(path, read_only=True, data_only=True)):
        copy = scratch / f"{number}.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(sheet.iter_rows(values_only=True))
        yield sheet.title, copy


def duckdb(path: Path, scratch: Path) -> Answers:
    from madang.lib import duck

    found: Answers = {}
    with duck.connect() as connection:
        for name, copy in sheets(path, scratch):
            query = f"DESCRIBE SELECT * FROM read_csv({duck.literal(str(copy))}, delim = ',', sample_size = -1)"
            with contextlib.suppress(duck.Error):
                rows = connection.execute(query).fetchall()
                found[name] = {place: of_duckdb(row[1]) for place, row in enumerate(rows, 1)}
    return found


def of_duckdb(kind: str) -> str:
    if kind.startswith(("DATE", "TIMESTAMP")):
        return "date"
    if kind.startswith(("BIGINT", "DOUBLE", "DECIMAL", "HUGEINT", "INTEGER")):
        return "number"
    return {"BOOLEAN": "boolean", "TIME": "text"}.get(kind, "text")


def pandas(path: Path, scratch: Path) -> Answers:
    import pandas as pd

    found: Answers = {}
    for name, copy in sheets(path, scratch):
        with warnings.catch_warnings(), contextlib.suppress(Exception):
            warnings.simplefilter("ignore")
            frame = pd.read_csv(copy, low_memory=False).convert_dtypes()
            found[name] = {place: of_pandas(frame.iloc[:, place - 1]) for place in range(1, frame.shape[1] + 1)}
    return found


def of_pandas(series: Any) -> str:
    import pandas as pd

    kind = str(series.dtype).lower()
    if kind.startswith(("int", "float")):
        return "number"
    if kind.startswith("bool"):
        return "boolean"
    with contextlib.suppress(Exception):
        pd.to_datetime(series)
        return "date"
    return "text"


READERS: dict[str, Callable[[Path, Path], Answers]] = {"Madang": madang, "DuckDB": duckdb, "pandas": pandas}


def ask(files: Iterator[File]) -> tuple[dict[str, list[tuple[Label, str]]], dict[str, float]]:
    """The answers of every reader to every label, and the seconds of CPU that each took."""
    answers: dict[str, list[tuple[Label, str]]] = {name: [] for name in READERS}
    spent = dict.fromkeys(READERS, 0.0)
    for file in files:
        for name, reader in READERS.items():
            with tempfile.TemporaryDirectory() as scratch:
                began = time.process_time()
                found = reader(file.path, Path(scratch))
                spent[name] += time.process_time() - began
            only = next(iter(found.values()), {}) if len(found) == 1 else {}
            for (table, place), label in file.labels.items():
                answers[name].append((label, found.get(table, only).get(place, "no answer")))
    return answers, spent


def right(name: str, label: Label, answer: str) -> bool:
    if label.accepts(answer):
        return True
    return name != "Madang" and any(PEERS_HAVE.get(kind) == answer for kind in (label.kind, *label.also))


def table(answers: dict[str, list[tuple[Label, str]]]) -> None:
    print(f"{'':12}" + "".join(f"{name + ' P':>11}{'R':>7}" for name in answers) + f"{'columns':>10}")
    for kind in KINDS:
        cells = []
        for name, given in answers.items():
            if name != "Madang" and kind in PEERS_HAVE:
                cells.append(f"{'-':>11}{'-':>7}")
                continue
            said = [right(name, label, answer) for label, answer in given if answer == kind]
            asked = [right(name, label, answer) for label, answer in given if label.kind == kind]
            cells.append(f"{share(said):>11}{share(asked):>7}")
        print(f"{kind:12}{''.join(cells)}{sum(label.kind == kind for label, _ in answers['Madang']):>10}")
    wrong = {name: sum(not right(name, *pair) for pair in given) for name, given in answers.items()}
    print("wrong of all", "  ".join(f"{name} {count}" for name, count in wrong.items()))
    lost = {
        name: [p for p in given if p[0].kind == "code" and not right(name, *p) and p[1] == "number"]
        for name, given in answers.items()
    }
    print("identifiers that became numbers", "  ".join(f"{name} {len(pairs)}" for name, pairs in lost.items()))


def share(answers: list[bool]) -> str:
    return f"{sum(answers) / len(answers):.3f}" if answers else "-"


def disagreements(answers: dict[str, list[tuple[Label, str]]], all_of: bool) -> None:
    """Where Madang is not right; with `all_of` also where a peer says something else."""
    for pairs in zip(*answers.values(), strict=True):
        label, answer = pairs[0]
        others = [f"{name} {said}" for (_, said), name in zip(pairs[1:], list(answers)[1:], strict=True)]
        if not right("Madang", label, answer) or all_of:
            mark = " " if right("Madang", label, answer) else "*"
            print(
                f"{mark} {label.where} | {label.column} | {label.kind} {label.fine} | Madang {answer}, {', '.join(others)} | {label.why}"
            )


def main(folder: Path, what: str) -> None:
    logging.disable(logging.CRITICAL)
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as made:
        sets: dict[str, Iterator[File]] = {}
        if what in ("all", "real") and folder.is_dir():
            sets["real files"] = real(folder)
        if what in ("all", "heldout") and folder.is_dir():
            sets["held-out files"] = real(folder, "heldout")
        if what in ("all", "traps"):
            sets["generated"] = generated(Path(made))
        together: dict[str, list[tuple[Label, str]]] = {name: [] for name in READERS}
        for title, files in sets.items():
            answers, spent = ask(files)
            print(f"\n== {title}; CPU seconds: {', '.join(f'{name} {spent[name]:.1f}' for name in READERS)}")
            table(answers)
            for name, given in answers.items():
                together[name] += given
        if len(sets) > 1:
            print("\n== together")
            table(together)
        print(
            "\n== where Madang is not right (*)"
            + (", and where a peer says something else" if "--all" in sys.argv else "")
        )
        disagreements(together, "--all" in sys.argv)


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    data = Path(arguments[0]) if arguments else HERE.parent.parent / "shared" / "data"
    main(data, arguments[1] if len(arguments) > 1 else "all")

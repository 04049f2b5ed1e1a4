"""What the child reads before a study and writes after it. No Django: it runs in the child."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.analysis import small_cells
from madang.analysis.declare import Given, Result, Study, Yield
from madang.lib.problems import Problem, Text
from madang.lib.texts import LANGUAGES, choose
from madang.query.model import Type

logger = logging.getLogger(__name__)
ARROW: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.NUMBER: pa.float64(), Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(), Type.TIME: pa.time64("us"), Type.DATETIME: pa.timestamp("us"), Type.GEOMETRY: pa.binary(),
}  # fmt: skip


class OddResult(Problem):
    en = "The study {study} broke its own declaration: {why}. Please report it to whoever wrote the study."
    ko = "{study} 분석이 스스로 선언한 것과 다른 결과를 냈습니다: {why}. 분석을 만든 사람에게 알려 주세요."


@dataclass(frozen=True)
class Made:
    """What lies in the folder, and the quality statement. `tables`: by yield {"rows", "geometry_kind"}; `files`: names."""

    tables: dict[str, dict[str, Any]]
    quality: dict[str, Any]
    files: list[str] = field(default_factory=list)


def given(folder: Path) -> dict[str, Given]:
    """The tables of the roles as they were pinned."""
    told = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))
    return {role: _given(folder / f"{role}.parquet", one) for role, one in told.items()}


def _given(file: Path, one: Mapping[str, Any]) -> Given:
    return Given(
        rows=_with_zone(pq.read_table(file), one.get("utc", ())), title=one["title"], dataset=one["dataset"], resource=one["resource"],
        revision=one["revision"], number=one["number"], origin=one["origin"],
        chosen={role: tuple(names) for role, names in one["columns"].items()}, labels=one.get("labels", {}),
        weights={role: tuple(weights) for role, weights in one["weights"].items()},
        restricted=one["access"] == "restricted", fewest=one.get("fewest", 0), units=one.get("units", {}), sha256=one.get("sha256", ""),
        zone=one.get("zone", ""),
    )  # fmt: skip


def _with_zone(rows: pa.Table, utc: Sequence[str]) -> pa.Table:
    """The rows with the zone on those moments that are kept in UTC."""
    for name in utc:
        rows = rows.set_column(rows.column_names.index(name), name, pc.assume_timezone(rows[name], "UTC"))
    return rows


GENERATED: dict[str, Text] = {
    "title": {"en": "Made from generated data", "ko": "생성된 자료로 만든 결과"},
    "text": {
        "en": "It says nothing about the real city. Generated: {titles}.",
        "ko": "실제 도시를 말하지 않습니다. 생성된 자료: {titles}.",
    },
}


def marked(document: Any, tables: Mapping[str, Given]) -> Any:
    """The report, beginning with a warning when an input was generated: a printed page has no badge of the portal."""
    titles = [one.title for one in tables.values() if one.origin == "generated"]
    if document is None or not titles:
        return document
    from madang.analysis.report import Note

    names = {
        language: ", ".join(dict.fromkeys(choose(title, language)[0] for title in titles)) for language in LANGUAGES
    }
    text = {language: GENERATED["text"][language].format(titles=names[language]) for language in LANGUAGES}
    return replace(document, parts=(Note(text, "warning", GENERATED["title"]), *document.parts))


def made(study: Study, result: Result, folder: Path, fewest: int = 0, few: int = 0) -> Made:
    """Write everything that a study gave, without counts of fewer people than `fewest`; `few` is how many of those it read.

    Raises `OddResult` when it does not fit what the study declares.
    """
    name = getattr(study, "__name__", "?").rpartition(".")[2]
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    declared = {one.name: one for one in study.YIELDS}
    if set(result.tables) != set(declared):
        raise OddResult(study=name, why=f"tables {sorted(result.tables)}, declared {sorted(declared)}")
    typed = {one.name: _typed(name, one, result.tables[one.name]) for one in study.YIELDS}
    few += result.quality.get("few", 0)
    result = replace(result, quality={name: told for name, told in result.quality.items() if name != "few"})
    if fewest:
        typed, result = _without_few(study, typed, result, fewest, few)
    tables = {}
    for one in study.YIELDS:
        rows = typed[one.name]
        pq.write_table(rows, folder / "tables" / f"{one.name}.parquet", compression="zstd")
        tables[one.name] = {"rows": rows.num_rows, "geometry_kind": _shape(one, rows)}
    quality = _plain(name, result.quality)
    files = [*_report(result.report, folder), *_certificates(name, result, folder), *_scene(name, result, folder)]
    return Made(tables, quality, files)


def _without_few(
    study: Study, tables: Mapping[str, pa.Table], result: Result, fewest: int, few: int
) -> tuple[dict[str, pa.Table], Result]:
    """The tables without small counts of people, and the statement and the report that say so."""
    hidden = small_cells.hide(study.YIELDS, tables, fewest)
    told = small_cells.stated(fewest, few, hidden.primary, hidden.secondary)
    quality = {**result.quality, "suppressed": told}
    return hidden.tables, replace(result, quality=quality, report=small_cells.noted(result.report, told))


def _typed(study: str, declared: Yield, rows: pa.Table) -> pa.Table:
    """The rows with exactly the declared columns, in their order and types, sorted as declared."""
    names = [column.name for column in declared.columns]
    if sorted(rows.column_names) != sorted(names):
        raise OddResult(study=study, why=f"columns of {declared.name}: {rows.column_names}, declared {names}")
    _check_shapes(study, declared, rows)
    schema = pa.schema([(column.name, ARROW[column.type]) for column in declared.columns])
    try:
        typed = rows.select(names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise OddResult(study=study, why=f"types of {declared.name}: {error}") from error
    return typed.sort_by([(name, "ascending") for name in declared.sort_by]) if declared.sort_by else typed


def _check_shapes(study: str, declared: Yield, rows: pa.Table) -> None:
    """Every shape is well-known binary; a cast would take texts for it. Raises `OddResult`."""
    for name in [column.name for column in declared.columns if column.type is Type.GEOMETRY]:
        import shapely

        column, wanted = rows.column(name), f"{declared.name}.{name} must hold well-known binary (shapely.to_wkb)"
        if not any(fits(column.type) for fits in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_null)):
            raise OddResult(study=study, why=f"{wanted}, not {column.type}")
        try:
            shapely.from_wkb(column.cast(pa.binary()).to_numpy())
        except shapely.errors.ShapelyError as error:
            raise OddResult(study=study, why=f"{wanted}: {error}") from error


def _shape(declared: Yield, rows: pa.Table) -> str:
    """What the first shape of a layer is: point, line, polygon."""
    import shapely

    column = next((column.name for column in declared.columns if column.type is Type.GEOMETRY), None)
    if column is None:
        return ""
    first = next((value.as_py() for value in rows.column(column) if value.is_valid), None)
    if first is None:
        return ""
    kind = shapely.from_wkb(first).geom_type.lower().removeprefix("multi")
    return "line" if kind in ("linestring", "linearring") else kind


def _plain(study: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """JSON that any reader can take: no numpy, no NaN."""
    try:
        plain: dict[str, Any] = json.loads(json.dumps(value, allow_nan=False, ensure_ascii=False))
    except (TypeError, ValueError) as error:
        raise OddResult(study=study, why=f"the quality statement is no plain JSON: {error}") from error
    return plain


def _report(document: Any, folder: Path) -> list[str]:
    """The report in each language, as a page of its own, as a piece of a page, and as PDF.

    The tables are what a study is for: a report that cannot be set says why where it would stand, and fails nothing.
    """
    if document is None:
        return []
    return [name for language in LANGUAGES for name in _written(document, language, folder)]


def _written(document: Any, language: str, folder: Path) -> list[str]:
    from madang.analysis.report.web import html, page

    without_pdf = _pdf(document, language, folder / f"report.{language}.pdf")
    if without_pdf is not None:
        document = replace(document, parts=(without_pdf, *document.parts))
    (folder / f"report.{language}.html").write_text(page(document, language), encoding="utf-8")
    (folder / f"report.{language}.part.html").write_text(html(document, language), encoding="utf-8")
    names = [f"report.{language}.html", f"report.{language}.part.html"]
    return names if without_pdf else [*names, f"report.{language}.pdf"]


NO_PDF: Text = {
    "en": "The PDF of this report could not be made ({why}). What follows is complete.",
    "ko": "이 보고서의 PDF는 만들지 못했습니다({why}). 아래 내용은 빠짐없이 있습니다.",
}


def _pdf(document: Any, language: str, file: Path) -> Any:
    """Write the PDF; a `Note` that says why where there is none."""
    from madang.analysis.report import Note
    from madang.analysis.report.paper import pdf

    try:
        file.write_bytes(pdf(document, language))
    except MemoryError:  # the study's own limit
        raise
    except Exception as error:
        logger.exception("the PDF of a report could not be made")
        return Note({one: said.format(why=str(error)[:300]) for one, said in NO_PDF.items()}, "warning")
    return None


def _certificates(study: str, result: Result, folder: Path) -> list[str]:
    names = []
    for name, certificate in result.certificates.items():
        (folder / "certificates").mkdir(exist_ok=True)
        text = json.dumps(_plain(study, certificate), ensure_ascii=False)
        (folder / "certificates" / f"{name}.json").write_text(text, encoding="utf-8")
        names.append(f"certificates/{name}.json")
    return names


def _scene(study: str, result: Result, folder: Path) -> list[str]:
    if result.scene is None:
        return []
    told = json.dumps(_plain(study, result.scene.as_json()), ensure_ascii=False)
    (folder / "scene.json").write_text(told, encoding="utf-8")
    return ["scene.json"]

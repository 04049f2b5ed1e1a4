"""Where a result comes from: the tables that a study read, as its report lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from madang.analysis import small_cells
from madang.analysis.declare import Given, Role
from madang.analysis.report import Column, Rows
from madang.analysis.tabular import columns
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES


def sources(tables: Mapping[str, Given], reads: Sequence[Role]) -> Rows:
    """A row for each table; how many rows it has is left out where that is a sum of counts that are left out."""
    roles = {role.name: role for role in reads}
    return Rows(
        {"en": "Tables that were read", "ko": "읽은 표"},
        (
            Column({"en": "For", "ko": "쓰임"}),
            Column({"en": "Dataset", "ko": "데이터셋"}),
            Column({"en": "Revision", "ko": "개정판"}),
            Column({"en": "Rows", "ko": "행"}, "number"),
            Column({"en": "Columns", "ko": "열"}),
        ),
        tuple(
            (role.label, given.title, given.revision, small_cells.told_rows(given, role), _columns(given, role))
            for name, given in tables.items()
            for role in [roles[name]]
        ),
    )


def _columns(given: Given, role: Role) -> Text:
    """What people call the columns that were read; a shape has no name that says anything."""
    shape = {column.name: column.label for column in role.columns if column.name == "geometry"}
    called = [shape.get(name) or columns.called(given, name) for name in given.chosen]
    return {language: "; ".join(dict.fromkeys(one[language] for one in called)) for language in LANGUAGES}

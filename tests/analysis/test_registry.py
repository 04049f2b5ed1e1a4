"""Every study there is, also one that nobody has written yet, declares itself completely and in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from madang.analysis import parameters, registry
from madang.analysis.declare import Study
from madang.cli import doctor
from madang.cli import study as command
from madang.lib import plugins
from madang.lib.problems import Text
from tests.analysis import toy

STUDIES: dict[str, Any] = {**registry.studies(), "toy": toy}
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
every = pytest.mark.parametrize("name", STUDIES)


def texts(study: Study) -> Iterator[tuple[str, Text | None]]:
    """Every text that a study shows, with where it stands."""
    yield "TITLE", study.TITLE
    yield "SUMMARY", study.SUMMARY
    for role in study.READS:
        yield role.name, role.label
        yield f"{role.name}, described", role.description
        for column in role.columns:
            yield f"{role.name}.{column.name}", column.label
            if column.description is not None:
                yield f"{role.name}.{column.name}, described", column.description
    for one in study.PARAMETERS:
        yield one.name, one.label
        yield f"{one.name}, described", one.description
        yield from ((f"{one.name}={choice}", text) for choice, text in one.choices.items())
    for table in study.YIELDS:
        yield table.name, table.label
        yield f"{table.name}, described", table.description
        yield from ((f"{table.name}.{column.name}", table.labels.get(column.name)) for column in table.columns)
        yield from ((f"{table.name}.{column}, described", text) for column, text in table.descriptions.items())


@every
def test_every_text_is_there_in_both_languages(name: str) -> None:
    lacking = [place for place, text in texts(STUDIES[name]) if not text or not (text.get("ko") and text.get("en"))]
    assert lacking == []
    untranslated = [place for place, text in texts(STUDIES[name]) if text and not re.search("[가-힣]", text["ko"])]
    assert [place for place in untranslated if not re.search(r"E2SFCA|=|id$", place)] == []


@every
def test_names_are_public_and_none_stands_twice(name: str) -> None:
    study = STUDIES[name]
    groups = [
        [role.name for role in study.READS], *([column.name for column in role.columns] for role in study.READS),
        [one.name for one in study.PARAMETERS], [one.name for one in study.YIELDS],
        *([column.name for column in one.columns] for one in study.YIELDS),
    ]  # fmt: skip
    for names in groups:
        assert len(names) == len(set(names)), names
    assert [one for names in groups[: -len(study.YIELDS)] for one in names if not NAME.match(one)] == []
    assert NAME.match(name)
    assert name not in command.command.commands  # `madang study NAME` would be another command
    assert isinstance(study.VERSION, int)
    assert study.VERSION >= 1


@every
def test_guesses_can_be_read_and_defaults_are_allowed(name: str) -> None:
    study = STUDIES[name]
    for role in study.READS:
        for expression in (*role.guesses, *(guess for column in role.columns for guess in column.guesses)):
            re.compile(expression)
        assert all(column.types for column in role.columns)
    defaults = {one.name: one.default for one in parameters.known(study)}
    assert parameters.complete(study, {}) == defaults
    assert parameters.complete(study, {key: value for key, value in defaults.items() if value != ""}) == defaults
    assert any(role.required for role in study.READS)


@every
def test_what_it_yields_names_its_own_columns_only(name: str) -> None:
    for one in STUDIES[name].YIELDS:
        known = {column.name for column in one.columns}
        assert {*one.labels, *one.descriptions, *one.people, *one.sort_by} <= known, one.name


def test_pages_that_list_studies_load_no_solver() -> None:
    words = (
        "import sys; from madang.analysis import registry, parameters; registry.studies();"
        "print([name for name in ('numba', 'scipy', 'highspy', 'typst', 'geopandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_study_of_the_folder_is_broken() -> None:
    assert registry.broken() == {}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Studies of a city: a whole one, one without YIELDS, one that imports what is not installed."""
    package = tmp_path / "city_studies"
    package.mkdir()
    (package / "__init__.py").touch()
    whole = "".join(f"{name} = ()\n" for name in registry.AGREED)
    (package / "whole.py").write_text(whole)
    (package / "partly.py").write_text(whole.replace("YIELDS = ()", ""))
    (package / "away.py").write_text("import not_installed_anywhere")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(registry, "GROUP", "city_studies")
    yield package
    plugins.usable.cache_clear()
    for name in [name for name in sys.modules if name.startswith("city_studies")]:
        del sys.modules[name]


def test_a_broken_study_takes_no_other_along_and_the_doctor_names_it(folder: Path) -> None:
    assert list(registry.studies()) == ["whole"]
    with pytest.raises(registry.UnknownStudy, match="partly"):
        registry.study("partly")
    found = doctor.studies()
    assert "YIELDS" in found.mend
    assert "away: ModuleNotFoundError" in found.mend

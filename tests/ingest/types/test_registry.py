"""Every column type, also those of installed packages and those not yet written: examples hold and both twins agree."""

from __future__ import annotations

import pyarrow as pa
import pytest

from madang.ingest.types._cells import Cells
from madang.ingest.types._column_type import AGREED, GROUP, Facts, column_types
from madang.ingest.types._plain import plain
from madang.lib import duck
from madang.lib.plugins import found
from madang.query.model import KEPT_IN_UTC, Column, Type

PLUGINS = found(GROUP, AGREED)
EXAMPLES = sorted({text for plugin in PLUGINS.values() for text in (*plugin.VALID, *plugin.INVALID)})


@pytest.fixture(scope="module")
def connection():
    with duck.connect() as connection:
        connection.execute("CREATE TABLE examples (v VARCHAR)")
        connection.executemany("INSERT INTO examples VALUES (?)", [[text] for text in EXAMPLES])
        yield connection


@pytest.mark.parametrize("name", PLUGINS)
def test_its_examples_hold(name):
    plugin = PLUGINS[name]
    assert isinstance(plugin.TYPE, Type)
    assert plugin.VALID
    assert [text for text in plugin.VALID if not plugin.matches(text)] == []
    assert [text for text in plugin.INVALID if plugin.matches(text)] == []


@pytest.mark.parametrize("name", [name for name, kind in column_types().items() if kind.sql])
def test_python_and_sql_agree_on_the_examples_of_all_types(name, connection):
    kind = column_types()[name]
    answers = connection.execute(f"SELECT v, {kind.fits('v')} FROM examples").fetchall()
    assert [text for text, fits in answers if fits != kind.matches(text)] == []


@pytest.mark.parametrize("name", PLUGINS)
def test_every_valid_example_converts(name, connection):
    kind = column_types()[name]
    for text in PLUGINS[name].VALID:
        stored = {Type.INTEGER: "DECIMAL(38, 0)", Type.NUMBER: "DOUBLE"}.get(kind.type, "VARCHAR")
        (value,) = connection.execute(
            f"SELECT CAST({kind.converted('v')} AS {stored}) FROM (SELECT ? AS v)", [text]
        ).fetchone()
        assert value is not None, text


@pytest.mark.parametrize("name", [name for name, kind in column_types().items() if kind.quick])
def test_the_quick_way_gives_the_same_number(name, connection):
    """`QUICK` serves columns of digits and a few signs only; there it must say what CONVERT says."""
    kind = column_types()[name]
    assert kind.quick is not None
    some = [text for text in PLUGINS[name].VALID if set(text) <= {*"0123456789", *kind.quick[0]}]
    assert some
    for text in some:
        slow, quick = connection.execute(
            f"SELECT {kind.converted('v')}::DOUBLE, {kind.converted('v', frozenset())}::DOUBLE FROM (SELECT ? AS v)",
            [text],
        ).fetchone()
        assert slow == quick, text


@pytest.mark.parametrize("name", [name for name, plugin in PLUGINS.items() if hasattr(plugin, "numbers")])
def test_what_it_says_of_plain_numbers_is_what_it_says_of_each(name):
    """`numbers(plain)` spares asking every value of a long column, and must never say yes where `matches` says no."""
    kind, ordinary = column_types()[name], column_types()["number"]
    for text in filter(ordinary.matches, EXAMPLES):
        found = plain(Cells.of(pa.array([text])))
        said = kind.numbers(found[0]) if found else None
        assert said is None or said == kind.matches(text), text


@pytest.mark.parametrize("name", PLUGINS)
def test_the_types_that_it_names_exist(name):
    kind = column_types()[name]
    assert {*kind.forms, *kind.asks, *kind.unless} <= set(PLUGINS)
    for asked in kind.asks:
        wanted = [text for text in kind_examples(kind.name) if column_types()[asked].matches(text)]
        assert wanted or asked in ("integer", "text"), asked


def kind_examples(name: str) -> tuple[str, ...]:
    examples: tuple[str, ...] = PLUGINS[name].VALID
    return examples


@pytest.mark.parametrize("name", PLUGINS)
def test_it_has_its_words_in_both_languages(name):
    kind = column_types()[name]
    assert kind.label["en"]
    assert kind.label["ko"]
    assert kind.note is None or (kind.note["en"] and kind.note["ko"])
    assert set(kind.unless) <= set(PLUGINS)


@pytest.mark.parametrize("name", PLUGINS)
def test_what_it_may_define_is_what_the_folder_says(name):
    """The optional names of `madang/ingest/types/__init__.py`, in the form that is said there."""
    plugin, kind = PLUGINS[name], column_types()[name]
    assert plugin.__doc__
    assert isinstance(kind.rank, int)
    assert all("{value}" in text for text in (kind.sql, kind.unit, kind.convert) if text)
    assert isinstance(getattr(plugin, "NULLS", ()), tuple)
    facts = Facts(header="x", named=False, filled=0, distinct=0, shortest=0, longest=0)
    assert kind.decides(facts) in (True, False)


def test_who_reads_moments_knows_which_were_turned_into_utc():
    told = {name for name, kind in column_types().items() if "UTC" in (kind.note or {}).get("en", "")}
    assert told == set(KEPT_IN_UTC)
    assert Column("at", Type.DATETIME, "datetime_zoned").in_utc
    assert not Column("at", Type.DATETIME, "datetime").in_utc

"""Every column type, also those of installed packages and those not yet written: examples hold and both twins agree."""

from __future__ import annotations

import pytest

from madang.ingest.types._column_type import AGREED, GROUP, Facts, column_types
from madang.lib import duck
from madang.lib.plugins import found
from madang.query.model import Type

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

"""Tables by generated names: `"population"."districts"` becomes `t0`, a table of a WITH `c0`, wherever they are read.

So no name that a user chose is ever looked up by the engine: whatever it would find (a file, a system table, a variable of the
process) is out of reach. The names that columns are written with stay, as aliases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from madang.query.sql import places
from madang.query.sql.problems import NotAllowed, UnknownTable

Scope = Mapping[str, str]
"""Tables of WITH by the name in lower case, each with its generated name."""


@dataclass
class Names:
    """What was named: `tables` in the order of their numbers, each with the identifier that named it first."""

    tables: dict[tuple[str, str], Any] = field(default_factory=dict)
    withs: int = 0
    alone: bool = False


def generate(tree: Any, *, alone: bool = False) -> Names:
    """Give every table of the tree its generated name, in place; `alone`: tables are named without a dataset.

    Raises `UnknownTable`, `NotAllowed`.
    """
    names = Names(alone=alone)
    _walk(tree, {}, names)
    return names


def _walk(node: Any, scope: Scope, names: Names) -> None:
    scope = _with(node, scope, names)
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        _table(node, scope, names)
    if isinstance(node, exp.Column) and node.args.get("db") is not None:
        node.set("db", None)  # dataset.table.column: the alias of the table is its name alone
    for key, value in node.args.items():
        if key != "with_":
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, exp.Expression):
                    _walk(child, scope, names)


def _with(node: Any, scope: Scope, names: Names) -> Scope:
    """The scope below a node that may have a WITH: each of its tables sees those before it, and itself when recursive."""
    clause = node.args.get("with_")
    if clause is None:
        return scope
    inner = dict(scope)
    for table in clause.expressions:
        alias = table.args["alias"]
        own, generated = alias.name.lower(), f"c{names.withs}"
        names.withs += 1
        _walk(table.this, {**inner, own: generated} if clause.args.get("recursive") else inner, names)
        inner[own] = generated
        alias.set("this", exp.to_identifier(generated))
    return inner


def _table(node: Any, scope: Scope, names: Names) -> None:
    dataset, name = node.args.get("db"), node.this
    if dataset is None:
        generated = scope.get(name.name.lower(), "")
        if not generated and names.alone:
            generated = _numbered(("", name.name), name, names)
        if not generated:
            line, column = places.of(name)
            raise UnknownTable(name=name.name[:100], line=line, column=column, hint_en="", hint_ko="")
    else:
        generated = _number(dataset, name, names)
    _set_alias(node, name)
    node.set("db", None)
    node.set("this", exp.to_identifier(generated))


def _number(dataset: Any, name: Any, names: Names) -> str:
    if not isinstance(dataset, exp.Identifier):
        line, column = places.of(name)
        raise NotAllowed(
            what=name.name, line=line, column=column,
            why_en='Write "dataset"."table".', why_ko='"dataset"."table"이라고 쓰세요.',
        )  # fmt: skip
    return _numbered((dataset.name, name.name), dataset, names)


def _numbered(key: tuple[str, str], word: Any, names: Names) -> str:
    names.tables.setdefault(key, word)
    return f"t{list(names.tables).index(key)}"


def _set_alias(node: Any, name: Any) -> None:
    """Columns are written with the alias, else with the name of the table."""
    alias = node.args.get("alias")
    if alias is None:
        node.set("alias", exp.TableAlias(this=exp.to_identifier(name.name)))
    elif alias.args.get("this") is None:
        alias.set("this", exp.to_identifier(name.name))

"""PostgreSQL's SQL, as CKAN's clients send it: read as such, and put into words of ours before anything is checked.

What is made here passes the same check, the same second look and the same child as any statement; a mistake of this module
can give another answer, but reach nothing else. What has no counterpart is refused.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.parsers.postgres import PostgresParser

from madang.query.sql import places, postgres_names
from madang.query.sql.dialect import SYNTAX, Plain
from madang.query.sql.postgres_calls import call, cast, searched, translated
from madang.query.sql.postgres_functions import SYSTEM
from madang.query.sql.problems import NotAllowed, SystemTable

OWN_SCHEMA = "public"


class Read(Postgres):
    """PostgreSQL's grammar without functions that sqlglot would rewrite."""

    class Parser(Plain, PostgresParser):
        FUNCTIONS: ClassVar[Any] = {}
        FUNCTION_PARSERS = {name: PostgresParser.FUNCTION_PARSERS[name] for name in SYNTAX}  # noqa: RUF012


def translate(tree: Any) -> Any:
    """The tree in our words, changed in place. Raises `UnknownFunction`, `FunctionAbsent`, `SystemTable`, `NotAllowed`."""
    for identifier in list(tree.find_all(exp.Identifier)):
        if not identifier.args.get("quoted"):
            identifier.set("this", str(identifier.this).lower())
    postgres_names.give(tree)
    for node in list(tree.walk(bfs=False))[::-1]:  # inner ones first, so that what is moved is done
        change = CHANGES.get(type(node).__name__)
        new = change(node) if change else node
        if new is not node:
            node.replace(new)
    return tree


def _table(node: Any) -> Any:
    """`public."..."` is the table itself; PostgreSQL's own tables are not to be seen."""
    schema, name = node.args.get("db"), node.this
    for part in (schema, name, node.args.get("catalog")):
        if isinstance(part, exp.Identifier) and part.name.lower().startswith(SYSTEM):
            line, column = places.of(node)
            raise SystemTable(name=part.name[:60], line=line, column=column)
    if isinstance(schema, exp.Identifier) and schema.name == OWN_SCHEMA and not node.args.get("catalog"):
        node.set("db", None)
    elif schema is not None:
        raise _refusal(
            node,
            "Tables are named by the id or the alias of a resource alone.",
            "표는 리소스의 id나 별칭 하나로만 씁니다.",
        )
    return node


def _call(node: Any) -> Any:
    behind_from = isinstance(node.parent, exp.Table)
    new = translated(node)
    if behind_from and new is not node:
        raise _refusal(node, "No rows come from this function.", "이 함수는 행을 만들지 않습니다.")
    return new


def _type(node: Any) -> Any:
    """Numbers without a size have any size there: here they are fractions of 64 bits, as in JSON."""
    kind = getattr(node.this, "name", "")
    if kind == "FLOAT" or (kind == "DECIMAL" and not node.expressions):
        return exp.DataType.build("double")
    return exp.DataType.build("json") if kind == "JSONB" else node


def _like(node: Any) -> Any:
    """A backslash takes the meaning from the next letter, unless another letter does."""
    pattern = node.expression
    if isinstance(node.parent, exp.Escape) or not (isinstance(pattern, exp.Literal) and "\\" in str(pattern.this)):
        return node
    return exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))


def _division(node: Any) -> Any:
    """Whole numbers divide to whole numbers (the engine is told so); but a sum of them is `numeric`."""
    inner = node.this.unnest()
    summed = isinstance(inner, exp.Anonymous) and str(inner.this).lower() == "sum"
    return exp.Div(
        this=cast(node.this.copy(), "double") if summed else node.this.copy(), expression=node.expression.copy()
    )


def _substring(node: Any) -> Any:
    value, start, length = node.this, node.args.get("start"), node.args.get("length")
    if isinstance(start, exp.Literal) and start.is_string and length is None:
        return searched(value.copy(), start.copy())
    if isinstance(start, exp.Neg):
        raise _refusal(node, "Count letters from 1.", "글자는 1부터 셉니다.")
    return node


def _fetch(node: Any) -> Any:
    return exp.Limit(expression=(node.args.get("count") or exp.Literal.number(1)).copy())


def _unlike(node: Any) -> Any:
    raise _refusal(node, "Use LIKE, or ~ with a pattern.", "LIKE나 ~ 연산자를 쓰세요.")


def _words(node: Any) -> Any:
    raise _refusal(
        node,
        "There is no text index in SQL here. Use ILIKE '%word%', or q of datastore_search.",
        "여기 SQL에는 전문 색인이 없습니다. ILIKE '%낱말%'이나 datastore_search의 q를 쓰세요.",
    )


def _refusal(node: Any, en: str, ko: str) -> NotAllowed:
    line, column = places.of(node)
    written = str(node.sql(Read, comments=False))
    return NotAllowed(what=written[:60], line=line, column=column, why_en=en, why_ko=ko)


CHANGES: dict[str, Any] = {
    "Anonymous": _call,
    "Table": _table,
    "DataType": _type,
    "Like": _like,
    "ILike": _like,
    "Div": _division,
    "Substring": _substring,
    "Fetch": _fetch,
    "SimilarTo": _unlike,
    "MatchAgainst": _words,
    "RegexpLike": lambda node: call("regexp_matches", node.this.copy(), node.expression.copy()),
    "RegexpILike": lambda node: call(
        "regexp_matches", node.this.copy(), node.expression.copy(), exp.Literal.string("i")
    ),
    "Localtimestamp": lambda node: exp.CurrentTimestamp(),
    "Localtime": lambda node: exp.CurrentTime(),
}
"""What becomes of a kind of node; others stay."""

"""DuckDB's SQL as sqlglot reads and writes it here: calls stay plain names, and nothing is silently written differently."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.generators.duckdb import DuckDBGenerator
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.tokenizer_core import TokenType

SYNTAX = ("CAST", "TRY_CAST", "EXTRACT", "TRIM", "POSITION", "SUBSTRING")
"""Calls with words inside their brackets: `extract(year from day)`."""
MOMENTS = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp)


class Plain:
    """What parsers of all dialects of ours share."""

    def _parse_types(self: Any, *arguments: Any, **more: Any) -> Any:
        """Types with brackets only where a cast says its type: else sqlglot tries `int(int(int(...` twice at every bracket,
        which takes hours."""
        before, following = self._prev, self._next
        cast = before is not None and before.token_type in (TokenType.DCOLON, TokenType.ALIAS)
        bracket = following is not None and following.token_type in (TokenType.L_PAREN, TokenType.LT)
        return None if bracket and not cast else super()._parse_types(*arguments, **more)  # type: ignore[misc]


class Users(DuckDB):
    """sqlglot rewrites functions that it knows for other databases, so it knows none: `functions` alone says what exists."""

    class Parser(Plain, DuckDBParser):
        FUNCTIONS: ClassVar[Any] = {}
        FUNCTION_PARSERS = {name: DuckDBParser.FUNCTION_PARSERS[name] for name in SYNTAX}  # noqa: RUF012
        NO_PAREN_FUNCTIONS = {  # noqa: RUF012
            token: kind for token, kind in DuckDBParser.NO_PAREN_FUNCTIONS.items() if kind in MOMENTS
        }

    class Generator(DuckDBGenerator):
        MULTI_ARG_DISTINCT = True  # string_agg(DISTINCT name, ', '): DuckDB's own would make a tuple of both

        def ignorenulls_sql(self, expression: Any) -> str:
            return self._within_call(expression, "IGNORE NULLS")

        def respectnulls_sql(self, expression: Any) -> str:
            return self._within_call(expression, "RESPECT NULLS")

        def _within_call(self, expression: Any, words: str) -> str:
            """DuckDB wants them inside the brackets, whereever they were written."""
            text = self.sql(expression, "this")
            return f"{text[:-1]} {words})" if isinstance(expression.this, exp.Anonymous) else f"{text} {words}"

        def regexplike_sql(self, expression: Any) -> str:
            """`text ~ pattern` fits the whole text in DuckDB; sqlglot would let a part of it do."""
            return self.func("REGEXP_FULL_MATCH", expression.this, expression.expression)

        def withingroup_sql(self, expression: Any) -> str:
            order = self.sql(expression, "expression").strip()
            return f"{self.sql(expression, 'this')} WITHIN GROUP ({order})"


def written(tree: Any) -> str:
    """The tree as text for DuckDB: every name quoted, no comment, no line break. Raises sqlglot's `UnsupportedError`."""
    from sqlglot import ErrorLevel

    return str(tree.sql(Users, identify=True, comments=False, unsupported_level=ErrorLevel.RAISE))

"""The check of a statement: its text in, generated text out. Runs in the reading child; pure, without any table."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError, UnsupportedError
from sqlglot.tokenizer_core import Token, TokenType

from madang.query import near
from madang.query.sql import names, nodes, places, postgres
from madang.query.sql.dialect import Users, written
from madang.query.sql.functions import COUNTING, FUNCTIONS, MOST_COUNTED, TABLES, VOLATILE
from madang.query.sql.problems import NotAllowed, NotOneSelect, NotRead, TooDeep, TooLong, UnknownFunction
from madang.query.sql.statement import DUCKDB, POSTGRES, Checked, Named

MOST_LETTERS, MOST_WORDS, DEEPEST = 20_000, 5_000, 60
MOST_SQUARES = 200
SYSTEM = re.compile(r"(EPSG|ESRI|OGC):[A-Za-z0-9]{1,10}")
EMPTY = {"en": "The statement is empty.", "ko": "문장이 비어 있습니다."}
SECOND = {
    "en": "There is a second statement; send each by itself.",
    "ko": "두 번째 문장이 있습니다. 하나씩 보내세요.",
}
OTHER = {
    "en": "Nothing can be changed, made, loaded or set; what there is, is described at /api/v1/datasets.",
    "ko": "바꾸거나 만들거나 불러오거나 설정할 수 없습니다. 어떤 데이터가 있는지는 /api/v1/datasets에 있습니다.",
}


def check(text: str, dialect: str = DUCKDB) -> Checked:
    """Raises the problems of `problems` that a text can have."""
    try:
        tree = _tree(text, postgres.Read if dialect == POSTGRES else Users)
        places.mark(tree, text)
        if dialect == POSTGRES:
            tree = postgres.translate(tree)
        for node in tree.walk():
            _require_allowed(node)
        where = places.of_names(tree)
        volatile = any(_volatile(node) for node in tree.walk())
        named = names.generate(tree, alone=dialect == POSTGRES)
        sql = written(tree)
    except RecursionError as error:
        raise TooDeep(limit=DEEPEST) from error
    except UnsupportedError as error:
        raise NotRead(line=1, column=1, near=text[:20]) from error
    tables = tuple(Named(*key, places.of(word)) for key, word in named.tables.items())
    return Checked(sql, tables, volatile, where, dialect)


def _tree(text: str, read: Any) -> Any:
    if len(text) > MOST_LETTERS:
        raise TooLong(length=len(text), limit=MOST_LETTERS, unit_en="letters", unit_ko="자")
    if odd := next(
        (place for place, letter in enumerate(text) if letter == "\0" or "\ud800" <= letter <= "\udfff"), None
    ):
        line, column = places.at(text, odd)
        raise NotRead(line=line, column=column, near=text[:odd][-20:])
    try:
        tokens = sqlglot.tokenize(text, read=read)
        _require_measure(tokens, text)
        read_trees = sqlglot.parse(text, read=read)
        trees = [tree for tree in read_trees if not isinstance(tree, exp.Semicolon | None)]  # a comment behind the end
    except SqlglotError as error:
        raise _not_read(error, text) from error
    if len(trees) != 1:
        line, column = places.at(text, _second(tokens)) if trees else (1, 1)
        why = SECOND if trees else EMPTY
        raise NotOneSelect(line=line, column=column, why_en=why["en"], why_ko=why["ko"])
    if not isinstance(trees[0].unnest(), exp.Select | exp.SetOperation):
        raise NotOneSelect(line=1, column=1, why_en=OTHER["en"], why_ko=OTHER["ko"])
    return trees[0]


def _require_measure(tokens: list[Token], text: str) -> None:
    """Bounds that keep the parser quick, and the one place where it reads other than it is written: `1x` as `1 AS x`."""
    if len(tokens) > MOST_WORDS:
        raise TooLong(length=len(tokens), limit=MOST_WORDS, unit_en="words", unit_ko="단어")
    squares = sum(token.token_type is TokenType.L_BRACKET for token in tokens)
    if squares > MOST_SQUARES:  # PostgreSQL's parser goes over all that stand before one
        raise TooLong(length=squares, limit=MOST_SQUARES, unit_en="square brackets", unit_ko="개의 대괄호")
    depth = 0
    for token, following in zip_longest(tokens, tokens[1:]):
        opens = token.token_type in (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
        closes = token.token_type in (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)
        depth += opens - closes
        if depth > DEEPEST:
            raise TooDeep(limit=DEEPEST)
        glued = following is not None and following.start == token.end + 1
        if token.token_type is TokenType.NUMBER and glued and following and following.token_type is TokenType.VAR:
            line, column = places.at(text, token.start)
            raise NotRead(line=line, column=column, near=text[token.start : following.end + 1][:60])


def _second(tokens: list[Token]) -> int:
    """Where the first word behind a semicolon begins."""
    ended = False
    for token in tokens:
        if ended and token.token_type is not TokenType.SEMICOLON:
            return int(token.start)
        ended = ended or token.token_type is TokenType.SEMICOLON
    return 0


def _not_read(error: SqlglotError, text: str) -> NotRead:
    """sqlglot's `col` is the end of the word."""
    [known] = getattr(error, "errors", None) or [{}]
    word = str(known.get("highlight") or "") or text[:20]
    line = known.get("line") or 1
    column = max((known.get("col") or 1) - len(word) + 1, 1)
    return NotRead(line=line, column=column, near=word[:60])


def _require_allowed(node: Any) -> None:
    kind = type(node).__name__
    parts = nodes.ALLOWED.get(kind)
    if parts is None:
        raise _refusal(node, nodes.ANOTHER_WAY.get(kind, nodes.SELECT_ONLY))
    for part, value in node.args.items():
        if value and part not in parts:
            told = value[0] if isinstance(value, list) else value
            odd = told if isinstance(told, exp.Expression) else node
            raise _refusal(odd, nodes.ANOTHER_WAY.get(type(told).__name__, nodes.SELECT_ONLY))
    rule = RULES.get(kind)
    if rule:
        rule(node)


def _refusal(node: Any, why: dict[str, str]) -> NotAllowed:
    line, column = places.of(node)
    return NotAllowed(what=_short(node), line=line, column=column, why_en=why["en"], why_ko=why["ko"])


def _short(node: Any) -> str:
    """The first letters of a part, as it would be written."""
    try:
        text = str(node.sql(Users, comments=False))
    except Exception:  # a part that this dialect cannot write is named by its kind
        text = type(node).__name__
    return text if len(text) <= 60 else text[:57] + "..."


def _function(node: Any) -> None:
    name = str(node.this).strip('"').lower()
    if name not in FUNCTIONS:
        line, column = places.of(node)
        raise UnknownFunction(name=name[:60], line=line, column=column, **near.hint(name, FUNCTIONS))
    node.set("this", name)
    if name in COUNTING:
        _counting(node)
    if name == "st_transform":
        _systems(node)


def _counting(node: Any) -> None:
    """The ends are constants, so the count is known before a list of it is made."""
    numbers = [_constant(argument) for argument in node.expressions]
    known = [number for number in numbers if number is not None]
    start, stop = (0, known[0]) if len(known) == 1 else (known[0], known[1]) if len(known) > 1 else (0, 0)
    step = known[2] if len(known) > 2 else 1
    if len(known) < len(numbers) or not known or abs(stop - start) / max(abs(step), 1) > MOST_COUNTED:
        raise _refusal(node, {
            "en": f"Its ends are whole numbers, at most {MOST_COUNTED:,} apart.",
            "ko": f"양 끝은 정수이고 차이가 {MOST_COUNTED:,} 이하여야 합니다.",
        })  # fmt: skip


def _systems(node: Any) -> None:
    """PROJ would open files that a definition names (`+init=/etc/passwd:x`), past all locks of the engine: codes only."""
    texts = [argument for argument in node.expressions[1:] if not isinstance(argument, exp.PropertyEQ)]
    if not texts or not all(isinstance(text, exp.Literal) and SYSTEM.fullmatch(str(text.this)) for text in texts):
        raise _refusal(node, {
            "en": "Write both coordinate systems as codes: st_transform(shape, 'EPSG:4326', 'EPSG:5179').",
            "ko": "좌표계는 둘 다 코드로 쓰세요: st_transform(shape, 'EPSG:4326', 'EPSG:5179').",
        })  # fmt: skip


def _constant(node: Any) -> int | None:
    sign, node = (-1, node.this) if isinstance(node, exp.Neg) else (1, node)
    return sign * int(node.this) if isinstance(node, exp.Literal) and node.is_int else None


def _from(node: Any) -> None:
    """Behind FROM and JOIN stand tables, subqueries, and the few functions that make rows."""
    if isinstance(node.this, exp.Anonymous):
        name = str(node.this.this).strip('"').lower()
        if name not in TABLES:
            line, column = places.of(node)
            raise UnknownFunction(name=name[:60], line=line, column=column, **near.hint(name, TABLES))
    elif not isinstance(node.this, exp.Identifier):
        raise _refusal(node, nodes.SELECT_ONLY)


def _type(node: Any) -> None:
    kind = getattr(node.this, "name", "")
    sized = node.expressions and kind not in ("DECIMAL", "VARCHAR", "CHAR", "TEXT", "LIST", "ARRAY")
    if kind not in nodes.TYPES or sized:
        raise _refusal(node, {
            "en": "Types are integer, bigint, double, decimal, text, boolean, date, time, timestamp, interval, uuid, json, geometry.",
            "ko": "자료형은 integer, bigint, double, decimal, text, boolean, date, time, timestamp, interval, uuid, json, geometry입니다.",
        })  # fmt: skip


def _word(node: Any) -> None:
    """A bare word of the grammar: a unit of time, ALL, or what a window leaves out."""
    word = str(node.this).upper()
    if word not in nodes.WORDS and word.removesuffix("S") not in nodes.WORDS:
        raise _refusal(node, nodes.SELECT_ONLY)


def _star(node: Any) -> None:
    """A list of columns, or `count(*)`; not `* LIKE 'a%'`."""
    if not isinstance(node.parent, exp.Select | exp.Anonymous | exp.Column):
        raise _refusal(node.parent, {"en": "Write the names of the columns.", "ko": "열의 이름을 쓰세요."})


RULES = {
    "Anonymous": _function, "Table": _from, "DataType": _type, "Var": _word, "Star": _star
}  # fmt: skip


def _volatile(node: Any) -> bool:
    if isinstance(node, exp.CurrentDate | exp.CurrentTime | exp.CurrentTimestamp):
        return True
    return isinstance(node, exp.Anonymous) and node.this in VOLATILE

"""The grammar of the native language, read by precedence: from tokens straight to our own nodes.

Only what stands here exists; nothing that is read is ever handed on as text. sqlglot read this language before: it took a
millisecond a clause, and what it knows of SQL besides had to be refused piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import NoReturn

from madang.lib.problems import Problem
from madang.query import near
from madang.query.expressions import (
    COMPARISONS,
    MAX_DEPTH,
    Aggregate,
    And,
    Arithmetic,
    Between,
    Case,
    Cast,
    Compare,
    Expression,
    Function,
    In,
    IsNull,
    Like,
    Literal,
    Not,
    Or,
    Ref,
    Star,
    TooDeep,
    Type,
    Value,
)
from madang.query.functions import AGGREGATES, FUNCTIONS, PARTS, UNITS
from madang.query.tokens import RESERVED, Token, not_understood, tokens
from madang.query.words import words


class NotAllowed(Problem):
    en = (
        "`{what}` cannot be used in `{field}`. There are columns, constants, comparisons, and, or, not, in, between, "
        "like, ilike, is null, case, cast, + - * / % || and the functions of the manual."
    )
    ko = (
        "`{field}`에 `{what}`을(를) 쓸 수 없습니다. 열, 상수, 비교, and, or, not, in, between, like, ilike, is null, "
        "case, cast, + - * / % ||, 설명서의 함수를 쓸 수 있습니다."
    )


class UnknownFunction(Problem):
    en = "There is no function `{name}`.{hint_en} Functions: {known}."
    ko = "`{name}` 함수는 없습니다.{hint_ko} 함수: {known}."


class OddLiteral(Problem):
    en = "{text} is not {what}. Write for example {example}."
    ko = "{text}: {what} 값이 아닙니다. 예: {example}."


class NoClock(Problem):
    en = (
        "`{name}` would give another answer each day, and an answer must stay the same to be cited. "
        "Write the day itself: date '2026-01-31'."
    )
    ko = "`{name}`은(는) 날마다 다른 답을 내는데, 답은 언제나 같아야 인용할 수 있습니다. 날짜를 직접 쓰세요: date '2026-01-31'."


TYPED: dict[str, tuple[Callable[[str], Value], str]] = {
    "date": (date.fromisoformat, "date '2026-01-31'"),
    "time": (time.fromisoformat, "time '13:30:00'"),
    "timestamp": (datetime.fromisoformat, "timestamp '2026-01-31 13:30:00'"),
}
TYPES = {
    "text": Type.TEXT, "varchar": Type.TEXT, "string": Type.TEXT, "char": Type.TEXT,
    "integer": Type.INTEGER, "int": Type.INTEGER, "bigint": Type.INTEGER, "number": Type.NUMBER, "double": Type.NUMBER,
    "float": Type.NUMBER, "real": Type.NUMBER, "numeric": Type.NUMBER, "decimal": Type.NUMBER, "boolean": Type.BOOLEAN,
    "bool": Type.BOOLEAN, "date": Type.DATE, "time": Type.TIME, "datetime": Type.DATETIME, "timestamp": Type.DATETIME,
}  # fmt: skip
CLOCKS = ("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "now", "today", "getdate")
SELECTS = ("select", "from", "where", "group", "having", "order", "limit", "union", "over", "within")
MOST_DIGITS = 30  # more than any whole number that is compared
ADDITIVE, MULTIPLICATIVE = ("+", "-"), ("*", "/", "%")


class Reader:
    """Reads expressions from one text. `field` is the parameter that it came in, for messages."""

    def __init__(self, text: str, field: str) -> None:
        self.text, self.field = text, field
        self._tokens = tokens(text, field)
        self._at = 0
        self._depth = 0

    # What the clauses of `parse` use besides `expression`.

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def take(self, *values: str) -> bool:
        """Go on when the next tokens are these words or signs."""
        for ahead, value in enumerate(values):
            if self._tokens[min(self._at + ahead, len(self._tokens) - 1)].key != value:
                return False
        self._at += len(values)
        return True

    def need(self, value: str) -> None:
        if not self.take(value):
            self.fail()

    def name(self) -> str:
        """A name: a word, also a reserved one, or what stands in double quotes."""
        token = self._step()
        if token.kind not in ("word", "name"):
            self._at -= 1
            self.fail()
        return token.value

    def end(self) -> None:
        """Nothing may follow."""
        if self.next.kind != "end":
            self.fail()

    def fail(self) -> NoReturn:
        word = self.next.value
        if self.next.kind == "word" and word.lower() in SELECTS:
            raise NotAllowed(what=word.upper(), field=self.field)
        raise not_understood(self.text, self.next.place, self.field)

    # The grammar, from what binds least to what binds most.

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep(limit=MAX_DEPTH)
        parts = [self._and()]
        while self.take("or"):
            parts.append(self._and())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Expression:
        parts = [self._not()]
        while self.take("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Expression:
        times = 0
        while self.take("not"):
            times += 1
            if times > MAX_DEPTH:
                raise TooDeep(limit=MAX_DEPTH)
        found = self._comparison()
        for _ in range(times):
            found = Not(found)
        return found

    def _comparison(self) -> Expression:
        left = self._joined()
        while True:
            token = self.next
            if token.kind == "sign" and token.value in COMPARISONS:
                self._step()
                left = Compare(token.value, left, self._joined())
            elif self.take("is"):
                left = self._is(left)
            elif self.take("not"):
                found = self._test(left)
                if found is None:
                    self.fail()
                left = Not(found)
            else:
                found = self._test(left)
                if found is None:
                    return left
                left = found

    def _test(self, value: Expression) -> Expression | None:
        """`in`, `between`, `like`, `ilike` after a value, or nothing."""
        if self.take("in"):
            return In(value, self._options())
        if self.take("between"):
            low = self._joined()
            self.need("and")
            return Between(value, low, self._joined())
        for ignore_case, word in ((False, "like"), (True, "ilike")):
            if self.take(word):
                pattern = self._constant(self._joined())
                escape = self._quoted() if self.take("escape") else ""
                return Like(value, pattern, ignore_case, escape)
        return None

    def _is(self, value: Expression) -> Expression:
        negative = self.take("not")
        if self.take("distinct", "from"):
            return Compare("is not distinct from" if negative else "is distinct from", value, self._joined())
        if self.take("null") or self.take("unknown"):
            found: Expression = IsNull(value)
        elif self.take("true") or self.take("false"):
            truth = self._tokens[self._at - 1].value.lower() == "true"
            found = Compare("is not distinct from", value, Literal(truth))
        else:
            self.fail()
        return Not(found) if negative else found

    def _options(self) -> tuple[Literal, ...]:
        self.need("(")
        options = [self._constant(self._joined())]
        while self.take(","):
            options.append(self._constant(self._joined()))
        self.need(")")
        return tuple(options)

    def _joined(self) -> Expression:
        left = self._sum()
        while self.take("||"):
            left = Arithmetic("||", left, self._sum())
        return left

    def _sum(self) -> Expression:
        left = self._product()
        while self.next.kind == "sign" and self.next.value in ADDITIVE:
            operator = self._step().value
            shift = self._interval_follows()
            left = self._shifted(left, operator) if shift else Arithmetic(operator, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._unary()
        while self.next.kind == "sign" and self.next.value in MULTIPLICATIVE:
            left = Arithmetic(self._step().value, left, self._unary())
        return left

    def _unary(self) -> Expression:
        signs = 0
        while self.next.kind == "sign" and self.next.value in ADDITIVE:
            signs += self._step().value == "-"
            if signs > MAX_DEPTH:
                raise TooDeep(limit=MAX_DEPTH)
        found = self._cast()
        for _ in range(signs):
            found = _negative(found)
        return found

    def _cast(self) -> Expression:
        found = self._primary()
        while self.take("::"):
            found = Cast(found, self._type())
        return found

    def _primary(self) -> Expression:
        token = self._step()
        match token.kind:
            case "name":
                return Ref(token.value)
            case "text":
                return Literal(token.value)
            case "number":
                return Literal(_number(token.value))
            case "word":
                return self._word(token)
            case "sign" if token.value == "(":
                found = self.expression()
                self.need(")")
                return found
            case "sign" if token.value == "*":
                return Star()
        self._at -= 1
        return self.fail()

    def _word(self, token: Token) -> Expression:
        word = token.value.lower()
        if word in CONSTANTS:
            return CONSTANTS[word]
        called = self.next.kind == "sign" and self.next.value == "("
        if word in CLOCKS and (called or word in RESERVED):
            raise NoClock(name=word)
        if word in ("cast", "try_cast", "extract", "case") or (word == "date_part" and called):
            return self._special(word)
        if called:
            return self._call(word)
        if word in TYPED and self.next.kind == "text":
            return _constant(word, self._quoted())
        if word in RESERVED:
            self._at -= 1
            self.fail()
        return Ref(token.value)

    def _special(self, word: str) -> Expression:
        if word == "case":
            return self._case()
        self.need("(")
        if word == "extract" or word == "date_part":
            part = self._quoted() if self.next.kind == "text" else self.name()
            self.need("," if word == "date_part" else "from")
            found: Expression = Function(_part(part), (self.expression(),))
        else:
            value = self.expression()
            self.need("as")
            found = Cast(value, self._type(), safe=word == "try_cast")
        self.need(")")
        return found

    def _case(self) -> Expression:
        subject = None if self.next.value.lower() == "when" else self.expression()
        conditions, results = [], []
        while self.take("when"):
            condition = self.expression()
            conditions.append(condition if subject is None else Compare("=", subject, condition))
            self.need("then")
            results.append(self.expression())
        otherwise = self.expression() if self.take("else") else Literal(None)
        self.need("end")
        return Case(tuple(conditions), tuple(results), otherwise)

    def _call(self, name: str) -> Expression:
        begins = self._at - 1
        self.need("(")
        distinct = self.take("distinct")
        arguments: list[Expression] = []
        while not self.take(")"):
            if arguments:
                self.need(",")
            arguments.append(self.expression())
        chosen = self._filter()
        if name in AGGREGATES:
            return self._aggregate(name, arguments, distinct, chosen, begins)
        if name not in FUNCTIONS:
            known = sorted({*FUNCTIONS, *AGGREGATES})
            raise UnknownFunction(name=name, known=", ".join(known), **near.hint(name, known))
        if distinct or chosen is not None:
            raise self._not_allowed(begins)
        return Function(name, tuple(arguments))

    def _filter(self) -> Expression | None:
        if not self.take("filter", "("):
            return None
        self.need("where")
        chosen = self.expression()
        self.need(")")
        return chosen

    def _aggregate(
        self, name: str, given: list[Expression], distinct: bool, chosen: Expression | None, begins: int
    ) -> Expression:
        detailed = AGGREGATES[name].detail != ""
        if len(given) != (2 if detailed else 1):
            raise self._not_allowed(begins)
        detail = self._constant(given[1]) if detailed else None
        argument = None if isinstance(given[0], Star) else given[0]
        return Aggregate(name, argument, distinct, detail, chosen)

    def _interval_follows(self) -> bool:
        ahead = self._tokens[self._at + 1] if self.next.kind == "word" else None
        return self.next.value.lower() == "interval" and ahead is not None and ahead.kind in ("text", "number")

    def _shifted(self, value: Expression, operator: str) -> Expression:
        """`day + interval '3 months'`, `interval '3' month`, `interval 3 month`: a shift by so many units."""
        self._step()
        written = self._step().value
        found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*([A-Za-z]*)\s*", written)
        unit = (found[2] if found else "") or (self.name() if self.next.kind == "word" else "")
        if found is None or _unit(unit) is None:
            raise OddLiteral(text=f"{written} {unit}".strip(), what="interval", example="interval '3 months'")
        amount = int(found[1]) * (-1 if operator == "-" else 1)
        return Function("date_add", (value, Literal(amount), Literal(_unit(unit))))

    def _type(self) -> Type:
        name = self.name()
        if name.lower() == "double":
            self.take("precision")
        if name.lower() not in TYPES:
            raise OddLiteral(text=name, what="type", example="integer, number, text, boolean, date, time, datetime")
        return TYPES[name.lower()]

    def _constant(self, found: Expression) -> Literal:
        if not isinstance(found, Literal):
            raise NotAllowed(what=words(found), field=self.field)
        return found

    def _quoted(self) -> str:
        if self.next.kind != "text":
            self.fail()
        return self._step().value

    def _step(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _not_allowed(self, begins: int) -> NotAllowed:
        return NotAllowed(what=self._said(begins), field=self.field)

    def _said(self, begins: int) -> str:
        """The text from one token to where reading stands."""
        return self.text[self._tokens[begins].place : self.next.place].strip()


def _number(text: str) -> int | float:
    if not text.isdigit():
        return float(text)
    if len(text) > MOST_DIGITS:
        raise OddLiteral(text=f"{text[:MOST_DIGITS]}...", what="integer", example="9223372036854775807")
    return int(text)


CONSTANTS = {"null": Literal(None), "true": Literal(True), "false": Literal(False)}


def _negative(value: Expression) -> Expression:
    if isinstance(value, Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return Literal(-value.value)
    return Arithmetic("-", Literal(0), value)


def _constant(kind: str, text: str) -> Literal:
    read, example = TYPED[kind]
    try:
        return Literal(read(text))
    except ValueError as error:
        raise OddLiteral(text=text, what=kind, example=example) from error


def _part(name: str) -> str:
    """The function for a part of a date: `extract(isodow from day)` is `weekday(day)`."""
    if name.lower() not in PARTS:
        raise OddLiteral(text=name, what="a part of a date", example=", ".join(PARTS))
    return PARTS[name.lower()]


def _unit(name: str) -> str | None:
    """The unit of time that is meant: `Months` is `month`."""
    single = name.lower().removesuffix("s")
    return single if single in UNITS else None

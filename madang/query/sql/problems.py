"""What can be wrong with a statement: each says at which line and column, and what to write instead."""

from __future__ import annotations

from typing import Any

from madang.lib.problems import Problem


class Placed(Problem):
    """A problem with a place: `line` and `column` count from 1, in letters of the statement as it was sent."""


class NotRead(Placed):
    en = (
        "Line {line}, column {column}: the statement cannot be read near `{near}`. Write one SELECT, for example"
        ' SELECT * FROM "dataset"."table" LIMIT 10. Names with hyphens or blanks, or a digit in front, stand in double quotes.'
    )
    ko = (
        "{line}번째 줄 {column}번째 글자: `{near}` 부근에서 문장을 읽을 수 없습니다. SELECT 문 하나를 쓰세요."
        ' 예: SELECT * FROM "dataset"."table" LIMIT 10. 붙임표나 빈칸이 있거나 숫자로 시작하는 이름은 큰따옴표로 묶습니다.'
    )


class NoStatement(Problem):
    en = (
        'There is no statement. Send it as `sql=SELECT ...`, as the body of a POST, or as JSON: {{"sql": "SELECT ..."}}'
    )
    ko = '문장이 없습니다. `sql=SELECT ...`로, POST 본문으로, 또는 {{"sql": "SELECT ..."}} 형태의 JSON으로 보내세요.'


class TooLong(Problem):
    en = "The statement has {length:,} {unit_en}; at most {limit:,} are read. Split it into several questions."
    ko = "문장이 {length:,}{unit_ko}입니다. {limit:,}{unit_ko}까지 읽습니다. 여러 질문으로 나누세요."


class TooDeep(Problem):
    en = "The statement has brackets or parts within parts deeper than {limit}. Write its parts one after another with WITH."
    ko = "문장의 괄호나 겹친 부분이 {limit}단계보다 깊습니다. WITH를 써서 부분을 차례로 적으세요."


class NotOneSelect(Placed):
    en = "Line {line}, column {column}: only one SELECT is answered here. {why_en}"
    ko = "{line}번째 줄 {column}번째 글자: 여기서는 SELECT 문 하나에만 답합니다. {why_ko}"


class NotAllowed(Placed):
    en = "Line {line}, column {column}: `{what}` cannot be used here. {why_en}"
    ko = "{line}번째 줄 {column}번째 글자: `{what}`은(는) 여기서 쓸 수 없습니다. {why_ko}"


class UnknownFunction(Placed):
    en = (
        "Line {line}, column {column}: there is no function `{name}` here.{hint_en} The functions stand in docs/sql.md."
    )
    ko = "{line}번째 줄 {column}번째 글자: `{name}` 함수는 쓸 수 없습니다.{hint_ko} 쓸 수 있는 함수는 docs/sql.md에 있습니다."


class FunctionAbsent(Placed):
    en = "Line {line}, column {column}: PostgreSQL's function `{name}` is not there here, or not in this form."
    ko = "{line}번째 줄 {column}번째 글자: PostgreSQL의 `{name}` 함수는 여기에 없거나 이 형태로는 쓸 수 없습니다."


class SystemTable(Placed):
    en = "Line {line}, column {column}: `{name}` belongs to the system and is not to be read."
    ko = "{line}번째 줄 {column}번째 글자: `{name}`은(는) 시스템의 것이라 읽을 수 없습니다."


class UnknownTable(Placed):
    en = 'Line {line}, column {column}: there is no table `{name}`.{hint_en} Write "dataset"."table", as /api/v1/datasets names them.'
    ko = (
        "{line}번째 줄 {column}번째 글자: `{name}` 표가 없습니다.{hint_ko}"
        ' /api/v1/datasets에 있는 이름으로 "dataset"."table"이라고 쓰세요.'
    )


class UnknownColumn(Placed):
    en = "Line {line}, column {column}: there is no column `{name}` in the tables of this place.{hint_en}"
    ko = "{line}번째 줄 {column}번째 글자: 이 자리의 표에는 `{name}` 열이 없습니다.{hint_ko}"


class DoesNotFit(Problem):
    """The engine's own words: types that do not go together, a column outside of GROUP BY, a value that cannot be computed."""

    en = "The statement cannot be computed: {why}. Mend it and send it again. (The engine, DuckDB, says so.)"
    ko = "문장을 계산할 수 없습니다: {why}. 고쳐서 다시 보내세요. (DuckDB 엔진의 메시지입니다.)"


class EngineDied(Problem):
    en = "The engine stopped while it worked on this statement; nothing else was touched. Ask it in a simpler way."
    ko = "엔진이 이 문장을 계산하다가 멈췄습니다. 다른 것에는 영향이 없습니다. 더 간단하게 물어보세요."


class Left(Problem):
    en = "The client went away before the answer was there, so the work was stopped."
    ko = "답이 나오기 전에 연결이 끊겨 계산을 멈췄습니다."


TOLD: dict[str, type[Problem]] = {
    kind.__name__: kind
    for kind in (
        NotRead, TooLong, TooDeep, NotOneSelect, NotAllowed, UnknownFunction, FunctionAbsent, SystemTable, UnknownTable
    )
}  # fmt: skip
"""Those that the reading child may tell."""


def told(answer: dict[str, Any]) -> Problem:
    """The problem that a child named."""
    return TOLD[answer["problem"]](**answer["facts"])

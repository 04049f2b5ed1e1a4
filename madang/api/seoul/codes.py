"""The result codes of Seoul's dialect with their texts, verbatim, and which of our problems each one answers."""

from __future__ import annotations

from dataclasses import dataclass

from madang.accounts import policy
from madang.api.budgets.refusals import OverBudget
from madang.catalog.tables import NoTable
from madang.lib.problems import Problem
from madang.query import expressions, limits, types
from madang.store import manifest

_ASK_US = "지속적으로 발생시 열린 데이터 광장으로 문의(Q&A) 바랍니다."


@dataclass(frozen=True)
class Code:
    """A result. `hint` follows the message after a line break, as the original sends them."""

    code: str
    message: str
    hint: str = ""

    @property
    def text(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class Told(Exception):
    """Raised when the answer is a code and no rows."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.code)
        self.code = code


FOUND = Code("INFO-000", "정상 처리되었습니다")
ODD_KEY = Code(
    "INFO-100",
    "인증키가 유효하지 않습니다.",
    "인증키가 없는 경우, 열린 데이터 광장 홈페이지에서 인증키를 신청하십시오.",
)
NOTHING = Code("INFO-200", "해당하는 데이터가 없습니다.")
MISSING = Code("ERROR-300", "필수 값이 누락되어 있습니다.", "요청인자를 참고 하십시오.")
ODD_TYPE = Code("ERROR-301", "파일타입 값이 누락 혹은 유효하지 않습니다.", "요청인자 중 TYPE을 확인하십시오.")
NO_SERVICE = Code("ERROR-310", "해당하는 서비스를 찾을 수 없습니다.", "요청인자 중 SERVICE를 확인하십시오.")
ODD_START = Code("ERROR-331", "요청시작위치 값을 확인하십시오.", "요청인자 중 START_INDEX를 확인하십시오.")
ODD_END = Code("ERROR-332", "요청종료위치 값을 확인하십시오.", "요청인자 중 END_INDEX를 확인하십시오.")
NO_INTEGER = Code("ERROR-333", "요청위치 값의 타입이 유효하지 않습니다.", "요청위치 값은 정수를 입력하세요.")
REVERSED = Code("ERROR-334", "요청종료위치 보다 요청시작위치가 더 큽니다.", "요청시작조회건수는 정수를 입력하세요.")
OVER_SAMPLE = Code(
    "ERROR-335",
    "샘플데이터(샘플키:sample) 는 한번에 최대 5건을 넘을 수 없습니다.",
    "요청시작위치와 요청종료위치 값은 1 ~ 5 사이만 가능합니다.",
)
OVER_PAGE = Code(
    "ERROR-336",
    "데이터요청은 한번에 최대 1000건을 넘을 수 없습니다.",
    "요청종료위치에서 요청시작위치를 뺀 값이 1000을 넘지 않도록 수정하세요.",
)
FAULT = Code("ERROR-500", "서버 오류입니다.", _ASK_US)
NO_DATABASE = Code("ERROR-600", "데이터베이스 연결 오류입니다.", _ASK_US)
ODD_SQL = Code("ERROR-601", "SQL 문장 오류 입니다.", _ASK_US)

CODES = (
    FOUND, ODD_KEY, NOTHING, MISSING, ODD_TYPE, NO_SERVICE, ODD_START, ODD_END, NO_INTEGER, REVERSED, OVER_SAMPLE, OVER_PAGE,
    FAULT, NO_DATABASE, ODD_SQL,
)  # fmt: skip

OF_PROBLEMS: dict[type[Problem], Code] = {
    policy.BadToken: ODD_KEY,
    policy.NotAllowed: NO_SERVICE,  # what is hidden or restricted is not told from what never was
    policy.NothingPublished: NOTHING,
    policy.Withdrawn: NOTHING,
    NoTable: NO_SERVICE,
    types.WrongType: NOTHING,  # no cell of a column holds what its type cannot
    expressions.OddQuestion: NOTHING,
    limits.CannotCompute: ODD_SQL,
    limits.Busy: NO_DATABASE,
    limits.TooSlow: NO_DATABASE,
    limits.TooMuchMemory: NO_DATABASE,
    manifest.Missing: NO_DATABASE,
    OverBudget: FAULT,
}
"""A class stands for its subclasses, the nearest one first; every other problem is `FAULT`."""


def of(problem: Problem) -> Code:
    return next((OF_PROBLEMS[kind] for kind in type(problem).__mro__ if kind in OF_PROBLEMS), FAULT)

"""What is said to somebody whose budget is used up: until when, and where the whole file is."""

from __future__ import annotations

from madang.lib.problems import Problem


class OverBudget(Problem):
    """`seconds` until asking again makes sense; `whole` are addresses of the whole file, by their format."""

    def __init__(self, *, seconds: int, whole: dict[str, str], **facts: object) -> None:
        super().__init__(seconds=seconds, **facts)
        self.seconds, self.whole = seconds, whole


class TooManyRequests(OverBudget):
    en = (
        "{limit:,} requests a minute are answered for {who_en}. Ask again in {seconds} s, or take the whole file"
        " instead of pages: that is not counted here. A free key has a larger budget."
    )
    ko = (
        "{who_ko}에는 1분에 {limit:,}건까지 답합니다. {seconds}초 뒤에 다시 요청하거나, 여러 쪽 대신 전체 파일을 받으세요(따로"
        " 셉니다). 무료 키를 쓰면 한도가 늘어납니다."
    )


class TooManyRows(OverBudget):
    en = (
        "This question looks at {rows:,} rows, and {left:,} of the {limit:,} that {who_en} may have looked at in an hour are left."
        " Ask again in {seconds} s, or take the whole file: it costs nothing of this."
    )
    ko = (
        "이 질문은 {rows:,}행을 살펴야 하는데, {who_ko}에 허용된 시간당 {limit:,}행 가운데 {left:,}행이 남았습니다. {seconds}초 뒤에"
        " 다시 묻거나 전체 파일을 받으세요. 전체 파일은 여기에서 빼지 않습니다."
    )


class TooManyAtOnce(OverBudget):
    en = (
        "{limit} heavy questions (over {heavy:,} rows) of {who_en} are being answered. Wait for one of them and ask again, in"
        " {seconds} s for example, or take the whole file."
    )
    ko = (
        "{who_ko}의 무거운 질문({heavy:,}행 초과) {limit}건에 답하는 중입니다. 하나가 끝나면 다시 물으세요(예: {seconds}초 뒤)."
        " 또는 전체 파일을 받으세요."
    )


class TooManyCitations(OverBudget):
    en = "{limit:,} citations an hour are kept for {who_en}. Make the next one in {seconds} s; those made before stay."
    ko = "{who_ko}에는 한 시간에 인용 {limit:,}건까지 저장합니다. {seconds}초 뒤에 다시 만드세요. 이미 만든 인용은 그대로 있습니다."

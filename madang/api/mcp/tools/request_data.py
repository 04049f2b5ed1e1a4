"""Ask the city for data that nobody publishes."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from madang.api.budgets.spending import Spending
from madang.api.mcp.answer import TEXT, YES, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE, Argument
from madang.api.mcp.call import Call
from madang.community import requests
from madang.community.models import DataRequest, Shown
from madang.query import metering

TITLE = {"en": "Ask for missing data", "ko": "없는 자료 요청하기"}
MEANS = {
    "en": (
        "Keeps a request for data that the city does not publish, for its stewards to read. Search first, "
        "and ask the user before sending: "
        "it changes something. No personal data. There is no public page of requests yet, and no answer is promised."
    ),
    "ko": (
        "도시가 공개하지 않은 자료의 요청을 담당자가 읽도록 저장합니다. 먼저 찾아 보고, 보내기 전에 "
        "사용자에게 물으세요. 실제로 저장됩니다. "
        "개인정보를 넣지 마세요. 요청을 공개하는 화면은 아직 없으며 답을 약속하지 않습니다."
    ),
}
ARGUMENTS = (
    Argument("text", "string", "Hourly counts of shared bicycles per station since 2024, to plan night buses", {
        "en": "which data, of which place and time, and what for", "ko": "어떤 자료인지, 어느 곳과 때의 것인지, 무엇에 쓸지",
    }, requests.SHORTEST, requests.LONGEST, required=True),
    LANGUAGE,
)  # fmt: skip
OUTPUT = object_schema(
    ("request", "state", "kept", "public"), request=TEXT, state=TEXT, kept=TEXT, public=YES, new=YES, asked_at=TEXT
)
READS = False


def words(values: dict[str, Any]) -> str:
    return str(values["text"])


def call(call: Call, values: dict[str, Any]) -> Told:
    wish = requests.Wish.read(values["text"])  # what is refused anyway costs nothing of the budget
    meter = metering.current.get()
    if isinstance(meter, Spending):
        meter.keep_data_request()
    made, new = requests.keep(wish, call.language, call.client.name, Shown.KEPT)
    told = {
        "request": str(made.uid),
        "state": made.state,
        "kept": made.text,
        "public": False,
        "new": new,
        "asked_at": made.asked_at.isoformat(),
    }
    return Told(told, [_said(call, made, new)])


def _said(call: Call, made: DataRequest, new: bool) -> str:
    if not new:
        return call.say(
            "The same request is kept already and was counted once more (number {uid}, {state}). It is not public.",
            "같은 요청이 이미 있어 한 번 더 세었습니다(번호 {uid}, {state}). 공개되지 않습니다.",
            uid=made.uid, state=_state(made, call.language),
        )  # fmt: skip
    return call.say(
        "Kept as number {uid} for the city's stewards. It is not published, there is no page to follow it "
        "yet, and no answer is promised.",
        "번호 {uid}(으)로 저장했습니다. 도시의 담당자가 봅니다. 공개되지 않고, 진행을 볼 화면은 아직 "
        "없으며, 답을 약속하지 않습니다.",
        uid=made.uid,
    )


def _state(made: DataRequest, language: str) -> str:
    with translation.override(language):
        return str(made.get_state_display())

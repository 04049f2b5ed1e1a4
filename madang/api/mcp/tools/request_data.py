"""Ask the city for data that nobody publishes."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from madang.api.mcp.answer import TEXT, YES, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE, Argument
from madang.api.mcp.call import Call
from madang.community import requests
from madang.community.models import DataRequest, Shown
from madang.community.senders import REQUESTS, Sender

TITLE = {"en": "Ask for missing data", "ko": "없는 자료 요청하기"}
MEANS = {
    "en": (
        "Asks the city for data that it does not publish. Search first, and ask the user before sending: "
        "everybody can read the request on its page, where the responsible organisation answers. No personal data."
    ),
    "ko": (
        "도시가 공개하지 않은 자료를 요청합니다. 먼저 찾아 보고, 보내기 전에 사용자에게 물으세요. "
        "누구나 화면에서 요청을 읽을 수 있고 담당 기관이 그곳에서 답합니다. 개인정보를 넣지 마세요."
    ),
}
ARGUMENTS = (
    Argument("text", "string", "Hourly counts of shared bicycles per station since 2024, to plan night buses", {
        "en": "which data, of which place and time, and what for", "ko": "어떤 자료인지, 어느 곳과 때의 것인지, 무엇에 쓸지",
    }, most=requests.LONGEST, required=True),  # too short is told by the request itself, in its own words
    LANGUAGE,
)  # fmt: skip
OUTPUT = object_schema(
    ("request", "state", "kept", "public", "page"),
    request=TEXT,
    state=TEXT,
    kept=TEXT,
    public=YES,
    page=TEXT,
    new=YES,
    asked_at=TEXT,
)
READS = False


def words(values: dict[str, Any]) -> str:
    return str(values["text"])


def call(call: Call, values: dict[str, Any]) -> Told:
    wish = requests.Wish.read(values["text"])  # what is refused anyway costs nothing of the budget
    sender = Sender(call.client.name, call.client.identity)
    sender.spend(REQUESTS)
    made, new = requests.keep(wish, call.language, sender)
    told = {
        "request": str(made.uid),
        "state": made.state,
        "kept": made.text,
        "public": made.shown == Shown.PUBLIC,
        "page": call.page("requests", str(made.uid)),
        "new": new,
        "asked_at": made.asked_at.isoformat(),
    }
    return Told(told, [_said(call, made, new)])


def _said(call: Call, made: DataRequest, new: bool) -> str:
    page = call.page("requests", str(made.uid))
    if not new:
        return call.say(
            "The same request is there already and was counted once more ({state}): {page}",
            "같은 요청이 이미 있어 한 번 더 세었습니다({state}): {page}",
            state=_state(made, call.language), page=page,
        )  # fmt: skip
    return call.say(
        "The request is public now. The responsible organisation answers on its page: {page}",
        "요청을 공개했습니다. 담당 기관이 이 화면에서 답합니다: {page}",
        page=page,
    )


def _state(made: DataRequest, language: str) -> str:
    with translation.override(language):
        return str(made.get_state_display())

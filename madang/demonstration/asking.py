"""What citizens of the demonstration ask for and find wrong, with what the city says. Invented, and it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from madang.accounts.policy import OPERATOR
from madang.catalog.models import Dataset, Organisation
from madang.community import moderation, reports, requests, responding
from madang.community.models import DataRequest, Report
from madang.community.reports import Meant
from madang.community.requests import Wish
from madang.community.responding import Answer
from madang.community.senders import Sender

INVENTED = "시연을 위해 지어낸 요청입니다. Made up for the demonstration."


@dataclass(frozen=True)
class Asked:
    """A request: its words, who must answer, how many days ago it came, who wants it, and the answer if there is one."""

    text: str
    language: str
    place: str
    period: str
    organisation: str
    days: int
    wanted: int
    state: str = ""
    words: str = ""
    dataset: str = ""
    reason: str = ""
    after: int = 0  # days until what is planned


ASKED = (
    Asked("공공자전거 대여소별 시간대별 대여·반납 건수", "ko", "서울 전역", "2022년 이후", "transport", 9, 128, "planned",
          "시간 단위로 모아 공개합니다.", after=70),
    Asked("Opening hours of public toilets, also at night and on holidays", "en", "Jongno-gu", "now", "jongno-gu", 25, 86,
          "published", "They are a column of this dataset.", dataset="jongno-public-toilets"),
    Asked("가로등과 보안등의 위치와 밝기", "ko", "서울 전역", "", "urban-space", 6, 54),
    Asked("Waiting times at community health centres, by day and hour", "en", "Seoul", "since 2024", "public-health", 21, 31),
    Asked("일반음식점 위생 점검 결과", "ko", "마포구", "2025년", "mapo-gu", 12, 23, "question",
          "업소 이름이 없어도 됩니까, 아니면 업소별 결과가 필요합니까?"),
    Asked("민원 상담 전화 녹취록", "ko", "", "", "digital-city", 30, 3, "declined",
          "상담 내용에는 개인정보가 들어 있어 공개할 수 없습니다.", reason="personal"),
)  # fmt: skip
REPORTED = (
    ("air-quality", "unclear", "Is the hour in local time or UTC? The description does not say.", "en", 4, ""),
    ("street-trees", "wrong", "같은 자리에 나무 두 그루가 찍혀 있습니다.", "ko", 18, "생성한 자료라 자리가 겹칠 수 있습니다."),
)  # fmt: skip


def publish() -> None:
    """Ask and report what is missing, where those who answer and the data are there; what is there stays as it is."""
    for one in ASKED:
        _ask(one)
    for slug, kind, text, language, days, answer in REPORTED:
        dataset = Dataset.objects.select_related("organisation").filter(slug=slug, state="published").first()
        if dataset and not Report.objects.filter(dataset=dataset, text=text).exists():
            made = reports.keep(Meant(dataset), kind, text, language, "anonymous")
            if answer:
                responding.answer(OPERATOR, made, Answer("right", answer, language))
            _before(Report, made.pk, days, answered=bool(answer))


def _ask(one: Asked) -> None:
    wish = Wish.read(one.text, one.place, one.period, INVENTED)
    organisation = Organisation.objects.filter(slug=one.organisation).first()
    dataset = Dataset.objects.filter(slug=one.dataset, state="published").first() if one.dataset else None
    if not organisation or (one.dataset and not dataset) or DataRequest.objects.filter(digest=wish.digest).exists():
        return
    made, _ = requests.keep(wish, one.language, Sender("anonymous", "demonstration"))
    made.wanted = one.wanted
    made.save()
    moderation.assign(OPERATOR, made, organisation)
    if one.state:
        planned = timezone.localdate() + timedelta(days=one.after) if one.after else None
        said = Answer(one.state, one.words, one.language, one.reason, planned, dataset)
        responding.answer(OPERATOR, made, said)
    _before(DataRequest, made.pk, one.days, answered=bool(one.state))


def _before(kind: type[DataRequest] | type[Report], key: int, days: int, *, answered: bool) -> None:
    """Say that it came some days ago, and was answered in half of that time."""
    one = kind.objects.get(pk=key)
    asked = timezone.now() - timedelta(days=days)
    one.asked_at, one.since = asked, asked + timedelta(days=days / 2 if answered else 0)
    one.save()
    for entry in one.history.all():
        entry.at = one.since if entry.what == "answered" else asked
        entry.save()

"""The Sustainable Development Goals: their short titles, and which targets there are. Texts of targets are the United Nations' own.

Source: https://sdgs.un.org/goals (numbers of the 169 targets, English titles); Korean titles are the short forms in common use.
"""

from __future__ import annotations

from madang.lib.problems import Problem, Text

GOALS: tuple[tuple[Text, int, str], ...] = (  # title, last numbered target, last lettered one
    ({"en": "No poverty", "ko": "빈곤 퇴치"}, 5, "b"),
    ({"en": "Zero hunger", "ko": "기아 종식"}, 5, "c"),
    ({"en": "Good health and well-being", "ko": "건강과 웰빙"}, 9, "d"),
    ({"en": "Quality education", "ko": "양질의 교육"}, 7, "c"),
    ({"en": "Gender equality", "ko": "성평등"}, 6, "c"),
    ({"en": "Clean water and sanitation", "ko": "깨끗한 물과 위생"}, 6, "b"),
    ({"en": "Affordable and clean energy", "ko": "모두를 위한 깨끗한 에너지"}, 3, "b"),
    ({"en": "Decent work and economic growth", "ko": "양질의 일자리와 경제 성장"}, 10, "b"),
    ({"en": "Industry, innovation and infrastructure", "ko": "산업, 혁신, 사회 기반 시설"}, 5, "c"),
    ({"en": "Reduced inequalities", "ko": "불평등 감소"}, 7, "c"),
    ({"en": "Sustainable cities and communities", "ko": "지속 가능한 도시와 공동체"}, 7, "c"),
    ({"en": "Responsible consumption and production", "ko": "지속 가능한 생산과 소비"}, 8, "c"),
    ({"en": "Climate action", "ko": "기후 변화와 대응"}, 3, "b"),
    ({"en": "Life below water", "ko": "해양 생태계 보존"}, 7, "c"),
    ({"en": "Life on land", "ko": "육상 생태계 보호"}, 9, "c"),
    ({"en": "Peace, justice and strong institutions", "ko": "정의, 평화, 효과적인 제도"}, 10, "b"),
    ({"en": "Partnerships for the goals", "ko": "지구촌 협력"}, 19, ""),
)


class NoSuchTarget(Problem):
    en = "The Sustainable Development Goals have no {number}. Write a goal (11) or a target (11.2, 11.a)."
    ko = "지속가능발전목표에 {number}은(는) 없습니다. 목표(11)나 세부 목표(11.2, 11.a)를 쓰세요."


def goal(number: str) -> tuple[int, Text] | None:
    """The goal that a goal or target belongs to, with its title. None for ""; raises `NoSuchTarget`."""
    if not number:
        return None
    whole, _, part = number.partition(".")
    if not (whole.isascii() and whole.isdigit() and 1 <= int(whole) <= len(GOALS)):
        raise NoSuchTarget(number=number[:20])
    title, last, letter = GOALS[int(whole) - 1]
    known = part.isascii() and (
        (part.isdigit() and part[0] != "0" and int(part) <= last) or ("a" <= part <= letter and len(part) == 1)
    )
    if "." in number and not known:
        raise NoSuchTarget(number=number[:20])
    return int(whole), title


def targets() -> list[str]:
    """The numbers of all targets."""
    return [
        f"{place}.{part}"
        for place, (_, last, letter) in enumerate(GOALS, 1)
        for part in (*map(str, range(1, last + 1)), *(chr(code) for code in range(ord("a"), ord(letter or "`") + 1)))
    ]

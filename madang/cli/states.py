"""States and steps of a run in the words of the portal, also where no city is (`madang upload`). A test keeps them alike."""

from __future__ import annotations

from madang.cli.terminal import said

STATES = {
    "waiting": ("waiting", "대기 중"),
    "running": ("running", "처리 중"),
    "ready": ("waits for a person", "확인 대기"),
    "published": ("published", "게시됨"),
    "unchanged": ("nothing new", "변경 없음"),
    "failed": ("failed", "실패"),
    "cancelled": ("cancelled", "취소됨"),
}
STEPS = {
    "fetch": ("keep the bytes", "원본 보관"),
    "read": ("read", "읽기"),
    "infer": ("find the types", "유형 찾기"),
    "check": ("check", "검사"),
    "publish": ("publish", "게시"),
}


def state(name: str) -> str:
    """What people call a state; one that is not known (a newer city elsewhere) stays."""
    return said(*STATES.get(name, (name, name)))


def step(name: str) -> str:
    return said(*STEPS.get(name, (name, name)))

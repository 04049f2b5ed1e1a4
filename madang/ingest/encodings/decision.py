"""What was decided about an encoding, as the reader uses it and the receipt shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from madang.ingest.tables import Finding
from madang.lib.problems import Text

LOST = {
    "en": "The file holds replacement characters (�): letters were lost before it came here. Ask for an export in UTF-8.",
    "ko": "파일에 대체 문자(�)가 있습니다. 여기 오기 전에 글자가 사라졌으니 UTF-8로 다시 내보내 달라고 요청하세요.",
}
CUT = {
    "en": "The file ends in the middle of a character: its end is missing. Ask the sender for the whole file.",
    "ko": "파일이 글자 중간에서 끝납니다. 뒷부분이 없으니 보낸 곳에 파일을 다시 요청하세요.",
}


@dataclass
class Met:
    """What the reader met while it turned the bytes into text; `text_blocks` begins it anew."""

    misfits: int = 0  # places that are no text in the encoding
    own: int = 0  # characters of the sender's own (user-defined area)


@dataclass(frozen=True)
class Decision:
    """How the bytes become text. `how` is decided, asked, default, chosen or declared; `start` is where the text begins.

    asked: a person should look, the city's default was taken. default: no candidate decodes the whole stream.
    """

    name: str
    how: str
    reason: Text
    bom: bool = False
    start: int = 0
    proof: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    lost: int = 0  # replacement characters that the file already holds
    cut: bool = False  # the last character is not whole
    sure: bool = False  # every byte was seen to be valid
    notes: tuple[Finding, ...] = ()
    met: Met = field(default_factory=Met, compare=False)

    @property
    def receipt(self) -> dict[str, Any]:
        facts = {"name": self.name, "how": self.how, "reason": self.reason, "bom": self.bom}
        return {**facts, "proof": self.proof, "choices": self.choices}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know; complete once the text has been read (`met`)."""
        found: list[Finding] = []
        if self.how in ("asked", "default"):
            sample = tuple(row["text"] for row in self.proof[:3])
            found.append(Finding(code="encoding-undecided", severity="warning", text=self.reason, sample=sample))
        if self.lost and self.name == "utf-8":
            found.append(Finding(code="letters-lost", severity="warning", text=LOST, count=self.lost))
        if self.cut:
            found.append(Finding(code="file-cut-off", severity="error", text=CUT, count=1))
        if self.met.misfits:
            found.append(Finding("no-text-in-encoding", "warning", _misfits(self), count=self.met.misfits))
        if self.met.own:
            found.append(Finding("own-characters", "warning", _own(self.met.own), count=self.met.own))
        return (*found, *self.notes)


def _misfits(decision: Decision) -> Text:
    count, name = decision.met.misfits, decision.name
    return {
        "en": f"In {count:,} places the bytes are no text in {name}; their rows are refused. If there are many, choose another encoding.",
        "ko": f"{name}(으)로 읽을 수 없는 바이트가 {count:,}곳에 있습니다. 그 행은 제외된 행에 있습니다. 많다면 다른 인코딩을 고르세요.",
    }


def _own(count: int) -> Text:
    return {
        "en": f"{count:,} characters are the sender's own (user-defined area of CP949): only the sender's font shows what they are.",
        "ko": f"보낸 곳에서 직접 만든 글자(CP949 사용자 정의 영역)가 {count:,}개 있습니다. 보낸 곳의 글꼴이 있어야 보입니다.",
    }

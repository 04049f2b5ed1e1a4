"""The rule by which the evidence of a whole stream decides its encoding, or leaves it to a person.

The cases stand in `docs/ingest-files.md`, the reasons in `docs/decisions/0006-encodings.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from madang.ingest.encoding_evidence import Evidence, glued, proof
from madang.ingest.tables import Finding
from madang.lib.problems import Text

HANGUL_NEEDED = 30
LOST = {
    "en": "The file holds replacement characters (�): letters were lost before it came here. Ask for an export in UTF-8.",
    "ko": "파일에 대체 문자(�)가 있습니다. 여기 오기 전에 글자가 사라졌으니 UTF-8로 다시 내보내 달라고 요청하세요.",
}
DEFAULT = {"ko": "cp949", "en": "windows-1252"}
OFFERED = ("cp949", "utf-8", "windows-1252", "shift_jis", "gbk", "big5", "utf-16-le")


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

    @property
    def receipt(self) -> dict[str, Any]:
        facts = {"name": self.name, "how": self.how, "reason": self.reason, "bom": self.bom}
        return {**facts, "proof": self.proof, "choices": self.choices}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A finding when nobody chose and the bytes alone do not decide, and one when letters were lost before."""
        found: list[Finding] = []
        if self.how in ("asked", "default"):
            sample = tuple(row["text"] for row in self.proof[:3])
            found.append(Finding(code="encoding-undecided", severity="warning", text=self.reason, sample=sample))
        if self.lost and self.name == "utf-8":
            found.append(Finding(code="letters-lost", severity="warning", text=LOST, count=self.lost))
        return tuple(found)


def judge(evidence: Evidence, language: str) -> Decision:
    """How to read the file; `language` is the city's, which settles what the bytes leave open."""
    default = DEFAULT.get(language, "utf-8")
    if evidence.ascii:
        reason = {
            "en": "All bytes are ASCII, the same text in every candidate.",
            "ko": "모두 ASCII라서 어느 인코딩으로도 같은 글입니다.",
        }
        return Decision("utf-8", "decided", reason)
    if evidence.utf8 and not evidence.cp949:
        reason = {
            "en": "The whole file is valid UTF-8 and is not valid CP949.",
            "ko": "파일 전체가 올바른 UTF-8이고 CP949는 아닙니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    if evidence.utf8:
        return _judge_both(evidence, language)
    if evidence.cp949:
        return _judge_cp949(evidence, default)
    return _judge_neither(evidence, default)


def _judge_both(evidence: Evidence, language: str) -> Decision:
    if evidence.utf8_hangul or evidence.hangul_share < 1:
        reason = {
            "en": "Valid UTF-8; read as CP949 it would not be Korean throughout.",
            "ko": "올바른 UTF-8이며, CP949로 읽으면 한글만 남지 않습니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    if evidence.hangul >= HANGUL_NEEDED and evidence.common_share < 0.3:
        reason = {
            "en": f"Valid UTF-8; read as CP949 only {evidence.common_share:.0%} of its {evidence.hangul} syllables are common in Korean.",
            "ko": f"올바른 UTF-8이며, CP949로 읽은 {evidence.hangul}자 중 흔한 한글은 {evidence.common_share:.0%}뿐입니다.",
        }
        return Decision("utf-8", "decided", reason, proof=proof(evidence.proof.lines, "utf-8", "cp949"))
    name = "cp949" if language == "ko" and not glued(evidence.proof.lines) else "utf-8"
    reason = {
        "en": f"Both UTF-8 and CP949 fit every byte; {name} was taken by default. Look at the proof rows.",
        "ko": f"UTF-8과 CP949 둘 다 맞습니다. 기본값으로 {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(name, reason, ("cp949", "utf-8"), "asked", evidence)


def _judge_cp949(evidence: Evidence, default: str) -> Decision:
    numbers = (
        f"{evidence.hangul} Hangul, {evidence.ks_share:.0%} of KS X 1001, {evidence.common_share:.0%} common syllables",
        f"한글 {evidence.hangul}자, KS X 1001 {evidence.ks_share:.0%}, 흔한 음절 {evidence.common_share:.0%}",
    )
    if evidence.korean:
        reason = {
            "en": f"Valid CP949, not UTF-8: {numbers[0]}.",
            "ko": f"올바른 CP949이고 UTF-8은 아닙니다: {numbers[1]}.",
        }
        return Decision("cp949", "decided", reason, proof=proof(evidence.proof.lines, "cp949", "windows-1252"))
    reason = {
        "en": f"Valid CP949, but not surely Korean ({numbers[0]}); {default} was taken as the city's default. Look at the proof rows.",
        "ko": f"CP949로 읽히지만 한국어인지 확실하지 않습니다({numbers[1]}). "
        f"도시의 기본값인 {default}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(default, reason, ("cp949", "windows-1252", "shift_jis", "gbk", "big5"), "asked", evidence)


def _judge_neither(evidence: Evidence, default: str) -> Decision:
    where = f"{evidence.utf8_error} / {evidence.cp949_error}"
    # A mostly Korean file with a few cut characters is CP949 with damaged rows, not another encoding.
    name = "cp949" if evidence.korean else default
    reason = {
        "en": f"Neither UTF-8 nor CP949 fits every byte (first misfits at byte {where}); {name} was taken. Look at the proof rows.",
        "ko": f"UTF-8도 CP949도 모든 바이트에 맞지는 않습니다(처음 어긋난 바이트: {where}). {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return _asked(name, reason, OFFERED, "default", evidence)


def _asked(name: str, reason: Text, offered: tuple[str, ...], how: str, evidence: Evidence) -> Decision:
    lines = evidence.proof.lines
    other = next(candidate for candidate in offered if candidate != name)
    choices = [
        {"name": candidate, "text": "\n".join(row["text"] for row in proof(lines[:2], candidate, other))}
        for candidate in dict.fromkeys((name, *offered))
    ]
    return Decision(name, how, reason, proof=proof(lines, name, other), choices=choices)

"""The rule by which the evidence of a whole stream decides its encoding, or leaves it to a person.

The cases stand in `docs/ingest-files.md`, the reasons in `docs/decisions/0006-encodings.md`.
"""

from __future__ import annotations

from madang.ingest.encodings.decision import Decision
from madang.ingest.encodings.evidence import Evidence
from madang.ingest.encodings.likelihood import MARGIN
from madang.ingest.encodings.lines import in_latin_word
from madang.ingest.encodings.proof import offered, proof
from madang.lib.problems import Text

DEFAULT = {"ko": "cp949", "en": "windows-1252"}
OFFERED = (
    "cp949", "utf-8", "windows-1252", "windows-1250", "shift_jis", "gb18030", "big5", "johab", "utf-16-le",
)  # fmt: skip


def judge(evidence: Evidence, language: str) -> Decision:
    """How to read the file; `language` is the city's, which settles what the bytes leave open."""
    default = DEFAULT.get(language, "utf-8")
    if evidence.ascii:
        return _judge_ascii(evidence)
    if evidence.utf8 or (evidence.cut == "utf-8" and evidence.margin("utf-8") >= MARGIN):
        return _judge_utf8(evidence, language)
    if evidence.cp949 or (evidence.cut == "cp949" and evidence.korean):
        return _judge_cp949(evidence, default)
    return _judge_neither(evidence, default)


def _judge_ascii(evidence: Evidence) -> Decision:
    if not evidence.escape:
        reason = {
            "en": "All bytes are ASCII, the same text in every candidate.",
            "ko": "모두 ASCII라서 어느 인코딩으로도 같은 글입니다.",
        }
        return Decision("utf-8", "decided", reason, sure=True)
    if evidence.escape == "iso2022_kr":
        reason = {
            "en": "The file names iso2022_kr itself, by its escape sequence.",
            "ko": "파일이 제어 문자열로 iso2022_kr임을 밝힙니다.",
        }
        return Decision("iso2022_kr", "declared", reason, proof=proof(evidence.proof.lines, "iso2022_kr", "utf-8"))
    reason = {
        "en": f"All bytes are ASCII, but they hold the escape sequences of {evidence.escape}; it was taken. Look at the proof rows.",
        "ko": f"모두 ASCII지만 {evidence.escape}의 제어 문자열이 있어 {evidence.escape}(으)로 읽었습니다. 증거 행을 확인하세요.",
    }
    return asked(evidence.escape, reason, ("utf-8",), "asked", evidence)


def _judge_utf8(evidence: Evidence, language: str) -> Decision:
    if evidence.margin("utf-8") < MARGIN:
        return _weak_utf8(evidence, language)
    if evidence.doubtful and evidence.utf8_hangul:
        return _doubtful_lines(evidence)
    reason = (
        {
            "en": "The whole file is valid UTF-8 and is not valid CP949.",
            "ko": "파일 전체가 올바른 UTF-8이고 CP949는 아닙니다.",
        }
        if not evidence.cp949
        else {
            "en": "Valid UTF-8; the same bytes make no likely text in CP949 or another encoding.",
            "ko": "올바른 UTF-8이며, CP949나 다른 인코딩으로 읽으면 글이 되지 않습니다.",
        }
    )
    shown = proof(evidence.proof.lines, "utf-8", "cp949")
    return Decision("utf-8", "decided", reason, proof=shown, cut=bool(evidence.cut), sure=not evidence.cut)


def _weak_utf8(evidence: Evidence, language: str) -> Decision:
    """Valid UTF-8 of so few letters that they may be of another encoding by chance."""
    lines = "\n".join(line.decode("cp949", errors="replace") for _, line in evidence.proof.lines)
    damaged = evidence.common_share == 0 and in_latin_word(lines)
    korean = language == "ko" and evidence.cp949 and evidence.hangul_share == 1 and not damaged
    name = "cp949" if korean and evidence.likelihood("cp949") > evidence.likelihood("utf-8") - 3 else "utf-8"
    reason = {
        "en": f"Valid UTF-8, but its letters may be another encoding as well; {name} was taken by default. Look at the proof rows.",
        "ko": f"올바른 UTF-8이지만 다른 인코딩일 수도 있습니다. 기본값으로 {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return asked(name, reason, ("cp949", "utf-8", "windows-1252", "gb18030", "big5", "shift_jis"), "asked", evidence)


def _doubtful_lines(evidence: Evidence) -> Decision:
    """Korean UTF-8 in which whole lines would also be Korean in CP949: a row from another export may stand among them."""
    lines = evidence.doubtful
    evidence.proof.lines[:] = lines[:5]
    where = ", ".join(f"{number:,}" for number, _ in lines[:5])
    reason = {
        "en": f"Valid UTF-8, but lines {where} would be Korean in CP949 and hold odd letters in UTF-8. Look at the proof rows.",
        "ko": f"올바른 UTF-8이지만 {where}행은 CP949로 읽으면 한글이고 UTF-8로는 이상한 글자입니다. 증거 행을 확인하세요.",
    }
    return asked("utf-8", reason, ("cp949",), "asked", evidence)


def _judge_cp949(evidence: Evidence, default: str) -> Decision:
    numbers = (
        f"{evidence.hangul:,} Hangul, {evidence.ks_share:.0%} of KS X 1001, {evidence.common_share:.0%} common syllables",
        f"한글 {evidence.hangul:,}자, KS X 1001 {evidence.ks_share:.0%}, 흔한 음절 {evidence.common_share:.0%}",
    )
    if evidence.korean:
        reason = {
            "en": f"Valid CP949, not UTF-8: {numbers[0]}{', counted in parts of the file' if evidence.sampled else ''}.",
            "ko": f"올바른 CP949이고 UTF-8은 아닙니다: {numbers[1]}{'(파일의 일부에서 셈)' if evidence.sampled else ''}.",
        }
        return Decision(
            "cp949",
            "decided",
            reason,
            proof=proof(evidence.proof.lines, "cp949", "windows-1252"),
            cut=evidence.cut == "cp949",
        )
    name = _likeliest(evidence, default)
    reason = {
        "en": f"Valid CP949, but not surely Korean ({numbers[0]}); {name} was taken. Look at the proof rows.",
        "ko": f"CP949로 읽히지만 한국어인지 확실하지 않습니다({numbers[1]}). {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return asked(name, reason, OFFERED, "asked", evidence)


def _likeliest(evidence: Evidence, default: str) -> str:
    """What is taken until a person has looked: the encoding that is clearly the likeliest, else the city's default.

    A default that does not fit every byte yields to windows-1252 when that is likelier.
    """
    names = [name for name in OFFERED if name != "utf-8" and not name.startswith("utf-16")]
    first, second, *_ = sorted(names, key=evidence.likelihood, reverse=True)
    if evidence.likelihood(first) - evidence.likelihood(second) >= MARGIN:
        return first
    return max((default, "windows-1252"), key=evidence.likelihood) if not evidence.cp949 else default


def _judge_neither(evidence: Evidence, default: str) -> Decision:
    if evidence.johab:
        reason = {
            "en": "Neither UTF-8 nor CP949; in Johab the words are Korean, and in no other encoding likely.",
            "ko": "UTF-8도 CP949도 아니며, 조합형(Johab)으로 읽으면 한국어이고 다른 인코딩일 가능성은 낮습니다.",
        }
        return Decision("johab", "decided", reason, proof=proof(evidence.proof.lines, "johab", "cp949"))
    where = f"{evidence.utf8_error} / {evidence.cp949_error}"
    # A mostly Korean file with a few cut characters is CP949 with damaged rows, not another encoding.
    name = "cp949" if evidence.korean else _likeliest(evidence, default)
    reason = {
        "en": f"Neither UTF-8 nor CP949 fits every byte (first misfits at byte {where}); {name} was taken. Look at the proof rows.",
        "ko": f"UTF-8도 CP949도 모든 바이트에 맞지는 않습니다(처음 어긋난 바이트: {where}). {name}을(를) 택했습니다. 증거 행을 확인하세요.",
    }
    return asked(name, reason, OFFERED, "default", evidence)


def asked(name: str, reason: Text, others: tuple[str, ...], how: str, evidence: Evidence) -> Decision:
    """A decision that a person should confirm: with the rows in each encoding that may be chosen, the likeliest first."""
    lines = evidence.proof.lines
    likely = sorted(others, key=evidence.likelihood, reverse=True)
    other = next((one for one in others if one != name), "utf-8")
    choices = offered(lines, tuple(dict.fromkeys((name, *likely))))
    return Decision(name, how, reason, proof=proof(lines, name, other), choices=choices)

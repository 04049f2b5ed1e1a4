"""The words of a receipt in a terminal, English and Korean."""

from __future__ import annotations

from madang.lib.particles import josa

WORDS: dict[str, tuple[str, str]] = {
    "encoding": ("encoding", "문자 인코딩"),
    "rows": ("{n:,} rows", "{n:,}행"),
    "row": ("1 row", "1행"),
    "columns": ("{n:,} columns", "{n:,}열"),
    "dialect": ("separated by", "구분자"),
    "headers": ("header in line", "제목 줄"),
    "no_header": ("no header line", "제목 줄 없음"),
    "place": ("map", "지도"),
    "column": ("column", "열"),
    "type": ("type", "종류"),
    "evidence": ("evidence", "근거"),
    "example": ("for example", "예"),
    "no_table": ("No table", "표 없음"),
    "findings": ("Findings", "점검 결과"),
    "since": ("Since {name}", "{name} 이후 달라진 점"),
    "same": ("Nothing has changed.", "달라진 것이 없습니다."),
    "read": ("How it was read", "읽은 방법"),
    "clean": ("Nothing to look at: this file can be published.", "그대로 게시할 수 있습니다. 점검 결과가 없습니다."),
    "look": ("It can be published. {n} findings to look at.", "게시할 수 있습니다. 점검 결과 {n}건을 살펴보세요."),
    "look1": ("It can be published. 1 finding to look at.", "게시할 수 있습니다. 점검 결과 1건을 살펴보세요."),
    "blocked": (
        "{n} findings must be decided before this is published.",
        "게시하기 전에 점검 결과 {n}건을 정해야 합니다.",
    ),
    "blocked1": ("1 finding must be decided before this is published.", "게시하기 전에 점검 결과 1건을 정해야 합니다."),
    "asked": (
        "It can be published as it is. {n} questions are open: see To decide.",
        "그대로 게시할 수 있지만 열린 질문이 {n}건 있습니다. 아래 정할 것을 보세요.",
    ),
    "asked1": (
        "It can be published as it is. 1 question is open: see To decide.",
        "그대로 게시할 수 있지만 열린 질문이 1건 있습니다. 아래 정할 것을 보세요.",
    ),
    "doubtful": (
        "A person must look before this is published: it is not sure that all of it was read rightly.",
        "게시하기 전에 사람이 확인해야 합니다. 모두 제대로 읽었는지 확실하지 않습니다.",
    ),
    "to_decide": ("To decide", "정할 것"),
    "question": ("question", "질문"),
    "partial": ("Read; types and findings are still to come.", "읽었습니다. 종류와 점검 결과는 아직입니다."),
    "correct": ("If that is wrong:", "아니라면:"),
    "line": ("line", "줄"),
    "records": ("{n:,} records of the file", "파일의 레코드 {n:,}개"),
    "otherwise": ("otherwise", "다르게 읽으면"),
    "refused": ("{n:,} refused", "받지 않은 {n:,}행"),
    "header_lines": ("{n:,} of header", "제목 {n:,}줄"),
    "mended": ("rows mended: {n:,}", "{n:,}행을 고쳐 읽음"),
    "empty": ("empty cells: {n:,}", "빈 칸 {n:,}개"),
    "emptied": ("read as empty: {n:,}", "빈 값으로 읽은 칸 {n:,}개"),
    "converted": ("columns written otherwise than in the file: {n:,}", "표기를 바꾼 열 {n:,}개"),
    "more": ("… and {n:,} more", "… 외 {n:,}개"),
    "breaking": ("breaking", "호환 안 됨"),
    "personal": ("personal", "개인정보"),
    "error": ("error", "오류"),
    "warning": ("warning", "주의"),
    "info": ("note", "참고"),
    "decided": ("decided", "결정"),
    "preamble": ("above the header", "제목 위의 글"),
    "footer": ("below the table", "표 아래의 글"),
    "blank": ("blank", "빈 줄"),
    "repeated header": ("header again", "되풀이된 제목"),
    "units": ("line of units", "단위 줄"),
    "note": ("note", "주석"),
    "title": ("title", "제목"),
    "drop": ("left out", "뺌"),
    "mask": ("masked", "가림"),
    "suppress": ("small counts emptied", "작은 수를 비움"),
    "open": ("(to decide)", "(정해야 함)"),
    "generalise": ("made coarser", "넓힘"),
    "justify": ("kept", "그대로 둠"),
}


def said(key: str, language: str, **values: object) -> str:
    """The words for `key`; a key that has none (the plug-in of somebody else) stands for itself."""
    words = WORDS.get(key, (key, key))[language == "ko"].format(**values)
    return josa(words) if language == "ko" else words


def counted(key: str, n: int, language: str) -> str:
    """`rows` and the like, with one for one."""
    one = {"rows": "row", "look": "look1", "blocked": "blocked1", "asked": "asked1"}.get(key)
    return said(one, language) if n == 1 and one else said(key, language, n=n)

"""What cannot be drawn; each says what to do instead."""

from madang.lib.problems import Problem


class OddMap(Problem):
    en = "This map cannot be drawn: {why_en}"
    ko = "이 지도는 그릴 수 없습니다: {why_ko}"


def unknown(name: str, value: str, known: str) -> OddMap:
    """A word of the address that means nothing here."""
    return OddMap(
        why_en=f"{name}={value[:80]!r} is not known. Use {known}.",
        why_ko=f"{name}={value[:80]!r}: 알 수 없는 값입니다. {known} 가운데에서 쓰세요.",
    )


def no_column(name: str, column: str, table: str) -> OddMap:
    return OddMap(
        why_en=f"{table} has no column {column[:80]!r} for `{name}`. Choose one of its columns.",
        why_ko=f"{table}에는 `{name}`에 쓸 {column[:80]!r} 열이 없습니다. 있는 열 가운데에서 고르세요.",
    )

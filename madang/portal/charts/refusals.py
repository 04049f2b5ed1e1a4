"""What cannot be drawn, or would mislead if it were; each says what to do instead."""

from madang.lib.problems import Problem


class OddChart(Problem):
    en = "This chart cannot be drawn: {why_en}"
    ko = "이 차트는 그릴 수 없습니다: {why_ko}"

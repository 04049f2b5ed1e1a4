"""What a person should know about the rows and the header of delimited text."""

from __future__ import annotations

from madang.ingest.tables import Finding


def ragged(count: int) -> Finding:
    text = {
        "en": f"{count:,} rows had fewer or more cells than columns, all of them empty, or another delimiter: they were mended.",
        "ko": f"{count:,}개 행의 셀 수나 구분자가 달랐습니다. 모자라거나 남는 셀이 모두 비어 있어 맞추었습니다.",
    }
    return Finding("ragged-rows", "info", text, count=count)


def stray_quotes(count: int) -> Finding:
    text = {
        "en": f"{count:,} rows have quotes that open or close nothing. Only one reading fits the columns; the quotes stay in their cells.",
        "ko": f"{count:,}개 행에 짝이 없는 따옴표가 있습니다. 열에 맞는 읽기가 하나뿐이어서 그렇게 읽고 따옴표는 셀에 남겼습니다.",
    }
    return Finding("stray-quotes", "info", text, count=count)


def header_width(line: int, named: int, usual: int, empty: bool) -> Finding:
    """`empty`: what the rows have more holds nothing, as where every row ends with a delimiter."""
    text = {
        "en": f"The header (line {line}) has {named} cells but the rows have {usual}: a name may stand over the wrong column.",
        "ko": f"머리글({line}행)의 셀은 {named}개인데 행의 셀은 {usual}개입니다. 이름이 다른 열 위에 있을 수 있습니다.",
    }
    return Finding("header-width", "info" if empty else "warning", text, count=abs(named - usual))


def cut_off(line: int) -> Finding:
    """As an upload or a transfer that broke off leaves it: an error, so that only a person publishes it."""
    text = {
        "en": f"The file ends in the middle of a row (line {line:,}): its end is missing. Ask the sender for the whole file.",
        "ko": f"파일이 {line:,}번째 줄 중간에서 끝납니다. 뒷부분이 없으니 보낸 곳에 파일을 다시 요청하세요.",
    }
    return Finding("file-cut-off", "error", text, count=1)

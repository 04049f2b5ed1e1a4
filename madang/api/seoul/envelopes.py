"""What stands around the rows: of most services, of the city data, of the subway's host. Order and spelling are the original's."""

from __future__ import annotations

from dataclasses import dataclass

from madang.api.formats._cells import json_text
from madang.api.seoul.codes import FOUND, Code
from madang.api.seoul.element_names import encoded

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SUBWAY_LISTS = {"realtimeStationArrival": "realtimeArrivalList"}
"""Where a service of the subway names its rows otherwise than `{service}List`."""


@dataclass(frozen=True)
class Envelope:
    """Text before and after the rows; `element` is what each row is in XML."""

    json_before: str
    json_after: str
    xml_before: str
    element: str
    xml_after: str


def of(service: str, total: int, *, subway: bool = False, returned: int = 0) -> Envelope:
    if subway:
        return _subway(service, total)
    if service in ("citydata", "citydata_ppltn"):
        return _city(service, total, returned)
    return _service(service, total)


def _service(service: str, total: int) -> Envelope:
    root = encoded(service)
    return Envelope(
        f'{{{json_text(service)}:{{"list_total_count":{total},"RESULT":{_json(FOUND)},"row":[',
        "]}}",
        f"{DECLARATION}<{root}>\n<list_total_count>{total}</list_total_count>\n{_xml(FOUND)}\n",
        "row",
        f"</{root}>\n",
    )


def _city(service: str, total: int, returned: int) -> Envelope:
    """`citydata` tells of one place, as an object; where several are asked for, as a list."""
    result = f'"RESULT":{json_text({"RESULT.CODE": FOUND.code, "RESULT.MESSAGE": FOUND.message})}'
    marked = (
        f"<RESULT><RESULT.CODE>{FOUND.code}</RESULT.CODE><RESULT.MESSAGE>{FOUND.message}</RESULT.MESSAGE></RESULT>\n"
    )
    if service == "citydata":
        first, last = ("", "") if returned == 1 else ("[", "]")
        count = f"<list_total_count>{total}</list_total_count>\n"
        return Envelope(
            f'{{"list_total_count":{total},{result},"CITYDATA":{first}', last + "}",
            f"{DECLARATION}<SeoulRtd.citydata>\n{count}{marked}", "CITYDATA", "</SeoulRtd.citydata>\n",
        )  # fmt: skip
    element = f"SeoulRtd.{service}"
    return Envelope(f'{{"{element}":[', f"],{result}}}", f"{DECLARATION}<Map>\n", element, f"{marked}</Map>\n")


def _subway(service: str, total: int) -> Envelope:
    listed = SUBWAY_LISTS.get(service, f"{service}List")
    told = subway_result(FOUND, 200, total)
    cells = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    root = encoded(service)
    return Envelope(
        f'{{"errorMessage":{json_text(told)},{json_text(listed)}:[', "]}",
        f"{DECLARATION}<{root}>\n<RESULT>{cells}</RESULT>\n", "row", f"</{root}>\n",
    )  # fmt: skip


def subway_result(code: Code, status: int, total: int) -> dict[str, object]:
    """The flat result of the subway's host; its texts end with a full stop there."""
    message = code.text if code.text.endswith(".") else code.text + "."
    return {"status": status, "code": code.code, "message": message, "link": "", "developerMessage": "", "total": total}


def _json(code: Code) -> str:
    return json_text({"CODE": code.code, "MESSAGE": code.text})


def _xml(code: Code) -> str:
    return f"<RESULT><CODE>{code.code}</CODE><MESSAGE>{code.text}</MESSAGE></RESULT>"


def error(code: Code, type: str, *, subway: bool = False) -> str:
    """A result without rows, in JSON or XML."""
    if type != "json":
        return f"<RESULT><CODE>{code.code}</CODE><MESSAGE><![CDATA[{code.text}]]></MESSAGE></RESULT>"
    return json_text(subway_result(code, 500, 0)) if subway else f'{{"RESULT":{_json(code)}}}'

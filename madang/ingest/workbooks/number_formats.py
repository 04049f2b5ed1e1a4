"""What a number format of a spreadsheet tells about a value: the zeros of a code, a percentage, a scale."""

from __future__ import annotations

import re
from functools import cache

PERCENT, SCALED = "%", ","
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(General)|(.)', re.S)


@cache
def meaning(code: str) -> str:
    """`%`, `,` (shown in thousands), a form of zeros such as `000-0000`, or "" when the format hides nothing.

    Forms come from codes like `00000`: at least two zeros, no other digit mark, and literal text between them.
    """
    form, marks = "", ""
    for quoted, escaped, general, letter in _TOKEN.findall(_first_section(code)):
        if general or letter == "@":
            return ""
        if quoted or escaped:
            form += quoted or escaped
        elif letter:
            marks += letter
            form += letter
    if re.search(r"[ymdhs]", marks, re.I):
        return ""  # a date or time: the reader of the workbook makes it one
    if "%" in marks:
        return PERCENT
    if re.search(r"[0#?],+[^0#?.]*$|[0#?],+\.", marks):
        return SCALED
    zeros = marks.count("0")
    return form if zeros >= 2 and form.count("0") == zeros and not re.search(r"[#?.,eE/%]", marks) else ""


def _first_section(code: str) -> str:
    """What stands before the first `;` outside quotes: the format of positive numbers."""
    found = re.match(r'(?:"[^"]*"|\\.|[^;"\\])*', code, re.S)
    return found.group(0) if found else code

"""Names of columns as names of XML elements, and back.

What XML does not allow in a name is written `_xHHHH_` with its hexadecimal code, and `_x` before such a code as `_x005F_x`: the
rule of ISO/IEC 9075-14 (SQL/XML), which .NET's `XmlConvert.DecodeName` undoes too. No two names become the same.
"""

from __future__ import annotations

import re

_LETTERS = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
"""Letters in every edition of XML 1.0: expat still knows the fourth. Hangul and Hanja are among them; U+3131 ff. are not."""
_ODD = re.compile(rf"^[^{_LETTERS}]|[^{_LETTERS}0-9.\-]|_(?=x(?:[0-9A-F]{{4}}|[0-9A-F]{{6}})_)")
_ESCAPED = re.compile(r"_x([0-9A-F]{4}|[0-9A-F]{6})_")


def encoded(name: str) -> str:
    """`1월 인구(명)` is `_x0031_월_x0020_인구_x0028_명_x0029_`. No column's name is empty."""
    return _ODD.sub(lambda found: _code(found[0]), name)


def decoded(element: str) -> str:
    """The name that `encoded` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), element)


def _code(letter: str) -> str:
    return f"_x{ord(letter):04X}_" if ord(letter) < 0x10000 else f"_x{ord(letter):06X}_"

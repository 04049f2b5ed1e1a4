"""Lines of the log, without the keys that people write into addresses."""

from __future__ import annotations

import logging
import re

KEY = re.compile(r"\b(mdg_)[\w-]+")


class WithoutKeys(logging.Formatter):
    """Puts `mdg_***` for every token of ours, in the message and in what follows it. Seoul's dialect has them in its addresses, and
    an address that is a little wrong is logged by whoever refuses it."""

    def format(self, record: logging.LogRecord) -> str:
        return KEY.sub(r"\1***", super().format(record))

"""What an assistant may do: a file a tool, each with

TITLE, MEANS     what it is called and what it does, in both languages
ARGUMENTS        what it takes (`arguments.Argument`)
OUTPUT           the JSON Schema of its fields
READS            whether it changes nothing
words(values)    the reader's own words among the arguments, by which their language may be told
call(call, values)   the answer, an `answer.Told`
"""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

from madang.api import problems
from madang.api.budgets.refusals import OverBudget
from madang.api.mcp import arguments
from madang.api.mcp.answer import Told
from madang.api.mcp.call import Call, Speaker, preferred
from madang.lib import plugins
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES

GROUP = "madang.api.mcp.tools"
AGREED = ("TITLE", "MEANS", "ARGUMENTS", "OUTPUT", "READS", "words", "call")
ORDER = ("search", "describe", "query", "sample", "request_data")

log = logging.getLogger(__name__)


def tools() -> dict[str, ModuleType]:
    """Every tool by its name, in the order in which one uses them."""
    found = plugins.found(GROUP, AGREED)
    return {name: found[name] for name in [*ORDER, *(name for name in found if name not in ORDER)]}


def answer(speaker: Speaker, name: str, sent: dict[str, Any]) -> tuple[str, dict[str, Any], bool]:
    """(text, fields, whether it is an error) of one call. Problems are told as answers: an assistant can mend what it asked."""
    tool = tools()[name]
    language = preferred(speaker.request)
    try:
        values = arguments.read(name, tool.ARGUMENTS, sent)
        language = values.pop("language", None) or preferred(speaker.request, tool.words(values))
        call = Call(speaker, language)
        told: Told = tool.call(call, values)
    except Problem as problem:
        return refused(problem, sent.get("language") if sent.get("language") in LANGUAGES else language)
    except Exception:
        log.exception("the tool %s failed", name)
        return refused(problems.OurFault(), language)
    speaker.rows = told.rows
    return told.text(call), told.facts, False


def refused(problem: Problem, language: str) -> tuple[str, dict[str, Any], bool]:
    """A problem as an answer; one that we did not foresee tells nothing of our insides."""
    code = problems.status(problem)
    shown = problems.OurFault() if code == 500 else problem
    if shown is not problem:
        log.error("a problem without a status: %r", problem)
    told: dict[str, Any] = {"problem": shown.code, "status": code, "texts": shown.texts()}
    if isinstance(shown, OverBudget):
        told |= {"retry_after": shown.seconds, "whole_file": shown.whole or None}
    return shown.text(language), told, True

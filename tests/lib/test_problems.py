"""Every named error of Madang says what, where and what to do in both languages, with the same facts."""

import importlib
import pkgutil
import re
import string

import madang
from madang.lib.problems import Problem


def every_problem() -> list[type[Problem]]:
    """All subclasses of `Problem` in all modules of Madang."""
    for module in pkgutil.walk_packages(madang.__path__, "madang."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    found, queue = [], [Problem]
    while queue:
        for subclass in queue.pop().__subclasses__():
            if subclass.__module__.startswith("madang."):
                found.append(subclass)
                queue.append(subclass)
    return found


def facts(template: str) -> set[str]:
    """The names in a template; `why_en` and `why_ko` are the same fact in two languages."""
    names = {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(template) if name}
    return {re.sub(r"_(en|ko)$", "", name) for name in names}


def test_both_languages_name_the_same_facts():
    problems = every_problem()
    assert len(problems) > 10
    for problem in problems:
        assert facts(problem.en) == facts(problem.ko), problem
        assert any("가" <= letter <= "힣" for letter in problem.ko), problem


def test_code_and_text():
    class NothingThere(Problem):
        en = "{name} is not there."
        ko = "{name}이(가) 없습니다."

    problem = NothingThere(name="인구")
    assert problem.code == "nothing-there"
    assert problem.text("ko") == "인구가 없습니다."
    assert problem.text("de") == str(problem) == "인구 is not there."


def test_a_brace_in_a_fact_stays_as_it_is():
    class Odd(Problem):
        en = "{name} is odd."
        ko = "{name}: 이상합니다."

    assert Odd(name="{x}").text("en") == "{x} is odd."

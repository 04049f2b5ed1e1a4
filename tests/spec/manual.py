"""Writes the manual of questions from the cases: `python -m tests.spec.manual`."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from tests.spec.cases import DISTRICTS, Case

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILES = {"en": DOCS / "query-manual.md", "ko": DOCS / "query-manual.ko.md"}
ORDER = (
    "where",
    "nothing",
    "select",
    "choices",
    "casts",
    "groups",
    "times",
    "order",
    "functions",
    "searching",
    "places",
    "refusals",
)
HEAD = {
    "en": "# How to ask\n\nThe parameters of `/api/v1/datasets/{dataset}/resources/{name}/rows` and of file downloads. "
    "Every example below is a test that runs on every engine; this page is written from them. "
    "Where an example names no table, it asks this one:\n",
    "ko": "# 묻는 법\n\n`/api/v1/datasets/{dataset}/resources/{name}/rows`와 파일 내려받기의 매개변수입니다. "
    "아래 예는 모두 엔진마다 실행하는 시험이고, 이 문서는 그 시험에서 만듭니다. 표를 밝히지 않은 예는 이 표에 묻습니다:\n",
}
WORDS = {
    "en": {"asked": "asked of", "refused": "Refused:"},
    "ko": {"asked": "물은 표", "refused": "거절:"},
}


def features() -> list[ModuleType]:
    return [importlib.import_module(f"tests.spec.{name}") for name in ORDER]


def text(language: str) -> str:
    """The whole manual in one language."""
    parts = [HEAD[language], _table(DISTRICTS)]
    for feature in features():
        parts += [f"\n## {feature.TITLE[language]}\n", feature.ABOUT[language] + "\n"]
        parts += [_case(case, language) for case in feature.CASES if not case.hidden]
    return "\n".join(parts)


def _case(case: Case, language: str) -> str:
    asked = "\n".join(f"{name}={value}" for name, value in case.asks.items())
    lines = [f"{getattr(case, language)}\n", f"```\n{asked}\n```\n"]
    if case.table != DISTRICTS:
        lines.append(f"<details><summary>{WORDS[language]['asked']}</summary>\n\n{_table(case.table)}\n</details>\n")
    lines.append(f"{WORDS[language]['refused']} `{case.refused}`.\n" if case.refused else _table(case.gives))
    return "\n".join(lines)


def _table(text: str) -> str:
    head, *rows = text.strip("\n").splitlines()
    names = [cell.strip() for cell in head.split("|")]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in rows:
        lines.append("| " + " | ".join(cell.strip() for cell in row.split("|")) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for language, path in FILES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(language), encoding="utf-8")
        print(f"wrote docs/{path.name}")

"""YAML that remembers its lines, so that an odd file is refused with the line to mend and how."""

from __future__ import annotations

from pathlib import Path

import yaml

from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES


class OddFile(Problem):
    en = "{file}, line {line}: {why[en]}"
    ko = "{file} {line}행: {why[ko]}"


class Marked:
    """One value of a YAML file and where it stands."""

    def __init__(self, node: yaml.Node, file: Path) -> None:
        self.node, self.file = node, file

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def odd(self, en: str, ko: str) -> OddFile:
        """The problem to raise about this value: what is odd and how to mend it."""
        return OddFile(file=self.file.name, line=self.line, why={"en": en, "ko": ko})

    def keys(self, known: tuple[str, ...] | None = None) -> dict[str, Marked]:
        """The entries of a mapping; a key that is unknown or stands twice is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            names = ", ".join(known or LANGUAGES)
            raise self.odd(
                f"write `key: value` here, with keys of {names}.", f"`키: 값`으로 쓰세요. 쓸 수 있는 키: {names}."
            )
        entries: dict[str, Marked] = {}
        for key, value in self.node.value:
            here = Marked(key, self.file)
            name = here.word()
            if known is not None and name not in known:
                names = ", ".join(known)
                raise here.odd(
                    f"`{name}` is not a key here. Use one of {names}.",
                    f"`{name}`은(는) 여기에 쓸 수 없는 키입니다. {names} 중에서 쓰세요.",
                )
            if name in entries:
                raise here.odd(f"`{name}` stands twice. Keep one.", f"`{name}`이(가) 두 번 있습니다. 하나만 두세요.")
            entries[name] = Marked(value, self.file)
        return entries

    def each(self) -> list[Marked]:
        """The items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.odd(
                "a list belongs here. Begin each item with `- `.", "목록이어야 합니다. 항목마다 `- `로 시작하세요."
            )
        return [Marked(item, self.file) for item in self.node.value]

    def word(self) -> str:
        """A single text."""
        if not isinstance(self.node, yaml.ScalarNode) or not str(self.node.value).strip():
            raise self.odd(
                "one word or sentence belongs here. Write it after the colon, in quotes when in doubt.",
                "낱말이나 문장 하나여야 합니다. 쌍점 뒤에, 필요하면 따옴표 안에 쓰세요.",
            )
        return str(self.node.value).strip()

    def truth(self) -> bool:
        word = self.word().lower()
        if word not in ("true", "false", "yes", "no"):
            raise self.odd(
                f"`{word}` is neither `yes` nor `no`. Write one of them.", f"`{word}` 대신 `yes`나 `no`로 쓰세요."
            )
        return word in ("true", "yes")

    def texts(self) -> dict[str, str]:
        """A text in languages; Korean and English are both needed."""
        entries = {language: value.word() for language, value in self.keys().items()}
        missing = [language for language in LANGUAGES if language not in entries]
        if missing:
            names = ", ".join(missing)
            raise self.odd(
                f"the text in {names} is missing. Write {{ko: ..., en: ...}}.",
                f"{names} 언어의 글이 없습니다. {{ko: ..., en: ...}}로 쓰세요.",
            )
        return entries


def read(file: Path) -> Marked | None:
    """The root of a YAML file, None when it is empty. Raises `OddFile` when it is not YAML."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OddFile(file=file.name, line=line, why=_not_yaml(error.problem)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OddFile(file=file.name, line=1, why=_not_yaml(str(error))) from error
    return None if node is None else Marked(node, file)


def _not_yaml(problem: str | None) -> dict[str, str]:
    return {
        "en": f"this is not YAML in UTF-8 ({problem}). Correct it there.",
        "ko": f"UTF-8로 된 YAML이 아닙니다({problem}). 그 자리를 고치세요.",
    }

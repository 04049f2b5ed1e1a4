"""Every text of the interface has a Korean translation, and the compiled file is the one that the text file says."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

import madang

ROOT = Path(madang.__file__).parent
LOCALES = sorted(ROOT.glob("*/locale/ko/LC_MESSAGES"))  # the portal's, and those of packages with words of their own
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
GLUE = "\x04"  # between context and text, as gettext writes it


def in_python(source: str) -> set[str]:
    """The texts given to gettext's functions, as gettext keys them."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if name in PLAIN | PLURAL and words and isinstance(words[0], str):
            found.add(words[0])
        if name in CONTEXT and len(words) > 1:
            found.add(f"{words[0]}{GLUE}{words[1]}")
    return found


def in_template(source: str) -> set[str]:
    """Django turns a template into calls of gettext between other text; each call stands alone and reads as Python."""
    calls = re.findall(
        r"\b(n?p?gettext\((?:[^()\"']|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\"\"\".*?\"\"\")*\))",
        templatize(source),
        re.S,
    )
    return {text for call in calls for text in in_python(call.replace("ngettext(u", "ngettext("))}


def messages() -> dict[str, str]:
    """text -> the file that it stands in."""
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        if "migrations" not in file.parts:
            found.update(dict.fromkeys(in_python(file.read_text()), str(file.relative_to(ROOT))))
    for file in sorted(ROOT.rglob("templates/**/*")):
        if file.is_file():
            found.update(dict.fromkeys(in_template(file.read_text()), str(file.relative_to(ROOT))))
    return found


def read_po(folder: Path) -> dict[str, str]:
    """context and text -> translation, from the text file (the plural's first form, as Korean has one)."""
    entries = {}
    for block in (folder / "django.po").read_text().split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[0\])?) (".*")$', line)
            if match:
                name = match[1].replace("[0]", "")
                fields[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            context = f"{fields['msgctxt']}{GLUE}" if "msgctxt" in fields else ""
            entries[context + fields["msgid"]] = fields["msgstr"]
    return entries


def read_mo(folder: Path) -> dict[str, str]:
    with (folder / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key[0] if isinstance(key, tuple) else key: value for key, value in catalogue.items() if key}


def test_the_search_for_texts_finds_them():
    assert in_python("x = _('a'); y = ngettext('one', 'many', n); z = pgettext_lazy('c', 'd')") == {
        "a",
        "one",
        f"c{GLUE}d",
    }
    page = """{% load i18n %}{% trans "it's" %}{% blocktrans with a=b %}to {{ a }}{% endblocktrans %}
    {% blocktrans count n=x %}{{ n }} row{% plural %}{{ n }} rows{% endblocktrans %}{% trans "s" context "seconds" %}"""
    assert in_template(page) == {"it's", "to %(a)s", "%(n)s row", f"seconds{GLUE}s"}


def everything() -> dict[str, str]:
    return {text: translation for folder in LOCALES for text, translation in read_mo(folder).items()}


def test_every_text_has_a_korean_translation():
    translated = everything()
    missing = {text: place for text, place in messages().items() if not translated.get(text)}
    assert missing == {}, "translate these in the package's locale/ko/LC_MESSAGES/django.po and compile it"


@pytest.mark.parametrize("folder", LOCALES, ids=lambda folder: folder.parts[-4])
def test_the_compiled_file_is_current(folder):
    assert read_mo(folder) == read_po(folder)


@pytest.mark.parametrize("folder", LOCALES, ids=lambda folder: folder.parts[-4])
def test_nothing_is_marked_as_a_guess(folder):
    assert "fuzzy" not in (folder / "django.po").read_text()


def test_placeholders_are_kept():
    for text, translation in everything().items():
        wanted, kept = (set(re.findall(r"%\(\w+\)[sd]", words)) for words in (text, translation))
        assert kept <= wanted, text
        assert wanted - {"%(n)s", "%(n)d"} <= kept, text

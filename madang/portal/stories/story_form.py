"""The form in which a story is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.catalog.models import Organisation
from madang.community import stories_text
from madang.community.models import Story
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES, choose

FOLLOWS = (("yes", _("follow new data")), ("no", _("stay as they were when this was published")))
TEXTS = ("title", "summary", "text")


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})


class StoryForm(forms.Form):
    """Texts in both languages; one is enough. `edition` is that of the draft which the form was filled in from."""

    organisation = forms.ChoiceField(label=_("Published by"))
    authors = forms.CharField(
        label=_("Authors"), max_length=300, required=False, help_text=_("As they want to be named, with commas; may stay empty."),
    )  # fmt: skip
    follows = forms.ChoiceField(label=_("Figures"), choices=FOLLOWS, initial="yes", widget=forms.RadioSelect)
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200, required=False)
    summary_ko = forms.CharField(label=_("Summary in Korean"), max_length=600, required=False, widget=area(2))
    text_ko = forms.CharField(label=_("Text in Korean"), required=False, widget=area(18), strip=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    summary_en = forms.CharField(label=_("Summary in English"), max_length=600, required=False, widget=area(2))
    text_en = forms.CharField(label=_("Text in English"), required=False, widget=area(18), strip=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, max_value=2**31 - 1)

    def __init__(self, organisations: list[Organisation], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "ko"
        if organisations:
            self.fields["organisation"].choices = [
                (one.slug, choose(one.name, language)[0] or one.slug) for one in organisations
            ]
        else:
            del self.fields["organisation"]
        for name in LANGUAGES:
            for part in TEXTS:
                self.fields[f"{part}_{name}"].widget.attrs["lang"] = name

    @classmethod
    def of(cls, story: Story) -> StoryForm:
        initial = {f"{part}_{language}": words for part in TEXTS for language, words in getattr(story, part).items()}
        return cls([], initial={
            **initial, "authors": story.authors, "follows": "yes" if story.follows else "no", "edition": story.edition,
        })  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for language in LANGUAGES:
            try:
                stories_text.read(given.get(f"text_{language}") or "")
            except Problem as problem:
                self.add_error(f"text_{language}", problem.text(get_language() or "ko"))
        if not any(given.get(f"title_{language}") for language in LANGUAGES):
            self.add_error(None, _("Give it a title in Korean or in English."))
        return given

    def words(self, base: str) -> dict[str, Any]:
        """What `community.stories` keeps. Call after `is_valid`; `base` is the address of this portal."""
        given = self.cleaned_data
        texts = {part: self._texts(part) for part in TEXTS}
        texts["text"] = {language: stories_text.local(words, base) for language, words in texts["text"].items()}
        return {**texts, "authors": given["authors"].strip(), "follows": given["follows"] == "yes"}

    def _texts(self, part: str) -> dict[str, str]:
        given = {language: self.cleaned_data[f"{part}_{language}"] for language in LANGUAGES}
        return {language: words.replace("\r\n", "\n") for language, words in given.items() if words.strip()}

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The fields of each language, the reader's own first."""
        own = get_language() or "ko"
        return [
            {"language": name, "name": NAMES[name], "fields": [self[f"{part}_{name}"] for part in TEXTS],
             "text": self[f"text_{name}"], "open": name == own or self.filled(name)}
            for name in sorted(LANGUAGES, key=lambda name: name != own)
        ]  # fmt: skip

    def filled(self, language: str) -> bool:
        """Whether something stands in that language, or is wrong there."""
        return any(self[f"{part}_{language}"].value() or self[f"{part}_{language}"].errors for part in TEXTS)

    def renew(self, edition: int) -> None:
        """What is sent next counts as filled in from this edition."""
        self.data = self.data.copy()
        self.data["edition"] = str(edition)


NAMES = {"ko": _("Korean"), "en": _("English")}

"""The form that describes a dataset: for the draft of a run and for one that is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.catalog.city import the_city
from madang.catalog.models import Dataset, Licence, Origin, Theme
from madang.ingest.models import Run
from madang.lib.texts import LANGUAGES, choose

IN_LANGUAGES = ("title", "description", "keywords", "source", "method", "spatial")
AREA = forms.Textarea(attrs={"rows": 4})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS = ("period_start", "period_end")


class Description(forms.Form):
    """Texts in both languages, terms and cycle; then the city's own fields."""

    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    description_ko = forms.CharField(label=_("Description in Korean"), widget=AREA, required=False)
    description_en = forms.CharField(label=_("Description in English"), widget=AREA, required=False)
    keywords_ko = forms.CharField(label=_("Keywords in Korean, with commas"), max_length=500, required=False)
    keywords_en = forms.CharField(label=_("Keywords in English, with commas"), max_length=500, required=False)
    source_ko = forms.CharField(label=_("Source in Korean"), max_length=1000, required=False)
    source_en = forms.CharField(label=_("Source in English"), max_length=1000, required=False)
    method_ko = forms.CharField(label=_("How it is made, in Korean"), max_length=2000, required=False)
    method_en = forms.CharField(label=_("How it is made, in English"), max_length=2000, required=False)
    spatial_ko = forms.CharField(label=_("Area in Korean"), max_length=200, required=False)
    spatial_en = forms.CharField(label=_("Area in English"), max_length=200, required=False)
    period_start = forms.DateField(label=_("First day of what it is about"), widget=DAY, required=False)
    period_end = forms.DateField(label=_("Last day of what it is about"), widget=DAY, required=False)
    contact = forms.EmailField(label=_("E-mail address for questions"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    licence = forms.ChoiceField(label=_("Licence"))
    cycle = forms.ChoiceField(label=_("Update cycle"), choices=Dataset.Cycle.choices)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices)
    access = forms.ChoiceField(label=_("Who may read it"), choices=Dataset.Access.choices)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "ko"
        self.fields["theme"].choices = [
            ("", "—"),
            *((t.slug, choose(t.name, language)[0]) for t in Theme.objects.all()),
        ]
        self.fields["licence"].choices = [(one.slug, choose(one.name, language)[0]) for one in Licence.objects.all()]
        for field in the_city().fields:
            label = choose(field.label, language)[0]
            self.fields[f"custom_{field.name}"] = forms.CharField(label=label, required=field.required)

    @classmethod
    def of(cls, run: Run) -> Description:
        """Filled with what the run says of its new dataset so far."""
        return cls(initial=flat({"cycle": "irregular", "origin": "observed", "access": "open", **run.target}))

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Description:
        names = (*IN_LANGUAGES, *DAYS, "contact", "cycle", "origin", "access", "custom")
        facts = {name: getattr(dataset, name) for name in names}
        theme = dataset.theme.slug if dataset.theme else ""
        return cls(initial=flat({**facts, "theme": theme, "licence": dataset.licence.slug}))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = (given.get(name) for name in DAYS)
        if first and last and last < first:
            self.add_error("period_end", _("The last day lies before the first one."))
        return given

    def words(self) -> dict[str, Any]:
        """What was filled in, as keys of a target (`madang.ingest.drafts`). Call after `is_valid`."""
        given = self.cleaned_data
        words: dict[str, Any] = {
            name: given[name] for name in ("licence", "cycle", "origin", "access", "theme", "contact")
        }
        words |= {name: given[name].isoformat() if given[name] else None for name in DAYS}
        for name in IN_LANGUAGES:
            texts = {language: given[f"{name}_{language}"].strip() for language in LANGUAGES}
            words[name] = {language: _kept(name, text) for language, text in texts.items() if text}
        custom = {field.name: given[f"custom_{field.name}"] for field in the_city().fields}
        return words | {"custom": {name: value for name, value in custom.items() if value}}


class Opening(Description):
    """The same for a dataset that is published: who opens a restricted one says why."""

    why_open = forms.CharField(
        label=_("Why it may be opened"),
        max_length=500,
        required=False,
        help_text=_(
            "Needed when a restricted dataset is opened whose findings were kept because it was restricted."
            " It stands in the public receipt."
        ),
    )


def flat(target: dict[str, Any]) -> dict[str, Any]:
    """A target as the form's initial values: `{"title": {"ko": x}}` is `{"title_ko": x}`."""
    values = {name: value for name, value in target.items() if not isinstance(value, dict)}
    for name in (*IN_LANGUAGES, "custom"):
        for key, value in (target.get(name) or {}).items():
            values[f"{name}_{key}"] = ", ".join(value) if isinstance(value, list) else value
    return values


def _kept(name: str, text: str) -> Any:
    return [word.strip() for word in text.split(",") if word.strip()] if name == "keywords" else text

"""The form of an indicator: what it means, its question, its goal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Dataset, Organisation, Resource
from madang.community import indicators_sdg, stories_numbers
from madang.community.indicators_periods import period
from madang.community.indicators_questions import checked, fixed
from madang.community.models import Indicator
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES, choose
from madang.query import parse

MOST_NUMBER = 1e15
TEXTS = ("title", "definition", "unit", "target_source")
TIMES = (("1", _("as it is")), ("100", _("times 100 (per cent)")), ("1000", _("times 1,000")), ("10000", _("times 10,000")),
         ("100000", _("times 100,000")))  # fmt: skip
QUESTION = (
    ("table", _("Table"), "care/facilities", _("dataset/table, as in the address of its page. Everybody must be able to read it.")),
    ("measure", _("Value"), "sum(인구)", _("A column, or an aggregate: sum(x), avg(x), count(*), count(*) filter (where ...).")),
    ("period", _("Period"), "연도", _(
        "The column of the period, such as 연도, year(날짜) or date_trunc('month', 날짜). A period (2020) for all rows;"
        " empty: each revision gives one value, of the day of its publication."
    )),
    ("where", _("Only rows where"), "자치구 = '종로구'", _("A condition, as in the API: 상태 = '운영' and 정원 >= 10. May stay empty.")),
)  # fmt: skip


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number(label: Any, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=-MOST_NUMBER, max_value=MOST_NUMBER,
                            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}), **more)  # fmt: skip


class IndicatorForm(forms.Form):
    """Two questions: the value, and, for a ratio, what it is divided by (`per_...`)."""

    organisation = forms.ChoiceField(label=_("Responsible organisation"))
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    definition_ko = forms.CharField(label=_("Definition in Korean"), max_length=4000, required=False, widget=_area())
    definition_en = forms.CharField(label=_("Definition in English"), max_length=4000, required=False, widget=_area())
    unit_ko = forms.CharField(label=_("Unit in Korean"), max_length=40, required=False)
    unit_en = forms.CharField(label=_("Unit in English"), max_length=40, required=False)
    cycle = forms.ChoiceField(label=_("How often it is measured"), choices=Dataset.Cycle.choices, initial="yearly")
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=6, initial=1)
    times = forms.ChoiceField(label=_("The result is shown"), choices=TIMES, initial="1")
    direction = forms.ChoiceField(label=_("Direction"), choices=Indicator.Direction.choices)
    baseline_period = forms.CharField(
        label=_("Baseline: period"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "2015"})
    )
    baseline_value = _number(_("Baseline: value"))
    target_period = forms.CharField(
        label=_("Target: period"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "2030"})
    )
    target_value = _number(_("Target: value"))
    milestones = forms.CharField(
        label=_("Milestones"), required=False, max_length=2000, widget=_area(2),
        help_text=_("Where the way is not straight: one in a line, such as 2027 = 40. Empty: straight from baseline to target."),
    )  # fmt: skip
    target_source_ko = forms.CharField(label=_("Who set the target, in Korean"), max_length=500, required=False)
    target_source_en = forms.CharField(label=_("Who set the target, in English"), max_length=500, required=False)
    sdg = forms.CharField(
        label=_("Sustainable Development Goal"), max_length=5, required=False,
        help_text=_("The number of a goal (11) or a target (11.2), where one fits."),
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, max_value=2**31 - 1)

    def __init__(self, actor: policy.Actor, organisations: list[Organisation], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._actor = actor
        language = get_language() or "ko"
        for prefix in ("", "per_"):
            for name, label, example, told in QUESTION:
                field = forms.CharField(
                    label=label, max_length=2000, help_text=told, required=not prefix and name in ("table", "measure")
                )
                field.widget.attrs |= {"placeholder": example, "spellcheck": "false", "class": "mono"}
                self.fields[prefix + name] = field
        if organisations:
            self.fields["organisation"].choices = [
                (one.slug, choose(one.name, language)[0] or one.slug) for one in organisations
            ]
        else:
            del self.fields["organisation"]

    @classmethod
    def of(cls, actor: policy.Actor, one: Indicator) -> IndicatorForm:
        plain = (
            "cycle",
            "decimals",
            "direction",
            "baseline_period",
            "baseline_value",
            "target_period",
            "target_value",
            "sdg",
            "edition",
        )
        initial = {name: getattr(one, name) for name in plain}
        initial |= {f"{part}_{language}": words for part in TEXTS for language, words in getattr(one, part).items()}
        initial |= {
            "milestones": "\n".join(f"{at} = {value:g}" for at, value in one.milestones),
            "times": f"{one.times:g}",
        }
        initial |= {"table": str(one.table or ""), **one.question}
        initial |= {
            f"per_{name}": text for name, text in {"table": str(one.per_table or ""), **one.per_question}.items()
        }
        return cls(actor, [], initial=initial)

    def clean(self) -> dict[str, Any]:
        """Read every part, so that each problem stands beside its field."""
        given = super().clean() or {}
        if not any(given.get(f"title_{language}") for language in LANGUAGES):
            self.add_error(None, _("Give it a title in Korean or in English."))
        for name in ("baseline_period", "target_period"):
            self._read(name, period)
        self._read("milestones", _milestones)
        self._read("sdg", _known_goal)
        for prefix in ("", "per_") if given.get("per_measure") or given.get("per_table") else ("",):
            self._question(prefix)
        return given

    def _question(self, prefix: str) -> None:
        self._read(f"{prefix}table", self._table)
        self._read(f"{prefix}measure", lambda text: checked({"measure": text}) or text)
        self._read(f"{prefix}where", lambda text: text and (parse.condition(text) and text))
        self._read(
            f"{prefix}period",
            lambda text: text if fixed({"period": text}) is not None else (parse.condition(text, "period") and text),
        )

    def _read(self, name: str, read: Callable[[Any], Any]) -> None:
        try:
            if name in self.cleaned_data:
                self.cleaned_data[name] = read(self.cleaned_data[name])
        except Problem as problem:
            self.add_error(name, problem.text(get_language() or "ko"))

    def _table(self, text: str) -> Resource:
        """Raises `NoSuchTable`, also for one that the writer may not see."""
        slug, _slash, name = text.strip().partition("/")
        found = stories_numbers.resource(slug, name)
        if not policy.can(self._actor, "see", found):
            raise stories_numbers.NoSuchTable(what=text[:200])
        return found

    def words(self) -> dict[str, Any]:
        """What `community.indicators` keeps. Call after `is_valid`."""
        given = self.cleaned_data
        texts = {
            part: {language: text for language in LANGUAGES if (text := given[f"{part}_{language}"].strip())} for part in TEXTS
        }  # fmt: skip
        plain = (
            "cycle",
            "decimals",
            "direction",
            "baseline_period",
            "baseline_value",
            "target_period",
            "target_value",
            "sdg",
            "milestones",
        )
        per = bool(given.get("per_measure"))
        return {
            **texts, **{name: given[name] for name in plain}, "times": float(given["times"]),
            "table": given["table"], "question": self._texts(""),
            "per_table": given["per_table"] if per else None, "per_question": self._texts("per_") if per else {},
        }  # fmt: skip

    def _texts(self, prefix: str) -> dict[str, str]:
        return {name: self.cleaned_data[prefix + name].strip() for name in ("measure", "period", "where")}

    def renew(self, edition: int) -> None:
        """What is sent next counts as filled in from this edition."""
        self.data = self.data.copy()
        self.data["edition"] = str(edition)

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def said(self) -> list[forms.BoundField]:
        return self.group(
            "organisation",
            *(f"{part}_{language}" for part in ("title", "definition", "unit") for language in LANGUAGES),
        )

    @property
    def value(self) -> list[forms.BoundField]:
        return self.group(*(name for name, *_more in QUESTION))

    @property
    def below(self) -> list[forms.BoundField]:
        return self.group(*(f"per_{name}" for name, *_more in QUESTION))

    @property
    def shape(self) -> list[forms.BoundField]:
        return self.group("times", "decimals", "cycle")

    @property
    def aim(self) -> list[forms.BoundField]:
        return self.group("direction", "sdg", "baseline_period", "baseline_value", "target_period", "target_value", "milestones",
                          "target_source_ko", "target_source_en")  # fmt: skip


def _known_goal(number: str) -> str:
    """Raises `NoSuchTarget`."""
    indicators_sdg.goal(number)
    return number


def _milestones(text: str) -> list[list[Any]]:
    """Lines of `2027 = 40`. Raises `OddPeriod`, `OddMilestone`."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        at, _equals, value = line.partition("=")
        try:
            number = float(value)
        except ValueError as error:
            raise OddMilestone(line=line[:60]) from error
        if not abs(number) <= MOST_NUMBER:
            raise OddMilestone(line=line[:60])
        found.append([period(at), number])
    return found


class OddMilestone(Problem):
    en = "{line!r} is no milestone. Write a period and a value, such as 2027 = 40."
    ko = "{line!r}은(는) 중간 목표가 아닙니다. 2027 = 40처럼 기간과 값을 쓰세요."

"""The forms by which an organisation answers in public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Dataset, Revision
from madang.community import responding
from madang.community.models import DataRequest, Entry, Report
from madang.lib.problems import Problem
from madang.lib.texts import choose

WORDS = forms.Textarea(attrs={"rows": 4})


class Answering(forms.Form):
    """What both have: the decision, a day, words."""

    state = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    planned_on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("If it is planned."),
    )
    words = forms.CharField(
        label=_("In words"), widget=WORDS, required=False, max_length=responding.LONGEST,
        help_text=_("Everybody can read it. No names, numbers or addresses of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, label_suffix="", **more)

    def give(self, actor: policy.Actor, what: DataRequest | Report) -> bool:
        """Answer; False when it was refused, which the form then says. Raises `NotAllowed`."""
        said = self.cleaned_data
        answer = responding.Answer(
            said["state"], said["words"], get_language() or "ko", said.get("reason", ""), said["planned_on"],
            self.dataset(), said.get("revision", ""),
        )  # fmt: skip
        try:
            responding.answer(actor, what, answer)
        except policy.NotAllowed:
            raise
        except Problem as problem:
            self.add_error(None, problem.text(get_language() or "ko"))
            return False
        return True

    def dataset(self) -> Dataset | None:
        slug = self.cleaned_data.get("dataset", "")
        return Dataset.objects.select_related("organisation").filter(slug=slug).first() if slug else None


class RequestAnswer(Answering):
    """To a request for data."""

    field_order = ("state", "dataset", "planned_on", "reason", "words")
    reason = forms.ChoiceField(
        label=_("Why not"), required=False, help_text=_("If it is not published."),
        choices=[("", "—"), *Entry.Reason.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["state"].choices = [one for one in DataRequest.State.choices if one[0] in responding.NEEDS]
        self.fields["dataset"] = forms.CharField(
            label=_("Dataset"), required=False, max_length=100,
            help_text=_("Choose it, or write its short name, if it is published, also in part."),
            widget=forms.TextInput(attrs={"list": "datasets", "autocomplete": "off"}),
        )  # fmt: skip
        self.order_fields(self.field_order)


class ReportAnswer(Answering):
    """To a report of an error."""

    field_order = ("state", "revision", "planned_on", "words")
    revision = forms.ChoiceField(label=_("Mended in revision"), required=False, help_text=_("If it is mended."))

    def __init__(self, report: Report, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["state"].choices = [one for one in Report.State.choices if one[0] in responding.REPORT_NEEDS]
        self.fields["revision"].choices = [("", "—"), *revisions(report)]
        self.order_fields(self.field_order)


def revisions(report: Report, most: int = 20) -> list[tuple[str, str]]:
    """The newest published revisions of what was reported, with their numbers."""
    found = Revision.objects.filter(resource__dataset=report.dataset, state=Revision.State.PUBLISHED)
    if report.resource:
        found = found.filter(resource=report.resource)
    language = get_language() or "ko"
    newest = found.select_related("resource").order_by("-published_at")[:most]
    return [
        (one.pk, f"{choose(one.resource.title, language)[0] or one.resource.name} · {one.number}") for one in newest
    ]

"""One change for many datasets: choose what changes, see what that would do, then do it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Dataset, Licence, Theme
from madang.ingest.in_bulk import Change, describe_many, preview
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES, choose

KEEP = ("", _("leave as it is"))
PARTS = {"theme": _("Theme"), "licence": _("Licence"), "cycle": _("Update cycle"), "contact": _("E-mail address for questions"),
         "keywords": _("Keywords")}  # fmt: skip


class Bulk(forms.Form):
    """What is left empty stays as it is."""

    theme = forms.ChoiceField(label=PARTS["theme"], required=False)
    licence = forms.ChoiceField(label=PARTS["licence"], required=False)
    cycle = forms.ChoiceField(label=PARTS["cycle"], required=False, choices=[KEEP, *Dataset.Cycle.choices])
    contact = forms.EmailField(label=PARTS["contact"], required=False)
    add_ko = forms.CharField(label=_("Add keywords in Korean, with commas"), max_length=300, required=False)
    add_en = forms.CharField(label=_("Add keywords in English, with commas"), max_length=300, required=False)
    remove_ko = forms.CharField(label=_("Remove keywords in Korean, with commas"), max_length=300, required=False)
    remove_en = forms.CharField(label=_("Remove keywords in English, with commas"), max_length=300, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "ko"
        for name, model in (("theme", Theme), ("licence", Licence)):
            named = [(one.slug, choose(one.name, language)[0] or one.slug) for one in model.objects.all()]  # type: ignore[attr-defined]
            self.fields[name].choices = [KEEP, *named]

    def change(self) -> Change:
        """Call after `is_valid`."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("theme", "licence", "cycle", "contact") if given[name]}
        return Change(words, self._listed("add"), self._listed("remove"))

    def _listed(self, what: str) -> dict[str, tuple[str, ...]]:
        found = {one: self.cleaned_data[f"{what}_{one}"].split(",") for one in LANGUAGES}
        kept = {
            one: tuple(dict.fromkeys(word.strip() for word in words if word.strip())) for one, words in found.items()
        }
        return {one: words for one, words in kept.items() if words}


@login_required
def bulk_page(request: HttpRequest) -> HttpResponse:
    """The form for the datasets of the address; by POST first what would change, then, when that was seen, the change."""
    actor = policy.who(request)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = list(policy.workable(actor).filter(slug__in=sent.getlist("dataset")))
    form = Bulk(request.POST) if request.method == "POST" else Bulk()
    context: dict[str, Any] = {"datasets": chosen, "form": form, "changes": None, "area": "workspace"}
    if request.method == "POST" and chosen and form.is_valid():
        try:
            if "apply" in request.POST:
                count = describe_many(chosen, form.change(), actor)
                messages.success(
                    request, ngettext("%(n)s dataset changed.", "%(n)s datasets changed.", count) % {"n": count}
                )
                return HttpResponseRedirect(reverse("workspace_datasets"))
            context["changes"] = [
                (
                    one,
                    [
                        (PARTS[name], worded(form, name, before), worded(form, name, after))
                        for name, before, after in parts
                    ],
                )
                for one, parts in preview(chosen, form.change())
            ]
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
    return render(request, "portal/workspace/bulk.html", context)


def worded(form: Bulk, name: str, value: Any) -> str:
    """A part of a description as people read it."""
    if name == "keywords":
        return " · ".join(", ".join(value[language]) for language in LANGUAGES if value.get(language)) or "—"
    choices = dict(form.fields[name].choices) if name != "contact" else {}
    return str(choices.get(value, value) if value else "—")

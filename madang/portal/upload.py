"""The upload page: a file and where it belongs. The bytes go to the store as they come; the worker does the rest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Dataset, Licence, Organisation, Origin, Theme
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.lib.problems import Problem
from madang.lib.texts import choose, slug

LONGEST = 90  # characters of a slug made from a title


class Upload(forms.Form):
    """A file for a dataset that is there, or for a new one with the little that it needs to begin."""

    file = forms.FileField(label=_("File"))
    dataset = forms.ChoiceField(label=_("Dataset"), required=False)
    title = forms.CharField(label=_("Title of the new dataset"), max_length=200, required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, required=False)

    def __init__(self, actor: policy.Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["dataset"].choices = [("", _("A new dataset")), *datasets(actor)]
        self.fields["organisation"].choices = organisations(actor)
        self.fields["licence"].choices = named(Licence.objects.all())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("dataset") and not given.get("title", "").strip():
            self.add_error("title", _("Give the new dataset a title, or choose one that is there."))
        return given

    def target(self) -> dict[str, Any]:
        """Where the run goes, as `madang.ingest.run.start` takes it."""
        given = self.cleaned_data
        if given["dataset"]:
            return {"dataset": given["dataset"]}
        title = given["title"].strip()
        return {
            "dataset": free_slug(title),
            "title": {get_language() or "ko": title},
            **{name: given[name] for name in ("organisation", "licence", "origin") if given[name]},
        }


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, keep its bytes, start its run and go to the run's page."""
    actor = policy.who(request)
    if not organisations(actor):
        raise policy.NotAllowed(action="load", what=str(_("any organisation")))
    form = Upload(actor, request.POST or None, request.FILES or None, initial={"dataset": request.GET.get("dataset")})
    if request.method == "POST" and form.is_valid():
        try:
            run = start(form.cleaned_data["file"], form.target(), actor)
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            return HttpResponseRedirect(reverse("run", args=[run.pk]))
    return render(request, "portal/upload.html", {"form": form, "area": "workspace"})


def start(file: UploadedFile, target: dict[str, Any], actor: policy.Actor) -> Run:
    """Keep the bytes under their hash, a piece at a time, and let a worker read them."""
    kept = runs.keep(file.chunks())
    name = PurePath((file.name or "file").replace("\\", "/")).name
    return runs.start("file", {}, target, actor, file_name=name, sha256=kept.sha256, bytes=kept.bytes)


def organisations(actor: policy.Actor) -> list[tuple[str, str]]:
    """(slug, name) of the organisations that the actor may load for."""
    return named(one for one in Organisation.objects.all() if policy.can(actor, "load", one))


def datasets(actor: policy.Actor) -> list[tuple[str, str]]:
    """(slug, title) of the datasets that the actor may load into."""
    visible = (one for one in policy.visible(actor) if policy.can(actor, "load", one))
    return [(one.slug, choose(one.title, get_language() or "ko")[0] or one.slug) for one in visible]


def named(things: Iterable[Organisation | Licence | Theme]) -> list[tuple[str, str]]:
    """(slug, name in the reader's language)."""
    return [(one.slug, choose(one.name, get_language() or "ko")[0] or one.slug) for one in things]


def free_slug(title: str) -> str:
    """An address part made from a title that no dataset and no waiting run has."""
    stem = slug(title)[:LONGEST]
    taken = set(Dataset.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= {target.get("dataset", "") for target in Run.objects.values_list("target", flat=True)}
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 100_000))) if name not in taken)

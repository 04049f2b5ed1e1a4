"""The upload page: files and where they belong. Scripts send files in parts that can be resumed; without them the form does, up
to a size. Both go through `ingest.uploads`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.catalog.models import Licence, Organisation, Origin, Theme
from madang.ingest import drafts, naming, uploads
from madang.ingest.models import Run
from madang.lib.problems import Problem
from madang.lib.texts import choose, slug

FORM_BYTES = 95_000_000
"""What the form sends by itself; `config.bodies` refuses a whole request of 100 MB. Larger files need the scripts."""


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in given]


class Upload(forms.Form):
    """Files for a dataset that is there, or for new ones with the little that they need to begin."""

    file = Files(label=_("File"))
    dataset = forms.ChoiceField(label=_("Dataset"), required=False)
    title = forms.CharField(label=_("Title of the new dataset"), max_length=200, required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, required=False)

    def __init__(self, actor: policy.Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own = organisations(actor)
        self.fields["dataset"].choices = [("", _("A new dataset")), *datasets(actor)]
        self.fields["organisation"].choices = own if len(own) == 1 else [("", _("Choose one")), *own]
        self.fields["licence"].choices = [("", _("Choose one")), *named(Licence.objects.all())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("dataset"):
            return given
        if len(given.get("file") or []) < 2 and not given.get("title", "").strip():
            self.add_error("title", _("Give the new dataset a title, or choose one that is there."))
        if not given.get("organisation"):
            self.add_error("organisation", _("Say whose data it is."))
        if not given.get("licence"):
            self.add_error("licence", _("Say under which terms others may use it; “not stated” is an answer too."))
        return given

    def targets(self) -> list[dict[str, Any]]:
        """Where each file goes, as `ingest.run.start` takes it; several files become several tables, or datasets."""
        given, stems = self.cleaned_data, [naming.stem(naming.file(one.name)) for one in self.cleaned_data["file"]]
        if given["dataset"]:
            tables = naming.distinct(slug(stem)[: naming.LENGTH] for stem in stems)
            return [{"dataset": given["dataset"], **({"resource": t} if len(tables) > 1 else {})} for t in tables]
        described = {name: given[name] for name in ("organisation", "licence", "origin") if given[name]}
        titles = stems if len(stems) > 1 else [given["title"]]
        return [drafts.new(title, described) for title in titles]


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take files, start their runs, and go to the run's page or, after several, to the workspace."""
    actor = policy.who(request)
    if not organisations(actor):
        raise policy.NotAllowed(action=policy.ACTIONS["load"], what=gettext("any organisation"))
    form = Upload(actor, request.POST or None, request.FILES or None, initial={"dataset": request.GET.get("dataset")})
    if request.method == "POST" and form.is_valid():
        try:
            runs = taken(form, actor)
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            one = len(runs) == 1
            return HttpResponseRedirect(reverse("run", args=[runs[0].pk]) if one else reverse("workspace"))
    context = {"form": form, "unfinished": uploads.open_of(actor), "sending": sending(), "area": "workspace"}
    return render(request, "portal/workspace/upload.html", context)


def taken(form: Upload, actor: policy.Actor) -> list[Run]:
    """The runs of a form's files: their parts are kept as those of any upload."""
    # The slug of a new dataset must know those before it, so targets are made one by one.
    made = []
    for number, file in enumerate(form.cleaned_data["file"]):
        wanted = uploads.Wanted(file.name or "", form.targets()[number])
        made.append(uploads.whole(wanted, file.chunks(1 << 20), actor, file.size))
    return made


@login_required
@require_POST
def discard(request: HttpRequest, id: str) -> HttpResponse:
    """Give up an unfinished upload."""
    found = uploads.mine(id, policy.who(request))
    uploads.discard(found)
    messages.info(request, gettext("%(name)s was discarded.") % {"name": found.file_name})
    return HttpResponseRedirect(reverse("upload"))


def sending() -> dict[str, Any]:
    """What the script of the page needs: addresses, limits and its words in the reader's language."""
    return {
        "endpoint": "/api/v1/uploads",
        "run": reverse("run", args=["RUN"]),
        "workspace": reverse("workspace"),
        "most": settings.MADANG["upload"] * 1_000_000,
        "words": {
            "waiting": gettext("waits for its turn"),
            "comparing": gettext("comparing with what is here already"),
            "sending": gettext("sending"),
            "paused": gettext("paused"),
            "lost": gettext("The connection is lost. It goes on by itself as soon as the server answers again."),
            "done": gettext("uploaded"),
            "changed": gettext(
                "This is not the file that was begun. Choose that one, or discard this upload and begin anew."
            ),
            "large": gettext("This file is larger than this city takes."),
            "failed": gettext("It could not be sent."),
        },
    }


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

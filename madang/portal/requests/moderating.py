"""What the data team does with a request or report: assigns, hides, shows, joins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.catalog.models import Organisation
from madang.community import moderation
from madang.community.models import DataRequest, Entry, Report, Why
from madang.lib.texts import choose


class Moderating(forms.Form):
    """The choices of the data team; each button sends one of them."""

    organisation = forms.ChoiceField(label=_("Responsible organisation"), required=False)
    why = forms.ChoiceField(label=_("Why it is hidden"), required=False, choices=[("", "—"), *Why.choices])
    into = forms.UUIDField(
        label=_("Joined with"),
        required=False,
        help_text=_("The last part of the address of the request that asks the same."),
    )

    def __init__(self, what: DataRequest | Report, *args: Any, **more: Any) -> None:
        own = what.organisation.slug if isinstance(what, DataRequest) and what.organisation else ""
        super().__init__(*args, label_suffix="", initial={"organisation": own}, **more)
        language = get_language() or "ko"
        every = [(one.slug, choose(one.name, language)[0] or one.slug) for one in Organisation.objects.all()]
        self.fields["organisation"].choices = [("", _("not yet")), *every]


@require_POST
def moderate_request(request: HttpRequest, uid: UUID, action: str) -> HttpResponse:
    return _moderate(request, get_object_or_404(DataRequest, uid=uid), action)


@require_POST
def moderate_report(request: HttpRequest, uid: UUID, action: str) -> HttpResponse:
    return _moderate(request, get_object_or_404(Report, uid=uid), action)


def _moderate(request: HttpRequest, what: DataRequest | Report, action: str) -> HttpResponse:
    """Do one thing, then show the page again. Who may not is refused before anything is looked at."""
    actor = policy.who(request)
    if not policy.can(actor, "administer", None):
        raise Http404
    form = Moderating(what, request.POST)
    if not form.is_valid():
        messages.error(request, gettext("This cannot be read. Choose again."))
    else:
        _act(actor, what, action, form.cleaned_data, request.POST.get("entry", ""))
    return HttpResponseRedirect(request.path.rsplit("moderate/", 1)[0])


def _act(actor: policy.Actor, what: DataRequest | Report, action: str, said: dict[str, Any], entry: str) -> None:
    match action:
        case "hide" if entry:
            replies = what.history.filter(what=Entry.What.REPLIED)
            moderation.hide_reply(actor, get_object_or_404(replies, pk=entry if entry.isdecimal() else 0), said["why"])
        case "hide":
            moderation.hide(actor, what, said["why"])
        case "show":
            moderation.show(actor, what)
        case "assign" if isinstance(what, DataRequest):
            moderation.assign(actor, what, Organisation.objects.filter(slug=said["organisation"]).first())
        case "join" if isinstance(what, DataRequest):
            moderation.join(actor, what, get_object_or_404(DataRequest, uid=said["into"]))
        case _:
            raise Http404

"""What all forms have that anybody may send: a field that only programs fill in, and a mail address if wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from madang.community import watching
from madang.community.models import DataRequest, Report
from madang.community.senders import Sender
from madang.lib.problems import Problem


class Sent(forms.Form):
    """A form without account. A browser leaves `website` empty: nobody sees it."""

    website = forms.CharField(label=_("Leave this empty"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, label_suffix="", **more)
        self.fields["website"].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(gettext("A field was filled in that nobody sees: only programs do that."))

    def refuse(self, problem: Problem, field: str | None = None) -> None:
        """Show a named problem with the form."""
        self.add_error(field if field in self.fields else None, problem.text(get_language() or "ko"))


class Told(Sent):
    """With a mail address to be told at, where the city sends mail."""

    email = forms.CharField(
        label=_("Mail address, to be told of the answer"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Not needed. We first ask you by mail whether it is yours, never show it, and delete it after the answer."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not watching.sends():
            del self.fields["email"]

    def clean_email(self) -> str:
        text = self.cleaned_data["email"]
        try:
            return watching.checked(text) if text else ""
        except Problem as problem:
            raise forms.ValidationError(problem.text(get_language() or "ko")) from problem

    def watch(self, what: DataRequest | Report, request: HttpRequest) -> None:
        """Have the address asked, if one was given, and say so."""
        email = self.cleaned_data.get("email")
        if not email:
            return
        try:
            watching.watch(what, email, get_language() or "ko", Sender.of(request))
        except Problem as problem:
            messages.warning(request, problem.text(get_language() or "ko"))
        else:
            messages.info(request, gettext("Look into your mail and confirm the address: only then are you told."))

"""The living page of the design: tokens with their measured contrast, every component with its states."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from madang.catalog.city import the_city
from madang.portal.design import tokens
from madang.portal.templatetags.madang import icons


class Example(forms.Form):
    """A form as pages have them: a field that is filled, one with help, one that is empty."""

    name = forms.CharField(label=_("Title"), initial="서울 공공도서관 현황")
    order = forms.ChoiceField(label=_("Order"), choices=[("1", _("title"))], help_text=_("Lists begin with it."))
    note = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 2}))


def design(request: HttpRequest) -> HttpResponse:
    """What pages are made of, as it is just now in this city."""
    found = tokens.colours(the_city().look)
    lengths = tokens.lengths()
    context = {
        "area": "developers",
        "colours": found,
        "pairs": tokens.pairs(found),
        "modes": tokens.MODES,
        "spaces": {name: value for name, value in lengths.items() if name.startswith("s") and name != "small"},
        "types": {name: lengths[name] for name in ("tiny", "small", "body", "large", "title")},
        "icons": icons(),
        "form": Example(),
    }
    return render(request, "portal/design/design.html", context)

"""Whom a thread draws for while it answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from madang.lib.charts.drawing import asker
from madang.portal.turns import one_each


def test_the_asker_is_the_address_of_the_request_and_only_while_it_is_answered():
    seen = []

    def view(request):
        seen.append(asker.get())
        return HttpResponse()

    one_each(view)(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7"))
    assert (seen, asker.get()) == (["192.0.2.7"], "")

"""Who asks for what is drawn on the way to an answer: `lib.charts.drawing` gives each reader one place at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.community.senders import network
from madang.lib.charts.drawing import asker

Answering = Callable[[HttpRequest], HttpResponseBase]


def one_each(get_response: Answering) -> Answering:
    """Middleware: the thread draws for the address that the request comes from."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        before = asker.set(network(request))
        try:
            return get_response(request)
        finally:
            asker.reset(before)

    return answered

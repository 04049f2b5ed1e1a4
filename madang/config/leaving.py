"""Telling views that their client went away. Django cancels its own tasks then, but a view in a thread goes on unknowing."""

from __future__ import annotations

import threading

from madang.config.bodies import App, Receive, Scope, Send

GONE = "madang.gone"
"""In the scope of a request: an `Event` that is set when the client leaves."""


def noticed(app: App) -> App:
    """Wrap an ASGI application, whose requests then hold `GONE`."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        left = threading.Event()

        async def watching() -> object:
            message = await receive()
            if message["type"] == "http.disconnect":
                left.set()
            return message

        return await app({**scope, GONE: left}, watching, send)  # type: ignore[arg-type]

    return answer

"""Bodies: what is sent to our pages must be a form in UTF-8, or it is answered with what is wrong.

Datasette's guard against forged requests reads the body first, and fails on any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette import Response

from quotes.review.mode import PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Message = dict[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    App = Callable[[Any, Receive, Any], Awaitable[None]]

READ_ONLY = {"GET", "HEAD", "OPTIONS", "TRACE"}
OURS = re.compile(rf"(?:{PATH}|/[^/]+/-/(?:read|sourcing|compare|search))(?:/|$)")
FORM = b"application/x-www-form-urlencoded"
LONGEST = 1_000_000  # bytes; no form of ours comes near
TOKEN = "csrftoken"  # noqa: S105  the name of a field
NO_FORM = "Send this as a form (application/x-www-form-urlencoded)."
NO_UTF8 = "The form is not in UTF-8. Send it in UTF-8."
NO_TOKEN = "The form's token against forged requests is garbled. Load the page again."  # noqa: S105
TOO_LONG = "The form is too long."


def checked(datasette: Any, app: App) -> App:
    """Return the application with whatever is sent to our pages checked before it is read."""
    base = datasette.setting("base_url").rstrip("/")

    async def check(scope: Any, receive: Receive, send: Any) -> None:
        if not _is_sent_to_us(scope, base):
            await app(scope, receive, send)
            return
        headers = dict(scope.get("headers") or ())
        messages, body = await _read(receive)
        problem = _problem(headers, body)
        if problem:
            await Response.text(problem, status=400).asgi_send(send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await app(scope, replay, send)

    return check


def _is_sent_to_us(scope: Any, base: str) -> bool:
    """Tell whether a request has a body that one of our pages is to read."""
    if scope["type"] != "http" or scope["method"] in READ_ONLY:
        return False
    return OURS.match(scope["path"].removeprefix(base)) is not None


async def _read(receive: Receive) -> tuple[list[Message], bytes]:
    """Return the messages of a body, and the body; of one that is too long, the beginning."""
    messages: list[Message] = []
    body = b""
    while not messages or (messages[-1].get("more_body") and len(body) <= LONGEST):
        messages.append(await receive())
        body += messages[-1].get("body", b"")
    return messages, body


def _problem(headers: dict[bytes, bytes], body: bytes) -> str | None:
    """Return what is wrong with a body, None where nothing is."""
    if len(body) > LONGEST:
        return TOO_LONG
    if body and headers.get(b"content-type", b"").split(b";")[0].strip().lower() != FORM:
        return NO_FORM
    try:
        form = dict(parse_qsl(body.decode()))
    except UnicodeDecodeError:
        return NO_UTF8
    given = (form.get(TOKEN, ""), headers.get(b"x-csrftoken", b"").decode("latin-1"))
    return None if all(token.isascii() for token in given) else NO_TOKEN

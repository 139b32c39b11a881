"""Judging: who may, where, and the buttons beside each quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quotes.publish import wording
from quotes.review.mode import ACTION, PATH, mode_of

if TYPE_CHECKING:
    from quotes.publish.ours import Row
    from quotes.review.mode import Mode

WORDS = 40  # characters of a quote by which its buttons are told apart
GROUP = Markup('<span class="q-judge{}" role="group" aria-label="Review of: {}">{}</span>')
BUTTON = Markup(
    '<button type="submit" form="q-review" formaction="{}" name="verdict" value="{}" class="q-{}"'
    ' title="{}">{}</button>'
)
FIX = Markup('<a class="q-fix" href="{}" title="Fix speaker, kind or place">{}</a>')
SIGN = Markup('<span aria-hidden="true">{}</span><span class="q-vh">{}</span>')
STATE = Markup('<span class="q-verdict v-{}">{}</span>')
SIGNS = {"right": ("✓", "Right"), "wrong": ("✗", "Wrong"), "withdrawn": ("↺", "Withdraw")}
HINTS = {
    "right": "Right: words, speaker and kind",
    "wrong": "Wrong: there is no such quote",
    "withdrawn": "Withdraw the verdict",
}


async def mode_for(datasette: Any, request: Any, database: str | None = None) -> Mode | None:
    """Return how this visitor may review a database, None where they may not."""
    mode = mode_of(datasette)
    if mode is None or database not in (None, mode.database):
        return None
    allowed = await datasette.permission_allowed(request.actor, ACTION, mode.database)
    return mode if allowed else None


def who_is(request: Any) -> str:
    """Return by which name a visitor's verdicts are kept."""
    return str(request.actor["id"])


def review_url(datasette: Any, *parts: str) -> str:
    """Return an address of the review; the parts are encoded already."""
    return str(datasette.urls.path("/".join([PATH, *parts])))


def quote_url(datasette: Any, quote: str) -> str:
    """Return where a quote is judged and fixed."""
    return review_url(datasette, "quote", quote)


def buttons(datasette: Any, quote: Row, *, small: bool = False) -> Markup:
    """Return the buttons for a quote; they belong to the page's form ``q-review``."""
    url = quote_url(datasette, quote["id"])
    verdict = quote["verdict"]
    shown = ["wrong", "withdrawn"] if verdict in ("right", "fixed", "added") else ["right", "wrong"]
    shown = ["right", "withdrawn"] if verdict == "wrong" else shown
    parts = [STATE.format(verdict, wording.VERDICTS[verdict])] if verdict else []
    for value in shown:
        sign, words = SIGNS[value]
        label = SIGN.format(sign, words) if small else f"{sign} {words}"
        parts.append(BUTTON.format(url, value, value, HINTS[value], label))
    parts.append(FIX.format(url, SIGN.format("✎", "Fix …") if small else "✎ Fix …"))
    words = wording.shorten(quote["content"] or "", WORDS)
    return GROUP.format(" small" if small else "", words, Markup(" ").join(parts))

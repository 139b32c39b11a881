"""Reviewing: the pages on which somebody judges quotes, fixes them and adds those missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Forbidden, NotFound, Response
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError

from quotes.publish import wording
from quotes.publish.judging import mode_for, quote_url, review_url, who_is
from quotes.publish.kept import in_thread, said_of
from quotes.publish.ours import reader_url, row_url, select
from quotes.publish.reviewform import FormError, fields_of, numbered, reading_of
from quotes.publish.reviewlist import list_page
from quotes.review import judge
from quotes.review.judge import CUE_CLASSES, KINDS, TYPES
from quotes.review.mode import mode_of
from quotes.review.place import paragraphs_around
from quotes.types import Span

if TYPE_CHECKING:
    from quotes.publish.ours import Row
    from quotes.review.judge import Reading
    from quotes.review.mode import Mode

CLOSED = "You may not review here. Open the link that `quotes serve --review` printed."
SPEAKERS = "select name, called, type from appearances where article_id = :key order by name, type"
NOT_KEPT = (FormError, DatasetteError)  # shown above the form, which keeps what was typed
TITLE = "select text, coalesce(title, path, id) as title from articles where id = :key"


async def enter(datasette: Any, request: Any) -> Response:
    """Let in the person whose link this is."""
    mode = mode_of(datasette)
    if mode is None or not mode.is_key(request.args.get("token") or ""):
        raise Forbidden(CLOSED)
    response = Response.redirect(review_url(datasette))
    actor = datasette.sign({"a": {"id": mode.who}}, "actor")
    response.set_cookie("ds_actor", actor, httponly=True)
    return response


async def review_list(datasette: Any, request: Any) -> Response:
    """Answer with the quotes to review, the least sure first."""
    mode = await _mode(datasette, request)
    page = await list_page(datasette, request, mode)
    return await _html(datasette, request, "quotes_review_list.html", page)


async def review_quote(datasette: Any, request: Any) -> Response:
    """Answer with the page on which a quote is fixed, or take a verdict on it."""
    mode = await _mode(datasette, request)
    key = tilde_decode(request.url_vars["quote"])
    row, stored = await in_thread(lambda db, _: judge.stored_reading(db, key), mode)
    form: dict[str, str] = await request.post_vars() if request.method == "POST" else {}
    problem = None
    if form:
        try:
            reading = await _reading(datasette, mode, row, form, stored)
            verdict, note = _verdict(form, reading, stored), _note(form)
            changed = reading if verdict == "fixed" else None
            await in_thread(
                lambda db, review: judge.judge(
                    db, review, key, verdict, who_is(request), note=note, reading=changed
                ),
                mode,
            )
        except NOT_KEPT as error:
            problem = str(error)
        else:
            return await _back(datasette, mode, form, row["article_id"], key)
    within = _stretch(row["text"], stored)
    page = await _form_page(
        datasette, mode, row["article_id"], form or None, stored=stored, within=within
    )
    page |= {"quote": row, "problem": problem, "action": quote_url(datasette, key)}
    page |= {"history": await said_of(mode, key)}
    page |= {"url": reader_url(datasette, mode.database, row["article_id"], key)}
    return await _html(datasette, request, "quotes_review_fix.html", page, 400 if problem else 200)


async def add_quote(datasette: Any, request: Any) -> Response:
    """Answer with the page on which a missed quote is added, or take it."""
    mode = await _mode(datasette, request)
    key = tilde_decode(request.url_vars["article"])
    text = (await _article(datasette, mode, key))["text"]
    form: dict[str, str] = await request.post_vars() if request.method == "POST" else {}
    problem = None
    if form:
        try:
            reading = reading_of(text, form, None, await _speakers(datasette, mode, key))
            note = _note(form)
            added = await in_thread(
                lambda db, review: judge.add(db, review, key, reading, who_is(request), note=note),
                mode,
            )
        except NOT_KEPT as error:
            problem = str(error)
        else:
            url = reader_url(datasette, mode.database, key, added)
            return Response.redirect(url, status=303)
    page = await _form_page(datasette, mode, key, form or None, within=Span(0, len(text)))
    page |= {"quote": None, "problem": problem, "history": []}
    page |= {"action": review_url(datasette, "add", request.url_vars["article"])}
    page |= {"url": reader_url(datasette, mode.database, key)}
    return await _html(datasette, request, "quotes_review_fix.html", page, 400 if problem else 200)


async def whole(datasette: Any, request: Any) -> Response:
    """Keep that an article was reviewed whole, or that it was not after all."""
    mode = await _mode(datasette, request)
    key = tilde_decode(request.url_vars["article"])
    if request.method == "POST":
        form = await request.post_vars()
        work = judge.reopen if form.get("whole") == "no" else judge.finish
        await in_thread(lambda db, review: work(db, review, key, who_is(request)), mode)
    return Response.redirect(reader_url(datasette, mode.database, key), status=303)


async def _mode(datasette: Any, request: Any) -> Mode:
    """Return how this visitor may review; whoever may not is told why."""
    mode = await mode_for(datasette, request)
    if mode is None:
        raise Forbidden(CLOSED)
    return mode


async def _reading(
    datasette: Any, mode: Mode, row: Row, form: dict[str, str], stored: Reading
) -> Reading:
    """Return the quote as a form has it: as it is stored, unless it is to be fixed."""
    verdict = form.get("verdict")
    if verdict in ("right", "wrong", "withdrawn"):
        return stored
    if verdict != "fixed":
        raise FormError("Choose a verdict.")
    speakers = await _speakers(datasette, mode, row["article_id"])
    return reading_of(row["text"], form, stored, speakers)


def _verdict(form: dict[str, str], reading: Reading, stored: Reading) -> str:
    """Return the verdict of a form: what is fixed into what it was is right."""
    is_same = form["verdict"] == "fixed" and reading == stored
    return "right" if is_same else form["verdict"]


def _note(form: dict[str, str]) -> str | None:
    return " ".join(form.get("note", "").split()) or None


def _stretch(text: str, stored: Reading) -> Span:
    """Return the paragraphs around a quote."""
    stretch = Span(stored.content[0].start, stored.content[-1].end)
    return paragraphs_around(text, stretch, beyond=1)


async def _article(datasette: Any, mode: Mode, key: str) -> Row:
    found = await select(datasette, mode.database, TITLE, key=key)
    if not found:
        raise NotFound("There is no such article")
    return found[0]


async def _speakers(datasette: Any, mode: Mode, key: str) -> list[Row]:
    return await select(datasette, mode.database, SPEAKERS, key=key)


async def _form_page(
    datasette: Any,
    mode: Mode,
    article: str,
    form: dict[str, str] | None,
    *,
    stored: Reading | None = None,
    within: Span,
) -> Row:
    """Return what the form for a quote shows."""
    found = await _article(datasette, mode, article)
    text = found["text"]
    empty = {"kind": "direct", "cue_class": "speech"}
    return {
        "database": mode.database,
        "title": found["title"],
        "fields": form or (fields_of(text, stored) if stored else empty),
        "passage": numbered(text, within, stored.content if stored else ()),
        "speakers": await _speakers(datasette, mode, article),
        "kinds": KINDS,
        "classes": CUE_CLASSES,
        "types": TYPES,
        "list_url": review_url(datasette),
        "wording": wording,
    }


async def _back(
    datasette: Any, mode: Mode, form: dict[str, str], article: str, quote: str
) -> Response:
    """Lead back to the page on which the verdict was given."""
    place = form.get("back")
    url = reader_url(datasette, mode.database, article, quote)
    if place == "list":
        asked = {name[6:]: value for name, value in form.items() if name.startswith("asked_")}
        url = f"{review_url(datasette)}?{urlencode(asked)}"
    elif place == "row":
        rows = await select(
            datasette, mode.database, "select 1 from quotes where id = :key", key=quote
        )
        url = row_url(datasette, mode.database, "quotes", quote) if rows else url
    return Response.redirect(url, status=303)


async def _html(
    datasette: Any, request: Any, template: str, page: Row, status: int = 200
) -> Response:
    """Render a page; it changes with every verdict, so nobody keeps it."""
    page["metadata"] = datasette.metadata()
    html = await datasette.render_template(template, page, request, view_name="review")
    return Response.html(html, status=status, headers={"cache-control": "no-store"})

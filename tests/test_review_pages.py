import json
import re
from html import unescape

import pytest
from click.testing import CliRunner
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_encode

import published
from quotes import store
from quotes.cli import cli, server
from quotes.cli.run import Run
from quotes.publish import metadata_for
from quotes.publish.reviewform import FormError, numbered, reading_of
from quotes.publish.said import NOT_WRONG
from quotes.review.judge import finish, judge
from quotes.review.mode import Mode, review_path
from quotes.review.verdicts import in_effect, open_review
from quotes.types import Span
from reviewed import both, fix, id_of, row_of

COUNCIL = "/quotes/-/read/council~2Etxt"
ODD = published.odd()[0]
TEXT = published.COUNCIL
UNION = "the union was consulted twice"
FORM = {"verdict": "fixed", "kind": "indirect", "cue_class": "speech", "content": UNION,
        "cue": "added", "source": "Stone", "speaker": "Ada Stone"}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return published.build(tmp_path / "quotes.db")


@pytest.fixture
def mode(path):
    return Mode(path, "Ada <b>Poe")


@pytest.fixture
def site(path, mode):
    return server.site(path, mode)


class Visit:
    """A visitor with cookies, who sends forms as a browser does."""

    def __init__(self, site, actor=None):
        self.site = site
        self.cookies = {"ds_actor": site.sign({"a": {"id": actor}}, "actor")} if actor else {}

    async def get(self, url, status=200):
        response = await self.site.client.get(url, cookies=self.cookies)
        assert response.status_code == status, (url, response.text[-900:])
        self.cookies |= dict(response.cookies)
        return response.text

    async def post(self, url, status=303, **form):
        if "ds_csrftoken" not in self.cookies:
            await self.get("/-/review")
        form = {"csrftoken": self.cookies["ds_csrftoken"]} | form
        response = await self.site.client.post(url, data=form, cookies=self.cookies)
        assert response.status_code == status, (url, response.text[-900:])
        return response


@pytest.fixture
def visit(site, mode):
    return Visit(site, mode.who)


def quote(path, words):
    with both(path) as (db, _):
        return id_of(db, words)


def stored(path, key):
    with both(path) as (db, _):
        return row_of(db, key)


# Who may


PAGES = ["", "/quote/{key}", "/add/council~2Etxt", "/whole/council~2Etxt", "/enter?token=x"]


@pytest.mark.parametrize("page", PAGES)
async def test_nobody_reviews_without_review(path, page):
    site = Datasette([str(path)], metadata=metadata_for(path))
    url = f"/-/review{page.format(key=quote(path, UNION))}"
    for actor in (None, "root", "Ada <b>Poe"):
        html = await Visit(site, actor).get(url, 403)
        assert "quotes serve --review" in html
        response = await site.client.post(url, data={"verdict": "wrong"})
        assert response.status_code == 403
        assert "q-judge" not in await Visit(site, actor).get(COUNCIL)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("actor", [None, "root", "somebody"])
async def test_only_the_person_with_the_link_reviews(site, path, page, actor):
    url = f"/-/review{page.format(key=quote(path, UNION))}"
    visitor = Visit(site, actor)
    assert "Open the link" in await visitor.get(url, 403)
    assert (await site.client.post(url, data={"verdict": "wrong"})).status_code == 403
    for shown in (COUNCIL, f"/quotes/quotes/{quote(path, UNION)}", "/"):
        html = await visitor.get(shown)
        assert "q-judge" not in html
        assert "/-/review" not in html


async def test_the_link_lets_in(site, mode):
    way = server.address("127.0.0.1", 80, mode).removeprefix("http://127.0.0.1:80")
    response = await site.client.get(way, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (302, "/-/review")
    assert "HttpOnly" in response.headers["set-cookie"]
    visitor = Visit(site)
    visitor.cookies = {"ds_actor": response.cookies["ds_actor"]}
    html = await visitor.get("/-/review")
    assert "You review as Ada &lt;b&gt;Poe." in html


async def test_a_form_of_another_site_is_refused(site, visit, path):
    key = quote(path, UNION)
    await visit.post(f"/-/review/quote/{key}", 403, verdict="wrong", csrftoken="guess")
    response = await site.client.post(
        f"/-/review/quote/{key}", data={"verdict": "wrong"}, cookies=visit.cookies
    )
    assert response.status_code == 403
    assert stored(path, key)["verdict"] is None


BAD_BODIES = [
    ({"content": b"note=\xff\xfe"}, "UTF-8"),
    ({"files": {"note": b"x"}}, "as a form"),
    ({"content": b"note", "headers": {"content-type": "multipart/form-data"}}, "as a form"),
    ({"content": b"{}", "headers": {"content-type": "application/json"}}, "as a form"),
    ({"content": "csrftoken=é".encode()}, "token"),
    ({"content": b"a=b", "headers": {"x-csrftoken": b"\xe9"}}, "token"),
    ({"content": b"note=" + b"x" * 1_000_000}, "too long"),
]


@pytest.mark.parametrize(("sent", "expected"), BAD_BODIES)
async def test_what_is_no_form_in_utf8_is_answered_with_what_is_wrong(visit, sent, expected):
    await visit.get("/-/review")
    headers = {} if "files" in sent else {"content-type": "application/x-www-form-urlencoded"}
    headers |= sent.get("headers", {})
    for url in ("/-/review/quote/x", "/-/review", COUNCIL, "/quotes/-/search"):
        response = await visit.site.client.post(
            url, **(sent | {"headers": headers}), cookies=visit.cookies
        )
        assert (response.status_code, response.headers["content-type"][:10]) == (400, "text/plain")
        assert expected in response.text


async def test_a_body_in_parts_arrives_whole(path, visit):
    await visit.get("/-/review")
    key = quote(path, UNION)
    token = visit.cookies["ds_csrftoken"]

    async def parts():
        yield f"csrftoken={token}&ver".encode()
        yield b"dict=right&note=caf%C3%A9"

    response = await visit.site.client.post(
        f"/-/review/quote/{key}",
        content=parts(),
        headers={"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
        cookies=visit.cookies,
    )
    assert response.status_code == 303
    assert stored(path, key)["verdict"] == "right"


class Rights:
    __name__ = "rights"

    @hookimpl
    def permission_allowed(self, actor, action):
        return True if action == "quotes-review" and (actor or {}).get("id") == "Cleo" else None


async def test_another_plugin_may_let_somebody_review(site, path):
    plugin = Rights()
    pm.register(plugin)
    try:
        await Visit(site, "Cleo").post(f"/-/review/quote/{quote(path, UNION)}", verdict="right")
    finally:
        pm.unregister(plugin)
    with both(path) as (_, review):
        assert [verdict.who for verdict in in_effect(review)] == ["Cleo"]


def test_every_view_and_query_leaves_out_what_is_wrong(path):
    with both(path) as (db, review):
        for (key,) in db.execute("select id from quotes").fetchall():
            judge(db, review, key, "wrong", "Ada")
        for view in ("said", "most_quoted", "unnamed"):
            assert db.view(view).count == 0
    for query in metadata_for()["databases"]["quotes"]["queries"].values():
        assert query["sql"].count("quotes.cue_class in") == query["sql"].count(NOT_WRONG)


# Verdicts from the pages


@pytest.mark.parametrize(("back", "place"), [
    ("reader", f"{COUNCIL}#q-"), ("row", "/quotes/quotes/"), ("list", "/-/review?kind=direct"),
    ("//evil.example", f"{COUNCIL}#q-"),
])  # fmt: skip
async def test_a_verdict_leads_back_to_where_it_was_given(visit, path, back, place):
    key = quote(path, UNION)
    response = await visit.post(
        f"/-/review/quote/{key}", verdict="wrong", back=back, asked_kind="direct", note="no"
    )
    assert response.headers["location"] == (place if back == "list" else place + key)
    assert stored(path, key)["verdict"] == "wrong"


async def test_the_reader_has_buttons_beside_every_quote(visit, path):
    html = await visit.get(COUNCIL)
    with both(path) as (db, _):
        keys = db.execute("select id from quotes where article_id = 'council.txt'").fetchall()
    for (key,) in keys:
        assert html.count(f'formaction="/-/review/quote/{key}" name="verdict" value="right"') == 1
        assert f'href="/-/review/quote/{key}"' in html
    assert 'aria-label="Review of: Now we build' not in html
    assert "0 of 10 reviewed." in html


async def test_what_is_wrong_is_gone_for_readers_and_struck_for_reviewers(site, visit, path):
    key = quote(path, UNION)
    await visit.post(f"/-/review/quote/{key}", verdict="wrong")
    assert f'id="q-{key}"' not in await Visit(site).get(COUNCIL)
    html = await visit.get(COUNCIL)
    assert re.search(rf'<mark id="q-{key}" class="q k-indirect h-none wrong', html)
    assert "Called wrong in review" in await Visit(site).get(f"/quotes/quotes/{key}")
    await visit.post(f"/-/review/quote/{key}", verdict="withdrawn")
    assert f'id="q-{key}"' in await Visit(site).get(COUNCIL)


async def test_a_row_tells_what_was_said_of_it(visit, path):
    key = quote(path, UNION)
    for verdict, note in (("wrong", "not <i>he"), ("right", "after all")):
        await visit.post(f"/-/review/quote/{key}", verdict=verdict, note=note, back="row")
    html = await visit.get(f"/quotes/quotes/{key}")
    assert re.search(
        r"<li>right, Ada &lt;b&gt;Poe, .*after all.*\n<li>wrong, .*not &lt;i&gt;he", html
    )
    assert "<i>he" not in html


async def test_the_list_has_the_least_sure_first_and_filters(visit, path):
    html = await visit.get("/-/review")
    assert html.index("No comment") < html.index("union was consulted") < html.index("Now we build")
    assert "Review of: the rain would" not in html
    assert "Review of: the rain would" in await visit.get("/-/review?all=1")
    html = await visit.get("/-/review?speaker=ortiz&kind=direct&article=council")
    assert "to my face" in html
    assert "consulted" not in html
    await visit.post(f"/-/review/quote/{quote(path, UNION)}", verdict="wrong")
    assert "Review of: the union" not in await visit.get("/-/review")
    assert "Review of: the union" in await visit.get("/-/review?state=wrong&page=1")
    assert "Nothing here" in await visit.get("/-/review?state=nope&page=99&speaker='\"")


async def test_the_list_shows_what_is_stale(visit, path):
    with both(path) as (db, review):
        judge(db, review, id_of(db, "<b>5"), "right", "Ada")
        finish(db, review, "quiet", "Ada")
        store.remove(db, ODD.id)
        store.remove(db, "quiet")
    html = await visit.get("/-/review?state=stale")
    assert "&lt;b&gt;5 &lt; 6" in html
    assert "<b>5" not in html
    assert "changed or gone since</h2>" in html


async def test_a_quote_is_fixed_by_its_words(visit, path):
    key = quote(path, UNION)
    form = FORM | {"content": "the union was consulted", "speaker": "rafael  ortiz", "note": "x"}
    await visit.post(f"/-/review/quote/{key}", **form)
    row = stored(path, key)
    assert (row["content"], row["verdict"]) == ("the union was consulted", "fixed")
    html = await visit.get(f"/-/review/quote/{key}")
    assert 'value="Rafael Ortiz" list="q-speakers"' in html


async def test_what_is_fixed_into_itself_is_right(visit, path):
    key = quote(path, UNION)
    await visit.post(f"/-/review/quote/{key}", **FORM)
    assert stored(path, key)["verdict"] == "right"


async def test_what_cannot_be_is_said_and_nothing_typed_is_lost(visit, path):
    key = quote(path, UNION)
    form = FORM | {"content": "<script> is nowhere", "note": "<b>note"}
    html = (await visit.post(f"/-/review/quote/{key}", 400, **form)).text
    assert 'role="alert"' in html
    assert "does not stand in the article" in html
    assert html.count("&lt;script&gt; is nowhere") == 2
    assert 'value="&lt;b&gt;note"' in html
    assert stored(path, key)["verdict"] is None
    await visit.post(f"/-/review/quote/{key}", 400, verdict="nonsense")
    await visit.post("/-/review/quote/nope", 400, verdict="right")


async def test_a_missed_quote_is_added(visit, path):
    form = FORM | {"content": "dispute that has run", "cue": "", "source": "", "speaker": ""}
    url = "/-/review/add/council~2Etxt"
    assert "17</sup>council" in await visit.get(url)
    response = await visit.post(url, **form)
    key = response.headers["location"].split("#q-")[1]
    assert stored(path, key)["verdict"] == "added"
    again = (await visit.post(url, 400, **form)).text
    assert "there already" in again
    assert "dispute that has run</textarea>" in again  # what was typed is not lost
    await visit.get("/-/review/add/nope", 404)


async def test_an_article_is_reviewed_whole_and_not_after_all(visit):
    url = "/-/review/whole/council~2Etxt"
    await visit.post(url, whole="yes")
    assert "Reviewed whole by Ada &lt;b&gt;Poe" in await visit.get(COUNCIL)
    await visit.post(url, whole="no")
    assert "10 of 10 reviewed." in await visit.get(COUNCIL)
    await visit.post("/-/review/whole/nope", 400, whole="yes")


async def test_odd_text_is_escaped_in_the_review(visit, path):
    with both(path) as (db, review):
        for words in ("<b>5", "<script>"):
            fix(db, review, id_of(db, words), speaker='<b>"x', speaker_type="group")
    urls = ["/-/review", "/-/review?state=fixed", f"/quotes/-/read/{tilde_encode(ODD.id)}"]
    urls += [f"/-/review/add/{tilde_encode(ODD.id)}", f"/-/review/quote/{quote(path, '<b>5')}"]
    for url in urls:
        html = await visit.get(url)
        for bad in ("<script>alert", "<b>5", "<b>Poe", '<b>"x', '<i>"1'):
            assert bad not in html, (url, bad)


async def test_the_review_loads_nothing_from_elsewhere_and_labels_all_fields(visit, path):
    for url in ("/-/review", f"/-/review/quote/{quote(path, UNION)}", COUNCIL):
        html = await visit.get(url)
        for address in re.findall(r'(?:src|<link[^>]*href|action)="([^"]*)"', html):
            assert address.startswith("/"), address
        main = html[html.index('role="main"') : html.index("<footer")]
        for name in re.findall(r'<(?:input type="text"|textarea|select)[^>]* id="([^"]+)"', main):
            assert f'<label for="{name}"' in main
        assert "onclick" not in main


async def test_links_of_the_review_carry_the_base_url(path, mode):
    site = server.site(path, mode)
    site._settings["base_url"] = "/news/"
    visitor = Visit(site, mode.who)
    for url in ("/-/review", COUNCIL, f"/-/review/quote/{quote(path, UNION)}"):
        html = await visitor.get(url)
        assert not re.search(r'(href|action|src)="/(?!news/)', html), url


# The form


def reading(**typed):
    speakers = [{"name": "Ada Stone", "called": "Ada Stone", "type": "named_person"}]
    return reading_of(TEXT, FORM | typed, None, speakers)


TYPED = [
    ("now we build", None),
    ("Now we build.", ["Now we build."]),
    ("“We have talked long enough,” […] Now we build.", ["We have talked long enough,", "Now we build."]),
    ("not a\n cent more", ["not a cent more"]),
    ("#15-18", ["The town council voted"]),
    ("#15-18 […] #20", ["The town council voted", "Tuesday"]),
    ("#35 – 39", ["We have talked long enough,"]),
    ("#30-34 […] #3-6", None),
    ("#1-3 […] #2-5", None),
    ("Now we build. […] We have talked long enough,", None),
    ("#1-" + "9" * 5000, None),
    ("#0", None),
    ("#9-8", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_words_and_numbers_of_words_are_understood(typed, expected):
    if expected is None:
        with pytest.raises(FormError):
            reading(content=typed)
    else:
        assert [span.of(TEXT) for span in reading(content=typed).content] == expected


def test_of_words_that_stand_twice_the_nearest_are_meant():
    near = reading(content=UNION, source="Stone").source[0]
    assert near.start == TEXT.index("Stone added")


def test_a_speaker_whom_the_article_has_not_needs_a_type():
    with pytest.raises(FormError, match="choose below what they are"):
        reading(speaker="Mina Park")
    assert reading(speaker="Mina Park", speaker_type="group").speaker_type == "group"
    assert reading(speaker="").speaker is None
    assert reading(kind="scare").speaker is None


def test_numbers_and_words_of_a_passage_are_escaped():
    html = numbered("a <b>\n\nc", Span(2, 9))
    assert "<sup>2</sup>&lt;b&gt;</span><br><span" in html
    assert "1</sup>" not in html


def test_the_words_of_a_quote_are_marked_in_its_passage():
    html = numbered("She said “no more” twice", Span(0, 24), (Span(10, 17),))
    assert html.count("<mark") == 2
    assert "<sup>3</sup>“no</mark>" in html
    assert "<sup>5</sup>twice</span>" in html


# The command line


def run(*args):
    return CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)


def test_review_list_stale_and_export(path, tmp_path):
    with both(path) as (db, review):
        judge(db, review, id_of(db, UNION), "wrong", "Ada", note="no")
        judge(db, review, id_of(db, "<b>5"), "right", "Ada")
        store.remove(db, ODD.id)
    rows = json.loads(run("review", "list", "-d", path).stdout)
    assert [(row["verdict"], row["note"]) for row in rows] == [("right", None), ("wrong", "no")]
    rows = json.loads(run("review", "stale", "-d", path).stdout)
    assert [row["article_id"] for row in rows] == [ODD.id]
    result = run("review", "export", "-d", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "quotes review done ARTICLE" in result.stderr
    assert run("review", "done", "council", "--as", "Ada", "-d", path).exit_code == 0
    out = tmp_path / "gold.jsonl"
    assert run("review", "export", "-d", path, "-o", out).exit_code == 0
    assert run("export", path, "-o", tmp_path / "all.jsonl").exit_code == 0
    result = run("evaluate", out, "--predictions", tmp_path / "all.jsonl", "--json")
    rows = json.loads(result.stdout)["rows"]["all"]
    assert (rows["gold"], rows["joint"]["f1"]) == (8, 1)
    assert run("review", "done", "council", "--undo", "-d", path).exit_code == 0
    assert run("review", "export", "-d", path).exit_code == 1


def test_search_and_show_leave_out_what_is_wrong(path):
    assert UNION in run("search", "consulted", "-d", path).stdout
    with both(path) as (db, review):
        judge(db, review, id_of(db, UNION), "wrong", "Ada")
    assert json.loads(run("search", "consulted", "-d", path).stdout) == []
    for more in ([], ["--all"]):
        assert UNION not in run("show", "council", "-d", path, *more).stdout


def test_verdicts_that_were_copied_are_applied(path, tmp_path):
    with both(path) as (db, review):
        judge(db, review, id_of(db, UNION), "wrong", "Ada")
    other = published.build(tmp_path / "other.db")
    assert run("review", "list", "-d", other).exit_code == 1
    review_path(path).rename(review_path(other))
    assert run("review", "apply", "-d", other).exit_code == 0
    assert stored(other, quote(other, UNION))["verdict"] == "wrong"


class Found:
    """Finds in every article what is made up."""

    def __init__(self):
        self.models = {"tagger": "another"}

    def extract(self, articles):
        for article in articles:
            yield article, published.council()[1]


def test_an_extraction_applies_the_verdicts(path):
    with both(path) as (db, review):
        judge(db, review, id_of(db, UNION), "wrong", "Ada")
        judge(db, review, id_of(db, "<b>5"), "right", "Ada")
        store.remove(db, ODD.id)
        run_ = Run(db, Found(), "1", again=True, review=review)
        run_.over([published.council()[0]], lambda: None)
        assert row_of(db, id_of(db, UNION))["verdict"] == "wrong"
        assert run_.stale == 1


def test_serve_review_brings_up_to_date_and_prints_a_link(path, monkeypatch):
    served = []
    monkeypatch.setattr(server, "serve", lambda *args, **more: served.append((args, more)))
    monkeypatch.setattr(server, "is_free", lambda *_: True)
    result = run("serve", path, "--review", "--as", "Ada Poe")
    assert result.exit_code == 0
    assert "You review as Ada Poe" in result.stderr
    ((_, more),) = served
    assert f"http://127.0.0.1:8001/-/review/enter?token={more['mode'].token}" in result.stderr
    assert review_path(path).exists()
    assert run("serve", path, "--as", "Ada").exit_code == 2
    assert run("serve", path).exit_code == 0
    assert served[-1][1]["mode"] is None


def test_a_file_in_the_way_is_said_in_one_line(path):
    review_path(path).write_text("words " * 99)
    for args in (["serve", path, "--review"], ["review", "list", "-d", path]):
        result = run(*args)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
        assert "move the file elsewhere" in unescape(result.stderr)


def test_verdicts_are_no_table_of_another_kind(tmp_path):
    review = open_review(tmp_path / "a-review.db")
    names = set(review.table_names())
    review.close()
    assert names == {"verdicts", "whole", "_sqlite_migrations"}


def test_pieces_out_of_order_are_told_alike():
    for typed in ("#30-34 […] #3-6", "Now we build. […] We have talked long enough,"):
        with pytest.raises(FormError, match="in the article's order"):
            reading(content=typed)


def test_done_makes_no_file_for_an_article_that_is_not_there(path):
    assert run("review", "done", "nosuch", "-d", path).exit_code == 1
    assert not review_path(path).exists()


def test_a_limit_may_not_be_huge_and_a_name_not_empty(path):
    for args in (["serve", path, "--review"], ["review", "done", "council", "-d", path]):
        assert run(*args, "--as", "  ").exit_code == 2
    assert not review_path(path).exists()
    run("review", "done", "council", "--as", " Ada ", "-d", path)
    rows = json.loads(run("review", "list", "-d", path).stdout)
    assert {row["who"] for row in rows} == {"Ada"}
    assert run("review", "list", "-n", "9" * 20, "-d", path).exit_code == 2

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from sqlite3 import Row, connect

import datasette
import pytest
import yaml
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_encode

import published
from published import page
from quotes.cli import server
from quotes.publish import MENU, home, metadata_for, reader, rowpages, said, wording
from quotes.publish.paragraphs import Stretch, paragraphs, readable
from quotes.publish.stock import MENDED
from quotes.publish.typeset import Mark, Shown, blocks
from quotes.types import Article

TOP = Path(__file__).parent.parent / "metadata.yml"
COUNCIL = "/quotes/-/read/council~2Etxt"
ODD_ID = published.odd()[0].id
OVER_ALL = ("/quotes/-/sourcing", "/quotes/-/compare", "/quotes/-/search?q=bridge")
ODD = f"/quotes/-/read/{tilde_encode(ODD_ID)}"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return published.build(tmp_path_factory.mktemp("db") / "quotes.db")


@pytest.fixture
def site(path):
    return Datasette([str(path)], metadata=yaml.safe_load(TOP.read_text()))


def rows(path, sql, *args):
    with connect(path) as db:
        return db.execute(sql, args).fetchall()


def keys(path, table):
    return [key for (key,) in rows(path, f"select id from {table}")]


def plain(html):
    """Return the text of a page as the eye sees it."""
    html = re.sub(r'<span class="q-vh">.*?</span>', "", html, flags=re.DOTALL)
    html = re.sub(r"<a class=\"q-ref.*?</a>", "", html)
    return " ".join(unescape(re.sub(r"</?\w[^>]*>", "", html)).split())


def text_of(html):
    return html[html.index("<article") : html.index("</article>")]


# Every page


async def test_every_table_and_view_answers(site, path):
    names = rows(path, "select name from sqlite_master where type in ('table', 'view')")
    shown = [name for (name,) in names if not re.search("_fts|_sqlite|sqlite_", name)]
    assert len(shown) == 14
    for name in shown:
        await page(site, f"/quotes/{name}")
    await page(site, "/quotes")


async def test_every_row_and_article_answers(site, path):
    for table in ("articles", "quotes", "speakers", "runs", "problems"):
        for key in keys(path, table):
            await page(site, f"/quotes/{table}/{tilde_encode(str(key))}")
    for key in keys(path, "articles"):
        await page(site, f"/quotes/-/read/{tilde_encode(key)}")


QUERIES = metadata_for()["databases"]["quotes"]["queries"]
ASKED = {
    "claims_about": ("q=won't+bridge+OR", 0),
    "said_by": ("speaker=stone", 4 - 1),
    "who_is_quoted_most": ("type=named_person", 3),
    "unnamed_sources": ("", 2),
    "quotes_of_article": ("article=long+night", 8),
    "long_direct_quotes": ("words=6", 3),
    "how_was_it_said": ("stance=denying&speaker=stone", 1),
    "told_to_whom": ("addressee=residents", 1),
    "is_it_verbatim": ("", 1),
    "sourcing_over_time": ("publisher=%25post", 1),
    "sourcing_by_publisher": ("outlets=1", 2),
    "length_of_quotes": ("until=2024-03-27", 5),
    "anonymity_reasons": ("", 2),
    "same_words": ("", 0),
    "said_over_time": ("speaker=Ada+Stone", 1),
    "quoted_together": ("speaker=Ada+Stone", 4),
    "said_about": ("speaker=Ada+Stone", 0),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_every_query_answers_with_and_without_parameters(site, name):
    await page(site, f"/quotes/{name}")
    asked, expected = ASKED[name]
    await page(site, f"/quotes/{name}?{asked}")
    response = await site.client.get(f"/quotes/{name}.json?_shape=array&{asked}")
    assert len(response.json()) == expected


async def test_search_finds_marks_and_links_the_words(site):
    html = await page(site, "/quotes/claims_about?q=bridge")
    assert "0 results" in html
    html = await page(site, "/quotes/claims_about?q=higher&speaker=official&kind=mixed")
    assert "good deal <mark>higher</mark>” than" in html
    assert f'href="{COUNCIL}#q-' in html


async def test_search_of_the_view_finds_rows(site):
    response = await site.client.get("/quotes/said.json?_search=asked&_shape=array")
    assert [row["content"] for row in response.json()] == ["We were never asked,"]


@pytest.mark.parametrize("asked", ["stone", "Ada Stone", "ada"])
async def test_what_somebody_said_is_found_by_any_part_of_the_name(site, asked):
    response = await site.client.get(f"/quotes/said_by.json?_shape=array&speaker={asked}")
    assert {row["speaker"] for row in response.json()} == {"Ada Stone"}


async def test_the_circumstances_are_shown_where_there_are_any(site, path):
    (key,) = keys(path, "quotes where addressee = 'residents'")
    html = await page(site, f"/quotes/quotes/{key}")
    block = html[: html.index("q-stock")]
    assert '<dt>To</dt><dd dir="auto">residents</dd>' in block
    assert '<dt>Where</dt><dd dir="auto">in a letter to residents</dd>' in block
    assert "<dt>When</dt>" not in block
    (key,) = keys(path, "quotes where stance = 'denying'")
    html = await page(site, f"/quotes/quotes/{key}")
    assert "<dt>How</dt><dd>denied, negated</dd>" in html
    html = await page(site, COUNCIL)
    assert "to residents, in a letter to residents" in html


async def test_rows_are_verbatim(site):
    response = await site.client.get("/quotes/is_it_verbatim.json?_shape=array")
    assert response.json()[0]["not_verbatim"] == 0


def test_what_counts_as_said_is_the_same_in_python_and_in_the_views(path):
    sql = f"select id from quotes where {said.CONDITION}"
    listed = rows(path, sql)
    with connect(path) as db:
        db.row_factory = Row
        found = db.execute("select * from quotes").fetchall()
    assert sorted(listed) == sorted((row["id"],) for row in found if said.is_said(row))
    assert sorted(listed) == sorted(rows(path, "select id from said"))
    assert len(listed) < len(found)
    assert said.CONDITION in " ".join(query["sql"] for query in QUERIES.values())


# Metadata


def test_every_column_is_described(path):
    tables = metadata_for()["databases"]["quotes"]["tables"]
    names = rows(path, "select name from sqlite_master where type in ('table', 'view')")
    for (name,) in names:
        if re.search("_fts|^_sqlite|^sqlite_", name):
            continue
        columns = {row[1] for row in rows(path, f"pragma table_info({name})")}
        assert columns == set(tables[name]["columns"]), name
        assert tables[name]["description"]


def test_every_query_has_a_title_and_a_description():
    assert all(query["title"] and query["description"] for query in QUERIES.values())
    assert set(QUERIES) == set(ASKED)


def test_the_package_has_the_metadata_of_the_repository():
    assert metadata_for() == yaml.safe_load(TOP.read_text())


def test_metadata_is_for_databases_of_any_name():
    metadata = metadata_for("a/my.db", "other.db")
    assert list(metadata["databases"]) == ["my", "other"]
    assert metadata["databases"]["my"] == metadata_for()["databases"]["quotes"]


async def test_a_database_of_another_name_is_shown_alike(tmp_path):
    path = published.build(tmp_path / "my.db")
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, "/my/-/read/council~2Etxt")
    assert "Ada Stone" in html
    assert "claims_about" in await page(site, "/")
    for key in keys(path, "speakers"):
        assert 'class="q-page q-speaker"' in await page(site, f"/my/speakers/{key}")


async def test_pages_stand_without_any_metadata(path):
    site = Datasette([str(path)])
    assert 'action="/quotes/-/search"' in await page(site, "/")
    await page(site, COUNCIL)


# The reader


async def test_the_reader_shows_the_whole_text_once(site):
    article, _ = published.council()
    body = article.text.replace(article.title, "")
    assert plain(text_of(await page(site, COUNCIL))) == " ".join(body.split())


async def test_a_quote_has_its_place_and_leads_to_its_row_and_back(site, path):
    html = await page(site, COUNCIL)
    for (key,) in rows(path, "select id from quotes where article_id = 'council.txt'"):
        assert html.count(f'id="q-{key}"') == 1
        assert f'href="/quotes/quotes/{key}"' in html
        assert f'href="{COUNCIL}#q-{key}"' in await page(site, f"/quotes/quotes/{key}")


async def test_speakers_are_numbered_in_the_order_in_which_they_come(site):
    html = await page(site, COUNCIL)
    found = re.findall(
        r'aria-hidden="true">(\d|–)</span>\s*<div>\s*<p class="q-name".*?>(\w+)', html
    )
    assert [number for number, _ in found] == ["1", "2", "3", "4", "5", "–"]


async def test_speakers_who_are_not_known_are_not_counted(site):
    assert "8 quotes and claims by 5 speakers" in plain(await page(site, COUNCIL))


async def test_nested_quotes_keep_both_speakers(site):
    html = text_of(await page(site, COUNCIL))
    inner = html[: html.index("not a cent more")]
    classes = re.findall(r'<mark[^>]* class="q ([^"]*)"', inner)[-2:]
    assert classes == ["k-direct h2 u2", "k-direct h0 u0"]


async def test_thoughts_low_confidence_and_scare_quotes_are_told_apart(site):
    html = text_of(await page(site, COUNCIL))
    assert re.search(r'class="q k-indirect h0 u0 aside" title="[^"]*">.*?the rain would stop', html)
    assert re.search(r'class="q k-direct h-none u0 unsure" title="[^"]*31%[^"]*">', html)
    assert re.search(r'class="q k-scare h-none" title="[^"]*">', html)


async def test_title_and_boilerplate_are_set_apart(site):
    html = await page(site, COUNCIL)
    assert html.count("Council backs new bridge") == 2  # the window's title and the headline
    assert '<p dir="auto" class="q-boilerplate">Reporting was contributed' in html


async def test_only_web_addresses_are_linked(site):
    assert 'href="https://post.example/council?a=1&amp;b=2"' in await page(site, COUNCIL)
    assert "javascript:" not in await page(site, ODD)


async def test_an_article_without_quotes_is_readable(site):
    html = await page(site, "/quotes/-/read/quiet")
    assert "Nobody said anything." in html
    assert "Nobody is quoted" in html


@pytest.mark.parametrize("article", [published.council()[0], published.odd()[0]])
async def test_quotes_as_rows_leads_to_the_rows(site, path, article):
    html = await page(site, f"/quotes/-/read/{tilde_encode(article.id)}")
    url = unescape(re.search(r'href="([^"]*)">Quotes as rows', html)[1]).replace("?", ".json?")
    response = await site.client.get(f"{url}&_shape=array&_size=max")
    stored = rows(path, "select id from quotes where article_id = ?", article.id)
    assert stored
    assert sorted((row["id"],) for row in response.json()) == sorted(stored)


@pytest.mark.parametrize("url", ["/quotes/-/read/nope", "/nope/-/read/council~2Etxt"])
async def test_what_is_not_there_is_not_found(site, url):
    await page(site, url, 404)


# Untrusted text


async def odd_pages(site, path):
    """Yield every page on which the odd article shows."""
    urls = [ODD, "/", "/quotes/said", "/quotes/quotes", "/quotes/articles", "/quotes/unnamed"]
    urls += ["/quotes/said_by?speaker=script", "/quotes/claims_about?q=script", "/quotes/names"]
    urls += [f"/quotes/quotes/{key}" for key in keys(path, "quotes")]
    urls += [*OVER_ALL, "/quotes/-/search?q=script"]
    urls += [f"/quotes/speakers/{key}" for key in keys(path, "speakers")]
    urls += [f"/quotes/articles/{tilde_encode(ODD_ID)}", "/quotes/claims_about?q=<script>alert("]
    for url in urls:
        yield url, await page(site, url)


async def test_article_text_is_escaped_everywhere(site, path):
    seen = 0
    async for url, html in odd_pages(site, path):
        seen += "&lt;script&gt;alert" in html
        for bad in ("<script>alert", "<b>5", "<Post>", "<b>By", '<i>"1', "<2024>"):
            assert bad not in html, (url, bad)
    assert seen > 8


async def test_odd_characters_are_kept(site):
    html = await page(site, ODD)
    for words in ("🙂 — naïve", "سنبني الجسر", "5 &lt; 6", "&#34;so on&#34;"):
        assert words in html


# Rights


@pytest.mark.parametrize("table", ["articles", "quotes", "speakers", "spans"])
async def test_what_may_not_be_seen_is_not_shown(path, table):
    metadata = metadata_for(path)
    metadata["databases"]["quotes"]["tables"][table]["allow"] = {"id": "editor"}
    site = Datasette([str(path)], metadata=metadata)
    await page(site, COUNCIL, 403)
    assert "q-collection" not in await page(site, "/")
    for other in ("quotes", "speakers"):
        if other != table:
            html = await page(site, f"/quotes/{other}/{keys(path, other)[0]}")
            assert "q-page" not in html
    cookies = {"ds_actor": site.sign({"a": {"id": "editor"}}, "actor")}
    assert (await site.client.get(COUNCIL, cookies=cookies)).status_code == 200


class Door:
    """Let visitors in by a header of their own, neither cookie nor token."""

    __name__ = "door"  # Datasette asks

    @hookimpl
    def actor_from_request(self, request):
        return {"id": request.headers.get("x-user")}


@pytest.fixture
def door():
    plugin = Door()
    pm.register(plugin)
    yield
    pm.unregister(plugin)


@pytest.mark.usefixtures("door")
async def test_rights_do_not_depend_on_how_a_visitor_is_known(path):
    site = Datasette([str(path)], metadata=metadata_for(path) | {"allow": {"id": "editor"}})
    await page(site, COUNCIL, 403)
    for url in (COUNCIL, "/", f"/quotes/speakers/{keys(path, 'speakers')[0]}"):
        response = await site.client.get(url, headers={"x-user": "editor"})
        assert response.status_code == 200
        assert "Ada Stone" in response.text or "q-page" in response.text
        assert 'href="/quotes/most_quoted">Most quoted</a></li>' in response.text


async def test_a_query_that_may_not_be_asked_is_not_offered(path):
    metadata = metadata_for(path)
    metadata["databases"]["quotes"]["queries"]["said_by"]["allow"] = {"id": "editor"}
    html = await page(Datasette([str(path)], metadata=metadata), "/")
    assert 'href="/quotes/said_by"' not in html.split("The data</h2>")[0]
    assert 'href="/quotes/unnamed_sources"' in html


async def test_rights_are_asked_without_reading_rows(site, monkeypatch):
    asked = []
    get = site.client.get
    monkeypatch.setattr(site.client, "get", lambda *a, **k: asked.append(a) or get(*a, **k))
    for url in ("/", COUNCIL, "/quotes/said"):
        assert "Most quoted" in await page(site, url)
    assert len(asked) == 3


# Time

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


@pytest.fixture
def hasty(path):
    return Datasette([str(path)], metadata=metadata_for(path), settings={"sql_time_limit_ms": 60})


async def test_the_reader_says_that_it_takes_too_long(hasty, monkeypatch):
    monkeypatch.setattr(reader, "SPANS", ENDLESS)
    assert "longer than this server allows" in await page(hasty, COUNCIL, 503)


async def test_a_row_is_shown_though_what_belongs_to_it_takes_too_long(hasty, path, monkeypatch):
    monkeypatch.setattr(rowpages, "NAMES", ENDLESS)
    html = await page(hasty, f"/quotes/speakers/{keys(path, 'speakers')[0]}")
    assert "longer than this server allows" in html
    assert "Links from other tables" in html


async def test_home_is_shown_though_counting_takes_too_long(hasty, monkeypatch):
    monkeypatch.setattr(home, "NUMBERS", ENDLESS)
    html = await page(hasty, "/")
    assert "too large to count" in html
    assert 'action="/quotes/-/search"' in html


def test_serve_allows_more_time_than_datasette_does(path):
    assert server.site(path).setting("sql_time_limit_ms") >= 5000


# Cells, rows, home, menu


async def test_cells_lead_into_the_reader(site, path):
    (key,) = rows(path, "select id from quotes where content like 'We were never%'")[0]
    for url in ("/quotes/said?_size=max", "/quotes/quotes?_size=max"):
        html = await page(site, url)
        assert f'<a class="q-cell" href="{COUNCIL}#q-{key}">We were never asked,</a>' in html
        assert f'href="{COUNCIL}">Council backs' in html
        assert 'title="sure">97%' in html
    assert f'href="{COUNCIL}">Council backs' in await page(site, "/quotes/articles")


async def test_cells_of_queries_without_a_value_are_empty(site):
    html = await page(site, "/quotes/said_by?speaker=auditors")
    assert '<td class="col-speaker">' in html
    assert re.search(r'<td class="col-published">[^<&]+</td>', html)
    html = await page(site, "/quotes/claims_about?q=comment")
    assert '<td class="col-speaker"></td>' in html


async def test_a_speakers_row_tells_what_they_said_and_keeps_the_stock_row(site, path):
    key = rows(path, "select id from speakers where name = 'Ada Stone'")[0][0]
    html = await page(site, f"/quotes/speakers/{key}")
    for words in ("the mayor of Larkhaven", "We have talked long enough, […] Now we build."):
        assert words in html
    assert "the rain would stop" not in html.split("q-stock")[0]
    assert "Links from other tables" in html
    assert html.count("<h1") == 1


async def test_a_quotes_row_shows_the_sentence_marked(site, path):
    (key,) = rows(path, "select id from quotes where kind = 'mixed'")[0]
    html = await page(site, f"/quotes/quotes/{key}")
    assert plain(html).count("said the price would be “a good deal higher” than planned.") == 1
    assert "because talks go on" in html.split("q-stock")[0]


async def test_home_tells_what_there_is_and_keeps_the_stock_list(site):
    html = await page(site, "/")
    assert "<strong>3</strong> articles, 27 March 2024." in html
    assert "<strong>11</strong> quotes and claims, <strong>7</strong> of them direct, by" in html
    for name in QUERIES:
        assert f'href="/quotes/{name}"' in html
    assert 'action="/quotes/-/search"' in html
    assert "hidden tables" in html
    assert 'href="/quotes/most_quoted">Most quoted</a></li>' in html


async def test_two_databases_of_ours_are_told_apart(path, tmp_path):
    other = published.build(tmp_path / "other.db")
    site = Datasette([str(path), str(other)], metadata=metadata_for(path, other))
    html = await page(site, "/")
    assert html.count('<section class="q-collection"') == 2
    assert 'href="/other/most_quoted">Most quoted (other)' in html
    assert 'action="/other/-/search"' in html


async def test_links_carry_the_base_url(path):
    site = Datasette([str(path)], metadata=metadata_for(path), settings={"base_url": "/news/"})
    for url in ("/", COUNCIL, "/quotes/said", "/quotes/quotes", *OVER_ALL):
        html = await page(site, url)
        assert not re.search(r'(href|action|src)="/(?!news/)', html), url
        assert '"stylesheet" href="/news/news' not in html


async def test_the_page_of_a_database_leads_to_ours(site):
    html = await page(site, "/quotes")
    before = html.split("Custom SQL")[0].split("</header>")[1]
    for to in MENU:
        assert f'href="/quotes/{to}"' in before
    assert "sqlite_sequence" not in html


async def test_whoever_is_lost_is_led_on(site):
    for url in ("/quotes/nope", "/nope", "/quotes/-/read/nope", "/quotes/quotes/nope"):
        html = await page(site, url, 404)
        assert "<h1>Not found</h1>" in html
        assert '<a href="/">To the home page</a>' in html
        assert 'href="/quotes/-/search"' in html
        assert "quotes.css" in html
    assert "There is no page at /a/b/c/d/e&amp;f" in await page(site, "/a/b/c/d/e&f", 404)
    data = await site.client.get("/quotes/nope.json")
    assert data.json()["status"] == 404


async def test_style_comes_from_this_host_alone(site):
    html = await page(site, COUNCIL)
    for url in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        css = await page(site, url)
        assert url.startswith("/-/static")
        assert "http" not in re.sub(r"data:[^)]*|/\*.*?\*/", "", css, flags=re.DOTALL)
    assert "quotes.css" in html


@pytest.mark.parametrize("url", ["/", "/quotes", "/quotes/said", "/quotes/said_by", COUNCIL])
async def test_every_page_has_a_language_and_a_way_past_its_head(site, url):
    html = await page(site, url)
    assert '<html lang="en">' in html
    assert html.index('class="q-skip" href="#content"') < html.index("<header")
    assert 'id="content" role="main"' in html


def test_what_is_mended_still_stands_so_in_the_stock_templates():
    folder = Path(datasette.__file__).parent / "templates"
    for name, pieces in MENDED.items():
        for piece in pieces:
            assert piece in (folder / name).read_text(), (name, piece)


async def test_a_database_of_something_else_is_left_alone(tmp_path):
    path = tmp_path / "quotes.db"
    with connect(path) as db:
        db.execute("create table quotes (id text primary key, content text, article_id text)")
        db.execute("create table articles (id integer primary key, title text, confidence real)")
        db.execute("insert into quotes values ('q', 'words', 'a')")
        db.execute("insert into articles values (1, 'words', 0.5)")
    site = Datasette([str(path)])
    for url in ("/", "/quotes", "/quotes/quotes", "/quotes/quotes/q", "/quotes/articles/1"):
        html = await page(site, url)
        assert not re.search('class="q-|quotes[.]css|50%|Most quoted', html), url
    assert "To the home page" not in await page(site, "/quotes/-/read/a", 404)


def test_publish_needs_no_model():
    code = "import sys, quotes.publish; sys.exit(bool({'stanza', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


ADDS = [
    ("White House aide", "a White House aide", False),
    ("the mayor of Larkhaven", "Ada Stone", True),
    (None, "Ada Stone", False),
]


@pytest.mark.parametrize(("description", "name", "expected"), ADDS)
def test_a_description_is_shown_where_it_adds_to_the_name(description, name, expected):
    assert wording.adds(description, name) is expected


# Typesetting


PARAGRAPHS = [
    ("one\n\ntwo", ["one", "two"]),
    ("one\ntwo", ["one", "two"]),
    ("one\nwrapped\n\n \n two \n", ["one\nwrapped", "two"]),
    ("  \n", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_paragraphs(text, expected):
    assert [text[p.start : p.end] for p in paragraphs(text)] == expected


def test_sections_are_blocks_of_their_own():
    text = "Head body text. Sorry, try again. More."
    sections = [Stretch(0, 4, "title"), Stretch(16, 33, "boilerplate"), Stretch(38, 99, "title")]
    found = [(text[p.start : p.end], p.role) for p in paragraphs(text, sections)]
    assert found == [
        ("Head", "title"),
        ("body text.", ""),
        ("Sorry, try again.", "boilerplate"),
        ("More", ""),
        (".", "title"),
    ]


SENTENCES = "The harbor was closed again on Monday. " * 60


def pieces(text, held=()):
    found = list(readable(text, paragraphs(text), held))
    assert found[0].start == 0
    return [(text[p.start : p.end], p.runs_on) for p in found]


def test_an_endless_paragraph_is_broken_between_sentences():
    found = pieces(SENTENCES)
    assert len(found) > 3
    assert " ".join(words for words, _ in found) == SENTENCES.strip()
    assert all(words.endswith("Monday.") and 150 < len(words) < 900 for words, _ in found)
    assert [runs_on for _, runs_on in found] == [False] + [True] * (len(found) - 1)


UNBROKEN = [
    ("The harbor was closed again on Monday. " * 20, ()),
    (SENTENCES, [(0, len(SENTENCES))]),
    ("He met Mr. Stone, Prof. Ortiz and Sen. Park of St. Mary with J. Poe, " * 20, ()),
    ("no end of words " * 100, ()),
]


@pytest.mark.parametrize(("text", "held"), UNBROKEN)
def test_what_is_short_held_or_without_sentences_is_not_broken(text, held):
    assert pieces(text, held) == [(text.strip(), False)]


def test_a_quote_in_pieces_stays_in_one_block():
    words = "“I will go,” she said on Monday. “You will stay.” "
    text = SENTENCES[: 39 * 9] + words + SENTENCES[: 39 * 20]
    shown = Shown("a", "1", "", "", "", "")
    at = text.index("I will"), text.index("You will")
    marks = [Mark(start, start + 10, "content", shown) for start in at]
    found = [block.html for block in blocks(text, marks)]
    assert len(found) > 1
    assert sum("I will" in html and "You will" in html for html in found) == 1
    assert len(list(blocks(text, []))) > 1
    assert not any("I will" in b.html and "You will" in b.html for b in blocks(text, []))


async def test_a_broken_article_keeps_its_text_and_says_so(tmp_path):
    article = Article(id="long", text=SENTENCES.strip(), title="The harbor was closed…")
    path = published.build(tmp_path / "quotes.db", (article, []))
    html = await page(Datasette([str(path)]), "/quotes/-/read/long")
    assert plain(text_of(html)) == article.text
    assert "the text itself runs on" in html
    assert '<h1 dir="auto" class="q-cut">' in html


def outline(text, *spans):
    """Return typeset text with marks in brackets and references as their label."""
    marks = [
        Mark(start, end, "content", Shown(label, label, "", "", "", ""), first=True)
        for label, start, end in spans
    ]
    html = "\n".join(block.html for block in blocks(text, marks))
    html = re.sub(r'<a class="q-ref.*?aria-hidden="true">(.*?)</span></a>', r"^\1", html)
    html = re.sub(r'<span class="q-vh">.*?</span>', "", html)
    return re.sub("<mark[^>]*>", "[", html).replace("</mark>", "]")


OUTLINES = [
    ("“Go,” she said.", [("a", 1, 4)], "“[Go,]”^a she said."),
    ("He ran. I saw it", [("a", 0, 6), ("b", 8, 16)], "[He ran].^a [I saw it]^b"),
    ("the mayor’s plan", [("a", 4, 9)], "the [mayor]^a’s plan"),
    ("abcdef", [("a", 0, 6), ("b", 2, 4)], "[ab][[cd]]^b[ef]^a"),
    ("abcdef", [("a", 0, 4), ("b", 2, 6)], "[ab][[cd]]^a[ef]^b"),
    ("ab\n\ncd", [("a", 0, 6)], "[ab]\n[cd]^a"),
    ("ab\n\ncd", [("a", 2, 6)], "ab\n[cd]^a"),
    ("<&>", [("a", 1, 2)], "&lt;[&amp;]^a&gt;"),
]


@pytest.mark.parametrize(("text", "spans", "expected"), OUTLINES)
def test_typesetting(text, spans, expected):
    assert outline(text, *spans) == expected


def test_a_quote_is_anchored_where_it_first_shows():
    mark = Mark(2, 6, "content", Shown("a", "1", "", "", "", ""), first=True)
    shown = [block.html for block in blocks("ab\n\ncd\n\nef", [mark])]
    assert ['id="q-a"' in html for html in shown] == [False, True, False]

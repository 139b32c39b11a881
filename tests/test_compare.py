import re
from html import unescape
from sqlite3 import connect

import pytest
from datasette.app import Datasette

import newspapers
import published
from newspapers import AIDE, DIFFERS, LONG, SHORT, STONE
from published import page
from quotes import store
from quotes.publish import compare, metadata_for
from quotes.publish.alike import given, groups, marked, wordings

PAGE = "/quotes/-/compare"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return published.build(tmp_path_factory.mktemp("db") / "quotes.db", *newspapers.papers())


@pytest.fixture
def site(path):
    return Datasette([str(path)], metadata=metadata_for(path))


def quote_id(path, content):
    with connect(path) as db:
        return db.execute("select min(id) from quotes where content = ?", [content]).fetchone()[0]


# Which quotes are one

ALIKE = [
    (LONG, LONG, True),
    (LONG, DIFFERS, True),
    (LONG, SHORT, True),
    (LONG, LONG.upper() + "!", True),
    ("It’s not what we’re going to do now", "It's not what we're going to do", True),
    (LONG, newspapers.OTHER, False),
    ("We will go home", "We will go home", False),  # too short to be more than chance
    ("I do not know what he is going to do", "I do not know where the money has gone", False),
    ("we are going to build a bridge here", "the end " * 9 + "we are going to win it all", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), ALIKE)
def test_quotes_of_two_articles_are_one_by_the_share_of_words(one, other, expected):
    found = groups([given("1", "a", one), given("2", "b", other)])
    assert bool(found) is expected


def test_quotes_of_one_article_are_not_compared():
    assert groups([given("1", "a", LONG), given("2", "a", LONG)]) == []


def test_the_longest_wording_leads_whatever_the_order():
    told = [given("1", "a", SHORT), given("2", "b", LONG), given("3", "c", DIFFERS)]
    for order in (told, told[::-1]):
        (group,) = groups(order)
        assert [len(each.words) for each in group] == [10, 10, 7]
        assert len(list(wordings(group))) == 3


def test_a_run_that_everybody_uses_joins_nothing():
    told = [given(str(n), str(n), f"we are going to w{n} v{n} u{n} t{n}") for n in range(300)]
    assert groups(told) == []


def test_wire_copies_are_one_group():
    told = [given(str(n), str(n), LONG) for n in range(500)]
    assert [len(group) for group in groups(told)] == [500]


MARKED = [
    ("we will go", "we will go", "we will go"),
    ("we will go now", "we shall go now", "we <del>will</del> <ins>shall</ins> go now"),
    ("we will not go", "we will go", "we will <del>not</del> go"),
    ("we will go", "we will go, now", "we will go, <ins>now</ins>"),
    ("so we go", "we go", "<del>so</del> we go"),
    ("he said we", "they said we", "<del>he</del> <ins>they</ins> said we"),
    ("It’s “so”", "It's so!", "It&#39;s so!"),
    (
        "one two three four five six",
        "one",
        '<span class="q-gap" title="5 words left out">[…]</span>',
    ),
    ("a b", "<b>a</b> & b", "&lt;<ins>b</ins>&gt;a&lt;/b&gt; &amp; <ins>b</ins>"),
    ("", "", ""),
]


@pytest.mark.parametrize(("base", "other", "expected"), MARKED)
def test_what_differs_is_marked(base, other, expected):
    html = marked(base, other)
    assert expected in html
    assert not html.endswith(" ")


def test_endless_quotes_are_not_marked():
    assert marked("a b " * 2000, "a c " * 2000) == "a c " * 2000


# The page


async def test_wordings_stand_beneath_each_other_with_outlet_speaker_and_place(site, path):
    html = await page(site, PAGE)
    assert html.count('<section class="q-same"') == 1
    assert "1 quote in more than one article." in html
    assert "4 articles, 3 wordings, <strong>2 speakers</strong>" in html
    assert "We will <del>never</del> <ins>not</ins> build that bridge" in html
    for words in (
        "Post",
        "Herald",
        "5 January 2024",
        "Nora Stone",
        "some neighbors",
        "Title of c1",
    ):
        assert words in html
    key = quote_id(path, DIFFERS)
    assert f'href="/quotes/-/read/b1#q-{key}"' in html
    assert newspapers.OTHER not in html


async def test_words_and_one_quote_can_be_asked_for(site, path):
    assert "1 quote with these words in more" in await page(site, f"{PAGE}?q=bridge")
    assert "No quote with these words" in await page(site, f"{PAGE}?q=town")
    assert "No quote with these words" in await page(site, f"{PAGE}?q=won't+OR")
    html = await page(site, f"{PAGE}?quote={quote_id(path, LONG)}")
    assert html.count('<section class="q-same"') == 1
    html = await page(site, f"{PAGE}?quote={quote_id(path, newspapers.OTHER)}")
    assert "No other article has this quote." in html
    assert "fewer than 6 words are not compared" in await page(site, f"{PAGE}?quote=nope")


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "99999999999999999999", "²"])
async def test_any_page_number_is_answered(site, number):
    await page(site, f"{PAGE}?page={number}")


async def test_pages_lead_on_and_back(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "PAGE", 1)
    other = ("Whoever asked the people of the lower town knows it", STONE, {})
    papers = [newspapers.press(key, None, None, (LONG, STONE, {}), other) for key in ("a", "b")]
    path = published.build(tmp_path / "quotes.db", *papers)
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, f"{PAGE}?q=the")
    assert "2 quotes with these words in more than one article; here 1 to 1." in html
    assert "page=2&amp;q=the" in html
    assert "Before</a>" not in html
    html = await page(site, f"{PAGE}?q=the&page=2")
    assert "page=1&amp;q=the" in html
    assert "More</a>" not in html
    assert "page=2&amp;q=the" in await page(site, f"{PAGE}?q=the&page=9")


async def test_a_quotes_page_leads_to_its_other_articles(site, path):
    key = quote_id(path, LONG)
    html = await page(site, f"/quotes/quotes/{key}")
    assert f'<a href="/quotes/-/compare?quote={key}">Compare it with 3 other articles</a>' in html
    key = quote_id(path, newspapers.OTHER)
    assert "Compare it" not in await page(site, f"/quotes/quotes/{key}")


async def test_the_same_words_are_a_query(site):
    response = await site.client.get("/quotes/same_words.json?_shape=array")
    (row,) = response.json()
    assert (row["content"], row["articles"], row["first"]) == (LONG, 2, "2024-01-05")


async def test_what_a_person_called_wrong_is_not_compared(tmp_path):
    path = published.build(tmp_path / "quotes.db", *newspapers.papers())
    with connect(path) as db:
        db.execute("update quotes set verdict = 'wrong' where content like '%bridge%'")
    site = Datasette([str(path)], metadata=metadata_for(path))
    assert "No quote in more than one article" in await page(site, PAGE)


async def test_a_database_without_articles_compares_nothing(tmp_path):
    path = tmp_path / "quotes.db"
    store.close_database(store.open_database(path))
    site = Datasette([str(path)], metadata=metadata_for(path))
    assert "No quote in more than one article" in await page(site, PAGE)
    assert "No quote with these words" in await page(site, f"{PAGE}?q=a")


async def test_more_than_can_be_read_is_said(site, monkeypatch):
    monkeypatch.setattr(compare, "READ", 3)
    assert "among the 3 stored last" in await page(site, PAGE)


async def test_it_says_that_it_takes_too_long(path, monkeypatch):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    for name in ("LATEST", "ONE"):
        monkeypatch.setattr(compare, name, endless)
    site = Datasette([str(path)], metadata=metadata_for(path), settings={"sql_time_limit_ms": 60})
    assert "longer than this server allows" in await page(site, PAGE)
    html = await page(site, f"/quotes/quotes/{quote_id(path, LONG)}")
    assert "q-sentence" in html


async def test_words_are_escaped(tmp_path):
    bad = "<script>alert(1)</script> we will never build <b>that</b> & this bridge"
    who = ("<i>Ada", "named_person")
    told = [
        newspapers.press("a<b>", "<b>Post", "2024", (bad, who, {})),
        newspapers.press("b", "<b>Herald", "<2024>", (bad.replace("never", "not"), who, {})),
    ]
    path = published.build(tmp_path / "quotes.db", *told)
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, PAGE)
    assert html.count('<section class="q-same"') == 1
    for url in (PAGE, f"{PAGE}?q=%22%3E%3Cscript%3Ealert(", "/quotes/-/search?q=bridge"):
        html = await page(site, url)
        for tag in ("<script>alert", "<b>", "<i>", "<2024>"):
            assert tag not in html, (url, tag)


# A speaker, from what the others say


def speaker(path, name):
    with connect(path) as db:
        return db.execute("select id from speakers where name = ?", [name]).fetchone()[0]


async def test_a_speakers_page_tells_when_with_whom_and_who_names_them(site, path):
    html = (await page(site, f"/quotes/speakers/{speaker(path, STONE[0])}")).split("q-stock")[0]
    assert "From Jan 2024 to Mar 2024; most, 1, in Jan 2024." in html
    beside = html[html.index("Quoted together with") :]
    assert all(name in beside for name in ("an aide", "some neighbors", "the audit report"))
    assert "the Traders" not in beside
    assert "What others say" not in beside
    for url in re.findall(r'href="(/quotes/said_over_time[^"]+)"', html):
        assert "group by" in await page(site, unescape(url))


async def test_what_others_say_is_found_by_the_forms_of_the_article(tmp_path):
    told = [
        newspapers.press("x", "Post", "2024-01-01", ("It was late", STONE, {}),
            ("Nora Stone is wrong", newspapers.AIDE, {}), ("A stone fell", newspapers.AIDE, {})),
        newspapers.press("y", "Post", "2024-01-02", ("I told nora stone so", newspapers.CROWD, {})),
        newspapers.press("z", "Post", "2024-01-03", ("A Nora told Stone", newspapers.CROWD, {})),
    ]  # fmt: skip
    path = published.build(tmp_path / "quotes.db", *told)
    site = Datasette([str(path)], metadata=metadata_for(path))
    response = await site.client.get("/quotes/said_about.json?_shape=array&speaker=Nora+Stone")
    found = [row["content"] for row in response.json()]
    assert found == ["I told nora stone so", "Nora Stone is wrong"]
    html = await page(site, f"/quotes/speakers/{speaker(path, STONE[0])}")
    assert "“" not in html.split("What others say")[0].split("Quoted together")[1]
    assert "I told nora stone so" in html.split("What others say")[1]


async def test_nobody_is_named_by_a_description(tmp_path):
    told = [
        newspapers.press("x", "Post", "2024", ("It was late", newspapers.AIDE, {})),
        newspapers.press("y", "Post", "2024", ("I asked an aide there", newspapers.CROWD, {})),
    ]
    path = published.build(tmp_path / "quotes.db", *told)
    site = Datasette([str(path)], metadata=metadata_for(path))
    key = speaker(path, newspapers.AIDE[0])
    response = await site.client.get(f"/quotes/said_about.json?_shape=array&speaker={key}")
    assert response.json() == []


async def test_roles_come_from_all_articles(tmp_path):
    path = published.build(tmp_path / "quotes.db", *newspapers.papers())
    with connect(path) as db:
        db.execute(
            "update appearances set role = 'mayor', country = '<b>' where name = ?", STONE[:1]
        )
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, f"/quotes/speakers/{speaker(path, STONE[0])}")
    assert 'mayor, &lt;b&gt;</span> <span class="q-n">3×</span>' in html


async def test_a_role_is_told_but_once(tmp_path):
    path = published.build(tmp_path / "quotes.db", *newspapers.papers())
    with connect(path) as db:
        db.execute("update appearances set role = 'aide' where name = ?", AIDE[:1])
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, f"/quotes/speakers/{speaker(path, AIDE[0])}")
    assert "q-facts" in html
    assert '<span dir="auto">aide</span>' not in html


# Search


async def test_search_finds_quotes_articles_and_speakers(site):
    html = await page(site, "/quotes/-/search?q=stone")
    quotes, speakers, articles = html.split("<h2>")[1:]
    assert "<mark>Stone</mark> is wrong" in quotes
    assert "Nora Stone" in speakers
    assert "Title of b1" in articles
    html = await page(site, "/quotes/-/search?q=aide")
    assert "an aide" in html
    assert "No quote or claim holds these words." in html


async def test_search_finds_speakers_by_what_an_article_calls_them(tmp_path):
    path = published.build(tmp_path / "quotes.db", *newspapers.papers())
    with connect(path) as db:
        db.execute("update names set name = 'Nonnie <3' where name = ?", STONE[:1])
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, "/quotes/-/search?q=nonnie")
    assert "Nora Stone</a>" in html
    assert "called Nonnie &lt;3" in html
    assert "called" not in await page(site, "/quotes/-/search?q=stone")


@pytest.mark.parametrize("words", ["", "+", "won't+OR+(", "%25", "%22", "nosuchword", "*", "a+AND"])
async def test_any_search_is_answered(site, words):
    await page(site, f"{PAGE}?q={words}")
    html = await page(site, f"/quotes/-/search?q={words}")
    assert 'role="search"' in html


async def test_search_goes_on_unranked_where_ranking_takes_too_long(site):
    html = await page(site, "/quotes/-/search?q=bridge")
    assert html.count("<mark>bridge</mark>") >= 4

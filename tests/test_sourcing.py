import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from sqlite3 import connect

import pytest
from datasette.app import Datasette
from lxml import etree

import newspapers
import published
from published import page
from quotes import store
from quotes.publish import metadata_for, plots, sourcing
from quotes.publish.charts import Head, Part, across, alone, along, counts, words_of
from quotes.publish.periods import filled, name_of

PAGE = "/quotes/-/sourcing"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return published.build(tmp_path_factory.mktemp("db") / "quotes.db", *newspapers.papers())


@pytest.fixture
def site(path):
    return Datasette([str(path)], metadata=metadata_for(path))


async def rows(site, query, **asked):
    url = f"/quotes/{query}.json?_shape=array&" + "&".join(f"{k}={v}" for k, v in asked.items())
    return (await site.client.get(url)).json()


def charts(html):
    return re.findall(r'<svg class="q-chart".*?</svg>(?=\s*<details)', html, flags=re.DOTALL)


# Numbers


async def test_sources_are_counted_by_outlet(site):
    found = {row["publisher"]: row for row in await rows(site, "sourcing_by_publisher")}
    assert list(found) == ["Herald", "Post", "not known"]
    assert found["Herald"]["quotes"] == 4
    counted = ("named", "unnamed_people", "unnamed_groups", "organizations", "documents")
    assert [found["Herald"][name] for name in counted] == [1, 1, 2, 0, 0]
    assert [found["Post"][name] for name in counted] == [1, 1, 0, 1, 0]
    assert [found["Post"][name] for name in ("direct", "mixed", "indirect")] == [2, 0, 1]


async def test_outlets_beyond_the_largest_are_others(site):
    found = await rows(site, "sourcing_by_publisher", outlets=1)
    assert [(row["publisher"], row["outlets"]) for row in found] == [("Herald", 1), ("others", 2)]
    assert found[1]["quotes"] == 5


async def test_sources_are_counted_by_month_and_over_years_by_year(site, tmp_path):
    found = await rows(site, "sourcing_over_time")
    assert [(row["period"], row["quotes"]) for row in found] == [("2024-01", 3), ("2024-03", 4)]
    more = newspapers.press("old", "Post", "2014-05", ("It was", newspapers.STONE, {}))
    path = published.build(tmp_path / "quotes.db", *newspapers.papers(), more)
    site = Datasette([str(path)], metadata=metadata_for(path))
    found = await rows(site, "sourcing_over_time")
    assert [(row["period"], row["quotes"]) for row in found] == [("2014", 1), ("2024", 7)]
    html = await page(site, PAGE)
    assert "2019" in html


async def test_reasons_are_sorted_with_an_example(site):
    found = [(row["reason"], row["quotes"]) for row in await rows(site, "anonymity_reasons")]
    assert found == [("a matter not settled yet", 1), ("no reason given", 3)]
    assert "because talks go on" in await page(site, PAGE)


async def test_words_are_counted_by_kind_of_source(site):
    found = {row["type"]: row for row in await rows(site, "length_of_quotes")}
    assert found["named_person"]["words"] == 27
    assert found["named_person"]["words_each"] == 9
    assert found["named_person"]["longest"] == 10
    assert sum(row["percent_of_words"] for row in found.values()) == pytest.approx(100, abs=0.3)


FILTERS = [("publisher=Post", 3), ("from=2024-02-01", 4), ("to=2024-01-31&publisher=Post", 3)]


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
async def test_the_page_counts_what_is_asked_for(site, asked, expected):
    html = await page(site, f"{PAGE}?{asked}")
    assert f"Of {expected} quotes and claims" in html


async def test_last_day_is_whole(site):
    html = await page(site, f"{PAGE}?from=2024-03-09&to=2024-03-09")
    assert "Of 1 quotes and claims: unnamed group 100%." in html


# The page


async def test_each_chart_has_title_words_numbers_and_ways_to_its_rows(site):
    html = await page(site, PAGE)
    assert html.count("<figure") == html.count('class="q-chart"') == len(plots.PLOTS)
    for plot in plots.PLOTS:
        assert f'<title id="{plot.name}-title">{plot.title}</title>' in html
        assert f'aria-labelledby="{plot.name}-title {plot.name}-words"' in html
    assert html.count('<details class="q-numbers">') == len(plots.PLOTS)


async def test_links_lead_to_the_same_rows_with_their_sql(site):
    html = await page(site, f"{PAGE}?publisher=Post")
    links = re.findall(r'<a href="([^"]+)"[^>]*>(SQL|CSV|JSON|SVG)<', html)
    assert len(links) == 4 * len(plots.PLOTS)
    for url, kind in links:
        text = await page(site, unescape(url))
        if kind == "SQL":
            assert "group by" in text
            assert 'value="Post"' in text
        if kind == "SVG":
            etree.fromstring(text)


async def test_a_chart_is_a_file_with_its_own_style(site):
    response = await site.client.get(f"{PAGE}/sources-by-outlet.svg")
    assert response.headers["content-type"] == "image/svg+xml"
    assert "attachment" in response.headers["content-disposition"]
    text = response.text
    assert ".c-named" in text
    assert "@media" not in text
    assert "var(" not in text
    assert 'width="760"' in text
    assert ">Who the sources are, by outlet</text>" in text
    text = await page(site, f"{PAGE}/sources-by-outlet.svg?publisher=Post&from=2024")
    assert ">Who the sources are, by outlet: Post – 2024</text>" in text
    await page(site, f"{PAGE}/nope.svg", 404)


async def test_colours_are_not_all_that_tells(site):
    html = await page(site, PAGE)
    for look in ("c-unnamed", "c-group", "c-mixed"):
        assert re.search(rf'fill="url\(#[a-z-]+-{look}\)"', html)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


async def test_nothing_comes_from_elsewhere(site):
    html = await page(site, PAGE)
    main = html[html.index('role="main"') : html.index("<footer")]
    assert "<script" not in main
    assert set(re.findall(r"https?://[^\"]+", main)) == {"http://www.w3.org/2000/svg"}


async def test_a_database_without_articles_has_nothing_to_count(tmp_path):
    path = tmp_path / "quotes.db"
    store.close_database(store.open_database(path))
    site = Datasette([str(path)], metadata=metadata_for(path))
    html = await page(site, PAGE)
    assert not charts(html)
    assert "No article has a date." in html
    assert "Nothing to count." in html
    await page(site, f"{PAGE}/sources-by-outlet.svg", 404)


async def test_one_outlet_without_dates(tmp_path):
    only = newspapers.press("x", "Post", None, ("It was late", newspapers.STONE, {}))
    path = published.build(tmp_path / "quotes.db", only)
    html = await page(Datasette([str(path)], metadata=metadata_for(path)), PAGE)
    assert html.count("No article has a date.") == 2
    assert "0% unnamed of 1" in html


async def test_many_outlets_are_shown_as_the_largest_and_others(tmp_path):
    told = [
        newspapers.press(
            f"x{n}", f"Outlet {n:02}", f"20{n:02}-01-01", ("Late", newspapers.STONE, {})
        )
        for n in range(10, 60)
    ]
    path = published.build(tmp_path / "quotes.db", *told)
    html = await page(Datasette([str(path)], metadata=metadata_for(path)), PAGE)
    assert "38 others" in html
    assert html.count('<option value="Outlet') == 50
    axis = re.findall(r'text-anchor="middle">(20\d\d)<', html)
    assert 4 < len(set(axis)) < 8


async def test_missing_columns_are_said(path):
    metadata = metadata_for(path)
    queries = metadata["databases"]["quotes"]["queries"]
    queries["length_of_quotes"]["sql"] = "select nosuch from quotes"
    queries["anonymity_reasons"]["sql"] = "select 1 as other"
    html = await page(Datasette([str(path)], metadata=metadata), PAGE)
    assert html.count("lacks columns") == 1
    assert len(charts(html)) == len(plots.PLOTS) - 2


async def test_without_our_metadata_the_links_lead_to_the_sql(path):
    site = Datasette([str(path)])
    html = await page(site, PAGE)
    assert len(charts(html)) == len(plots.PLOTS)
    url = unescape(re.search(r'<a href="(/quotes[?]sql=[^"]+)"', html)[1])
    assert "Herald" in await page(site, url)


async def test_a_slow_chart_is_said_to_be_slow(path):
    metadata = metadata_for(path)
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    metadata["databases"]["quotes"]["queries"]["length_of_quotes"]["sql"] = endless
    site = Datasette([str(path)], metadata=metadata, settings={"sql_time_limit_ms": 60})
    html = await page(site, PAGE)
    assert html.count("longer than this server allows") == 1
    assert len(charts(html)) >= len(plots.PLOTS) - 2


async def test_rights(path):
    metadata = metadata_for(path)
    metadata["databases"]["quotes"]["queries"]["anonymity_reasons"]["allow"] = False
    html = await page(Datasette([str(path)], metadata=metadata), PAGE)
    assert "because talks go on" not in html
    metadata["databases"]["quotes"]["tables"]["speakers"]["allow"] = False
    site = Datasette([str(path)], metadata=metadata)
    for url in (PAGE, f"{PAGE}/sources-by-outlet.svg", "/quotes/-/compare", "/quotes/-/search?q=a"):
        await page(site, url, 403)


async def test_what_is_asked_and_found_is_escaped(tmp_path):
    bad = '"><script>alert(1)</script>'
    told = newspapers.press("x", f"<b>{bad}\x0b", "2024", ("Late", ("<i>Ada", "named_person"), {}))
    path = published.build(tmp_path / "quotes.db", told)
    site = Datasette([str(path)], metadata=metadata_for(path))
    for url in (PAGE, f"{PAGE}?publisher=%22%3E%3Cscript%3Ealert(1)&from=%3Cb%3E&to='%3E"):
        html = await page(site, url)
        assert "<script>alert" not in html
        assert "<b>" not in html
        assert "<i>Ada" not in html
    text = await page(site, f"{PAGE}/sources-by-outlet.svg")
    assert "<script>" not in text
    etree.fromstring(text)


async def test_answers_are_counted_anew_when_something_is_written(tmp_path):
    path = published.build(tmp_path / "quotes.db", *newspapers.papers())
    site = Datasette([str(path)], metadata=metadata_for(path))
    assert "Of 9 quotes and claims" in await page(site, PAGE)
    with connect(path) as db:
        db.execute("update quotes set verdict = 'wrong' where kind = 'indirect'")
    assert "Of 8 quotes and claims" in await page(site, PAGE)


# Charts

PARTS = (Part("a", "first", "c-named"), Part("b", "second", "c-unnamed"))
HEAD = Head("some", "A <title>", "In words.")


def widths(svg):
    return [
        float(w)
        for w in re.findall(r'<rect class="c-(?:named|unnamed)"[^>]* width="([\d.]+)%"', svg)
    ]


def test_shares_fill_the_line():
    svg = across(HEAD, [{"n": "x", "a": 1, "b": 3}], "n", PARTS, lambda _: "")
    assert widths(svg)[-2:] == [25, 75]
    assert "x: second, 3 of 4 (75%)" in svg
    assert "A &lt;title&gt;" in svg


def test_numbers_are_as_long_as_they_are():
    told = [{"n": "x", "a": 4, "b": None}, {"n": "y", "a": 1, "b": 1}]
    svg = across(HEAD, told, "n", PARTS, lambda _: "", shares=False)
    assert widths(svg)[-3:] == [100, 25, 25]


@pytest.mark.parametrize("draw", [lambda r: along(HEAD, r, PARTS), lambda r: counts(HEAD, r)])
@pytest.mark.parametrize("number", [0, 1, 2, 120])
def test_columns_stay_within_the_chart(draw, number):
    told = [{"period": str(1900 + n), "quotes": n, "a": n, "b": 1} for n in range(number)]
    svg = draw(told)
    etree.fromstring(alone(svg, "A & b", ""))
    for x, width in re.findall(r'<rect class="[^"]+" x="([\d.]+)%"[^>]* width="([\d.]+)%"', svg):
        assert float(x) + float(width) <= 100.01
    assert len(re.findall(">19..<|>20..<", svg)) <= 6


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 12, 13, 120])
def test_names_of_months_do_not_touch_on_a_narrow_screen(number):
    periods = [f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(number)]
    svg = counts(HEAD, [{"period": period, "quotes": 1} for period in periods])
    named = re.findall(r'x="([\d.]+)%" y="[\d.]+"( text-anchor="middle")?>... \d{4}<', svg)
    places = [float(x) if middle else float(x) - 7 for x, middle in named]
    assert min(later - x for x, later in pairwise(places)) >= 14  # per cent of 350 pixels
    assert places[-1] + 7 <= 100


def test_a_period_without_quotes_is_drawn_empty():
    svg = along(HEAD, [{"period": "2024-01", "quotes": 0, "a": 0, "b": 0}], PARTS)
    assert "Jan 2024" in svg
    assert len(widths(svg)) == 2  # the key


def test_words_for_who_cannot_see():
    told = [{"a": 1, "b": 2}, {"a": 0, "b": None}]
    assert words_of(PARTS, told) == "Of 3 quotes and claims: first 33%, second 67%."
    assert words_of(PARTS, []) == "Nothing to count."


FILLED = [
    (["2024-11", "2025-02"], ["2024-11", "2024-12", "2025-01", "2025-02"]),
    (["2021", "2019"], ["2019", "2020", "2021"]),
    (["2020", "junk"], ["2020"]),
    (["1000", "2999"], ["1000", "2999"]),
    ([], []),
]


@pytest.mark.parametrize(("known", "expected"), FILLED)
def test_gaps_between_periods_are_filled(known, expected):
    found = filled([{"period": name, "n": 1} for name in known], {"n": 0})
    assert [row["period"] for row in found] == expected
    assert sum(row["n"] for row in found) == len([name for name in known if name != "junk"])


def test_periods_have_names():
    assert [name_of(p) for p in ("2024-03", "2024", "x")] == ["Mar 2024", "2024", "x"]


def test_the_style_of_a_file_knows_every_look():
    css = sourcing._style()
    for part in (*plots.SOURCES, *plots.KINDS, *plots.SPOKEN):
        assert f".{part.look} " in css
    assert Path(sourcing.__file__).with_name("static").joinpath("charts.css").is_file()

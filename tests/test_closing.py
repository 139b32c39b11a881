"""Closing marks: shown where the article has them, and nowhere else."""

import pytest
from datasette.app import Datasette

import published
from published import page
from quotes.publish import metadata_for
from quotes.publish.closing import marks
from quotes.types import Article

TEXT = """Nora Stone said it was “a pipe dream for all of us who live in town.” She left.

Ortiz said <it> would be 'late for everybody' and left."""
STONE = ("Nora Stone", "named_person")
DREAM = "it was “a pipe dream for all of us who live in town."
ROWS = [
    ([DREAM], "said", "Nora Stone", STONE, {"kind": "mixed"}),
    (["<it> would be 'late for everybody"], "said", "Ortiz", STONE, {"kind": "mixed"}),
]


@pytest.mark.parametrize(
    ("words", "after", "expected"),
    [
        ("“a pipe dream.", "” He left", "”"),
        ("“a pipe dream", ".” He left", ""),  # not right after it
        ("a pipe dream.", "” He left", ""),  # not opened in it
        ("it is “late” for all.", "” He left", ""),
        ("“late” and “dear,", "” he said", "”"),
        ("that “we will go, […] we will come.", "” He left", "”"),
        ("was ‘late", "’, she", "’"),
        ("‘don’t go", "’ she", "’"),
        ("the neighbors’ ‘wish", "’.", "’"),
        ("the town’s wish", "’.", ""),
        ("“he said ‘no", "’” and", "’”"),
        ("“he said ‘no’", "” and", "”"),
        ("he said ‘no", "’” and", "’"),
        ('the "other goals,', '" he', '"'),
        ('the "other" goals,', '" he', ""),
        ("was 'late", "' and", "'"),
        ("the town's wish", "' and", ""),
        ("it was ''late", "'' and", "''"),
        ("it was ``late", "'' and", "''"),
        ("it was «late", "», and", "»"),
        ("“a pipe dream", "", ""),
        ("“a pipe … ", "” He left", ""),  # a snippet, cut
        ("", "”", ""),
    ],
)
def test_marks_that_close_what_was_opened(words, after, expected):
    assert marks(words, after) == expected


@pytest.fixture
def path(tmp_path):
    articles = [Article(key, TEXT, title=f"Title of {key}") for key in ("a1", "a2")]
    told = [(article, [published.quote_of(article, row) for row in ROWS]) for article in articles]
    return published.build(tmp_path / "quotes.db", *told)


@pytest.fixture
def site(path):
    return Datasette([str(path)], metadata=metadata_for(path))


@pytest.mark.parametrize(
    "url",
    [
        "/quotes/-/search?q=everybody",
        "/quotes/-/search?q=dream",
        "/quotes/-/compare",
        "/quotes/said",
        "/quotes/said_by?speaker=stone",
        "/quotes/claims_about?q=dream",
        "/quotes/speakers/{stone}",
    ],
)
async def test_pages_show_the_mark_and_escape_the_words(site, url):
    found = await site.client.get("/quotes/speakers.json?_shape=array&name=Nora+Stone")
    html = await page(site, url.format(stone=found.json()[0]["id"]))
    html = html.replace("<mark>", "").replace("</mark>", "")
    assert "live in town.”<" in html or "dream" not in html
    assert "for everybody&#39;<" in html or "everybody" not in html
    assert "<it>" not in html


@pytest.mark.parametrize("url", ["/quotes/said.json", "/quotes/claims_about.json?q=dream"])
async def test_data_and_the_table_of_quotes_stay_verbatim(site, url):
    rows = (await site.client.get(f"{url}{'&' if '?' in url else '?'}_shape=array")).json()
    ends = {(row.get("content") or row["found"].replace("«", "").replace("»", "")) for row in rows}
    assert DREAM in ends
    assert "live in town.”" not in await page(site, "/quotes/quotes")

"""Every page, light and dark, wide and narrow: for everybody, and nothing beyond its edge."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import watched
from datasette.utils import tilde_encode

import published
from quotes.publish import metadata_for

COUNCIL = "/quotes/-/read/council~2Etxt"
QUERIES = metadata_for()["databases"]["quotes"]["queries"]
ASKED = {
    "claims_about": "q=bridge",
    "said_by": "speaker=stone",
    "quotes_of_article": "article=council",
    "long_direct_quotes": "words=3",
    "told_to_whom": "addressee=",
    "said_over_time": "speaker=Nora+Stone",
    "quoted_together": "speaker=Nora+Stone",
    "said_about": "speaker=Nora+Stone",
}
PAGES = {
    "home": "/",
    "database": "/quotes",
    "reader": COUNCIL,
    "reader of odd characters": f"/quotes/-/read/{tilde_encode(published.odd()[0].id)}",
    "reader without quotes": "/quotes/-/read/quiet",
    "search": "/quotes/-/search?q=bridge",
    "empty search": "/quotes/-/search",
    "sourcing": "/quotes/-/sourcing",
    "compare": "/quotes/-/compare",
    "rows of articles": "/quotes/articles?_size=5",
    "rows of quotes": "/quotes/quotes?_size=5",
    "rows of speakers": "/quotes/speakers?_size=5",
    "rows of appearances": "/quotes/appearances?_size=5",
    "quotes and claims": "/quotes/said?_size=5",
    "quotes and claims found": "/quotes/said?_search=bridge&kind=direct",
    "most quoted": "/quotes/most_quoted?_size=5",
    "unnamed": "/quotes/unnamed?_size=5",
    "problems": "/quotes/problems",
    "article's row": "/quotes/articles/council~2Etxt",
    "speaker": "/quotes/speakers/{speaker}",
    "quote": "/quotes/quotes/{quote}",
} | {name: f"/quotes/{name}?{ASKED.get(name, '')}" for name in QUERIES}
REVIEW = {
    "list": "/-/review?all=1",
    "stale": "/-/review?state=stale",
    "fix": "/-/review/quote/{quote}",
    "add": "/-/review/add/council~2Etxt",
    "reader": COUNCIL,
    "quote": "/quotes/quotes/{quote}",
}
HEAVY = ("serious", "critical")
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def place(site, url):
    """Return the address of a page, with the ids that it needs."""
    speaker = site.ask("select id from speakers where name = 'Nora Stone'")
    quote = site.ask("select id from said where speaker = 'Nora Stone' order by published limit 1")
    return url.format(speaker=speaker, quote=quote)


def findings(page, options=None):
    """Return what keeps somebody out, with the elements."""
    violations = Axe().run(page, options=options).response["violations"]
    return [
        (found["id"], [node["target"] for node in found["nodes"][:4]], found["nodes"][0]["any"][:1])
        for found in violations
        if found["impact"] in HEAVY
    ]


def check(page):
    """Check the page that is open."""
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert findings(page, CONTRAST) == []
    page.set_viewport_size({"width": 400, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400


@pytest.mark.parametrize("name", PAGES)
def test_page(browser, site, name):
    with watched(browser, site.url) as page:
        answer = page.goto(place(site, PAGES[name]))
        assert answer.status == 200
        check(page)


@pytest.mark.parametrize("name", REVIEW)
def test_page_of_a_review(browser, review_site, name):
    with watched(browser, review_site.url) as page:
        page.goto(review_site.entrance)
        page.goto(place(review_site, REVIEW[name]))
        check(page)

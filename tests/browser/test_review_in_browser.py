"""What a person says of quotes: in the reader, in the list, by the form; and that it stays."""

import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from conftest import watched
from playwright.sync_api import Error, expect

COUNCIL = "/quotes/-/read/council~2Etxt"
UNION = "the union was consulted twice"
ARTICLE = (
    "“The bridge is safe,” said Ada Poe, the mayor.\n\nBen Roe, an engineer, was there, too.\n"
)
QUOTES = (sys.executable, "-m", "quotes")


def test_a_speaker_is_corrected_and_the_verdict_withdrawn(reviewer, review_site):
    page = reviewer
    page.goto(COUNCIL)
    group = page.get_by_role("group", name=f"Review of: {UNION}")
    group.get_by_role("link").click()
    page.get_by_label("Speaker").fill("Rafael Ortiz")
    page.get_by_label("Note").fill("<b>heard it</b>")
    page.get_by_role("button", name="Keep as fixed").click()
    expect(group).to_contain_text("fixed")
    assert review_site.ask("select speaker from said where content = ?", UNION) == "Rafael Ortiz"
    key = review_site.ask("select id from said where content = ?", UNION)

    page.goto(f"/quotes/quotes/{key}")
    expect(page.locator(".q-history")).to_contain_text("<b>heard it</b>")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".q-by")).to_contain_text("Ada Stone")
    assert review_site.ask("select speaker from said where content = ?", UNION) == "Ada Stone"


def test_the_list_is_worked_off(reviewer):
    page = reviewer
    page.goto("/-/review")
    item = page.locator(".q-items > li", has_text="somebody shouted")
    item.get_by_role("button", name="Wrong").click()
    expect(page.locator(".q-items")).to_contain_text(UNION)
    expect(item).to_have_count(0)
    page.get_by_role("navigation", name="Quotes by verdict").get_by_role(
        "link", name="wrong"
    ).click()
    expect(item).to_have_count(1)


def test_a_missed_quote_is_added_by_its_words(reviewer):
    page = reviewer
    page.goto(COUNCIL)
    page.get_by_role("link", name="Add a quote that was missed").click()
    page.get_by_label("What is said").fill("no words of the article")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("What is said").fill("to build a second bridge")
    page.get_by_label("Speaker").fill("Ada Stone")
    page.get_by_label("indirect claim").check()
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".q-verdict", has_text="added")).to_be_visible()


@contextmanager
def reviewed(folder):
    """Serve quotes.db of a folder for review; give the link that is printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [*QUOTES, "serve", "quotes.db", "--port", port, "--review", "--as", "Ada Poe"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        try:
            (link,) = next(
                filter(None, (re.findall(r"http://\S+", line) for line in server.stderr))
            )
            yield link, f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def opened(page, link):
    """Open the link as soon as the server answers."""
    for _ in range(100):
        try:
            return page.goto(link)
        except Error:  # nobody listens yet
            page.wait_for_timeout(100)
    raise AssertionError("the server did not start")


@pytest.mark.models
def test_a_corrected_speaker_stays_when_the_article_is_extracted_again(browser, tmp_path):
    (tmp_path / "bridge.txt").write_text(ARTICLE)
    extract = [*QUOTES, "extract", "bridge.txt", "-d", "quotes.db", "--again"]
    subprocess.run(extract, cwd=tmp_path, check=True)
    way = "/quotes/-/read/bridge~2Etxt"
    with reviewed(tmp_path) as (link, url), watched(browser, url) as page:
        opened(page, link)
        page.goto(way)
        expect(page.locator(".q-name")).to_have_text("Ada Poe")
        page.get_by_role("group", name="Review of: The bridge is safe").get_by_role("link").click()
        page.get_by_label("Speaker").fill("Ben Roe")
        page.get_by_label("What they are").select_option("named_person")
        page.get_by_role("button", name="Keep as fixed").click()
        expect(page.locator(".q-name")).to_have_text("Ben Roe")
    subprocess.run(extract, cwd=tmp_path, check=True)
    with reviewed(tmp_path) as (link, url), watched(browser, url) as page:
        opened(page, link)
        page.goto(way)
        expect(page.locator(".q-name")).to_have_text("Ben Roe")
        expect(page.locator(".q-verdict")).to_have_text("fixed")

"""The ways that people go through the site, with JavaScript and without."""

import csv
import json
from urllib.request import urlopen

from playwright.sync_api import expect

import published

COUNCIL = "/quotes/-/read/council~2Etxt"
BRIDGE = "We will never build that bridge before the spring comes"


def test_search_open_and_follow_a_quote_to_its_speaker_and_back(either_page):
    page = either_page
    page.goto("/")
    page.get_by_label("Search quotes, articles and speakers").fill("never build that bridge")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=BRIDGE).first.click()
    page.wait_for_url("**#q-*")
    quote = page.url.partition("#q-")[2]
    expect(page.locator(f"#q-{quote}")).to_be_in_viewport()
    expect(page.get_by_role("article")).to_contain_text(BRIDGE)

    page.locator(f'.q-text a.q-ref[href$="/{quote}"]').get_by_text("1", exact=True).click()
    expect(page.get_by_role("blockquote")).to_contain_text(BRIDGE)
    page.locator(".q-by").get_by_role("link", name="Nora Stone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Stone")

    page.locator(f'.q-told a[href$="#q-{quote}"]').press("Enter")
    page.wait_for_url(f"**#q-{quote}")
    page.locator(".q-name").get_by_role("link", name="Nora Stone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Stone")
    page.go_back()
    expect(page.get_by_role("article")).to_contain_text(BRIDGE)


def test_facet(either_page, site):
    page = either_page
    page.goto("/quotes/said")
    page.locator(".facet-info", has_text="speaker_type").get_by_role("link", name="group").click()
    found = page.locator("td.col-speaker_type")
    expect(found.first).to_have_text("group")
    assert set(found.all_inner_texts()) == {"group"}
    number = site.ask("select count(*) from said where speaker_type = 'group'")
    expect(found).to_have_count(number)


def test_a_question_is_asked_and_answered(either_page):
    page = either_page
    page.goto("/")
    page.get_by_role("link", name="Everything somebody said").click()
    page.get_by_label("speaker").fill("nora stone")
    page.get_by_role("button", name="Run SQL").click()
    rows = page.locator("table.rows-and-columns tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Nora Stone")


def test_rows_are_downloaded(either_page, site):
    page = either_page
    page.goto("/quotes/said_by?speaker=nora+stone")
    links = {
        name: page.locator(".export-links").get_by_role("link", name=name, exact=True)
        for name in ("json", "CSV")
    }
    urls = {name: site.url + link.get_attribute("href") for name, link in links.items()}
    with urlopen(urls["CSV"]) as answer:  # noqa: S310  our own server
        rows = list(csv.DictReader(answer.read().decode().splitlines()))
    with urlopen(urls["json"]) as answer:  # noqa: S310
        found = json.load(answer)["rows"]
    assert len(rows) == len(found) == 3
    assert {row["speaker"] for row in rows} == {"Nora Stone"}


def test_a_chart_leads_to_its_query_and_is_downloaded(either_page):
    page = either_page
    page.goto("/quotes/-/sourcing")
    chart = page.locator("#sources-by-outlet")
    with page.expect_download() as download:
        chart.get_by_role("link", name="SVG").click()
    assert download.value.suggested_filename == "sources-by-outlet.svg"
    chart.get_by_role("link", name="SQL").click()
    expect(page.locator("#sql-query, #sql-editor")).to_contain_text("from articles")
    expect(page.locator("table.rows-and-columns")).to_contain_text("Herald")


def test_sourcing_of_one_outlet(either_page):
    page = either_page
    page.goto("/quotes/-/sourcing")
    page.get_by_role("combobox", name="Outlet").fill("Herald")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#sources-by-outlet")).to_contain_text("Herald")
    expect(page.locator("#sources-by-outlet svg.q-chart")).not_to_contain_text("Post")


def test_one_quote_in_several_articles(either_page):
    page = either_page
    page.goto("/quotes/-/search?q=never+build")
    page.get_by_role("link", name=BRIDGE).first.click()
    page.wait_for_url("**#q-*")
    quote = page.url.partition("#q-")[2]
    page.goto(f"/quotes/quotes/{quote}")
    page.get_by_role("link", name="Compare it with 3 other articles").click()
    expect(page.locator("del", has_text="never").first).to_be_visible()
    expect(page.locator("ins", has_text="not").first).to_be_visible()


def test_markup_script_and_odd_characters_are_text(either_page):
    page = either_page
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("/quotes/-/search?q=café")
    page.get_by_role("link", name='<script>alert("x")</script>').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(published.odd()[0].title)
    words = page.locator(".q-text").evaluate(
        "text => { for (const each of text.querySelectorAll('.q-vh, .q-ref')) each.remove();"
        " return text.textContent }"
    )
    for line in published.ODD.splitlines()[1:]:
        assert line in words
    assert page.locator(".q-text :is(script, b, i)").count() == 0
    assert (
        page.locator('.q-text mark:has-text("سنبني")').evaluate(
            "mark => getComputedStyle(mark.closest('p')).direction"
        )
        == "rtl"
    )

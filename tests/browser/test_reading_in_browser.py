"""The reader: marks on demand, keyboard, paper."""

import pytest
from conftest import watched
from playwright.sync_api import expect

COUNCIL = "/quotes/-/read/council~2Etxt"


def style(locator, name):
    """Return how an element is shown."""
    return locator.evaluate(f"element => getComputedStyle(element).{name}")


def test_what_is_marked_is_chosen(either_page):
    page = either_page
    page.goto(COUNCIL)
    thought = page.locator("mark.aside").first
    direct = page.locator("mark.k-direct").first
    assert style(thought, "textDecorationLine") == "none"
    page.get_by_label("thoughts and plans").check()
    assert style(thought, "textDecorationLine") == "underline"
    assert style(direct, "textDecorationLine") == "underline"
    page.get_by_label("quotes", exact=True).uncheck()
    assert style(direct, "textDecorationLine") == "none"
    cue = page.locator(".q-cue").first
    assert style(cue, "fontStyle") == "normal"
    page.get_by_label("how they are attributed").check()
    assert style(cue, "fontStyle") == "italic"


def test_a_click_elsewhere_closes_the_menu_but_not_the_key(page):
    page.goto(COUNCIL)
    page.locator("details.nav-menu summary").click()
    page.get_by_label("thoughts and plans").check()
    expect(page.locator("details.nav-menu")).not_to_have_attribute("open", "")
    expect(page.locator(".q-key")).to_be_visible()


def test_whoever_only_thinks_is_listed_with_the_thoughts(page):
    page.goto(COUNCIL)
    thinker = page.locator(".q-voices li").last
    thinker.evaluate("element => element.classList.add('aside')")
    expect(thinker).to_be_hidden()
    page.get_by_label("thoughts and plans").check()
    expect(thinker).to_be_visible()


def test_the_keyboard_sees_where_it_is(page):
    page.goto(COUNCIL)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_the_way_past_the_head_leads_to_the_content(either_page):
    page = either_page
    page.goto(COUNCIL)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


@pytest.mark.parametrize("url", ["/", COUNCIL, "/quotes/said", "/quotes/-/sourcing"])
def test_headings_landmarks_and_names_are_there(page, url):
    page.goto(url)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_on_paper_only_the_article_and_who_speaks(page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(COUNCIL)
    expect(page.locator(".q-text")).to_be_visible()
    expect(page.locator(".q-voices")).to_be_visible()
    for gone in ("header nav", "footer.ft", ".q-show", ".q-ways", ".q-skip"):
        expect(page.locator(gone)).to_be_hidden()
    assert style(page.locator("body"), "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page.locator(".q-text p").first, "color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")


def test_the_place_of_a_quote_is_shown_on_a_narrow_screen(browser, site):
    key = site.ask("select id from said where content like 'the union was%'")
    with watched(browser, site.url, viewport={"width": 400, "height": 700}) as page:
        page.goto(f"{COUNCIL}#q-{key}")
        expect(page.locator(f"#q-{key}")).to_be_in_viewport()
        page.get_by_role("link", name="Who speaks, and how to read the marks").click()
        expect(page.get_by_role("heading", name="Who speaks")).to_be_in_viewport()

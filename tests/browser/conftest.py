"""What the browser tests share: one database, one site, one browser, and pages that are watched."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect

import chromium
import pytest
from playwright.sync_api import sync_playwright
from serving import served

import newspapers
import published
from quotes.review.mode import Mode

HERE = Path(__file__).parent
REFUSED = "status of 400"  # a form that is sent back, which the browser logs as well
WIDE = {"width": 1400, "height": 900}


def pytest_collection_modifyitems(items):
    """Put the browser tests last, and leave them out where there is no browser.

    Playwright keeps an event loop going, beside which other tests cannot have theirs.
    """
    items.sort(key=lambda item: HERE in item.path.parents)
    if chromium.find() is None:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


def pytest_terminal_summary(terminalreporter):
    """Say in one line which tests were left out, and how to get them."""
    skipped = terminalreporter.stats.get("skipped", ())
    number = sum(chromium.MISSING in str(report.longrepr) for report in skipped)
    if number:
        terminalreporter.write_line(
            f"tests/browser: {number} tests left out, since {chromium.MISSING}", yellow=True
        )


@dataclass(frozen=True)
class Site:
    """A site that is served, and the file of its database."""

    url: str
    path: Path
    mode: Mode | None = None

    def ask(self, sql, *values):
        """Return the first cell that a query finds."""
        with connect(self.path) as db:
            return db.execute(sql, values).fetchone()[0]

    @property
    def entrance(self):
        """Return the link that lets a reviewer in."""
        return f"{self.url}/-/review/enter?token={self.mode.token}"


@contextmanager
def site_of(folder, who=None):
    """Serve made-up articles, to be reviewed where somebody is named."""
    articles = [published.council(), published.odd(), published.quiet(), *newspapers.papers()]
    path = published.build(folder / "quotes.db", *articles)
    mode = Mode(path, who) if who else None
    with served(path, mode) as url:
        yield Site(url, path, mode)


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """Give a site that is only read."""
    with site_of(tmp_path_factory.mktemp("read")) as site:
        yield site


@pytest.fixture
def review_site(tmp_path):
    """Give a site of its own to somebody who reviews."""
    with site_of(tmp_path, "Ada Poe") as site:
        yield site


@pytest.fixture(scope="package")
def browser():
    """Give the browser; it ends with this folder, since its loop and pytest's exclude each other."""
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


@contextmanager
def watched(browser, url, **options):
    """Give a page at whose end nothing may have been asked of another host or have gone wrong."""
    context = browser.new_context(
        base_url=url, **{"viewport": WIDE, "reduced_motion": "reduce"} | options
    )
    foreign, wrong = [], []

    def hear(said):
        if said.type == "error" and REFUSED not in said.text:
            wrong.append(said.text)

    def route(route):
        if route.request.url.startswith(f"{url}/"):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", hear)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert foreign == []
    assert wrong == []


@pytest.fixture
def page(browser, site):
    """Give a page of the site."""
    with watched(browser, site.url) as page:
        yield page


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def either_page(browser, site, request):
    """Give a page of the site, with JavaScript and without."""
    with watched(browser, site.url, java_script_enabled=request.param) as page:
        yield page


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def reviewer(browser, review_site, request):
    """Give a page of somebody who came in by their link, with JavaScript and without."""
    with watched(browser, review_site.url, java_script_enabled=request.param) as page:
        page.goto(review_site.entrance)
        yield page

"""Take the README's pictures: the seeds, as `make serve` shows them.

python tests/browser/pictures.py quotes.db docs/pictures
"""

import sys
from pathlib import Path
from sqlite3 import connect

import chromium
from datasette.utils import tilde_encode
from playwright.sync_api import sync_playwright
from serving import served

SIZE = {"width": 1200, "height": 750}
ARTICLE = (
    "select article_id from said where kind = 'direct' group by 1 order by count(*) desc limit 1"
)
SPEAKER = "select id from most_quoted where type = 'named_person' limit 1"


def pages(path):
    """Return what is pictured, and where it is."""
    with connect(path) as db:
        (article,), (speaker,) = (db.execute(sql).fetchone() for sql in (ARTICLE, SPEAKER))
    return {
        "home": "/",
        "reader": f"/{path.stem}/-/read/{tilde_encode(article)}",
        "speaker": f"/{path.stem}/speakers/{tilde_encode(speaker)}",
        "sourcing": f"/{path.stem}/-/sourcing",
    }


def main(database, folder):
    """Write one picture a page."""
    path, folder = Path(database), Path(folder)
    if not path.is_file():
        raise SystemExit(f"{path}: no such database; `make demo` makes it")
    if chromium.find() is None:
        raise SystemExit(chromium.MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    with served(path) as url, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        page = browser.new_page(viewport=SIZE, base_url=url)
        for name, place in pages(path).items():
            page.goto(place)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

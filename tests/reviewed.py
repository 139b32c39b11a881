"""A database of made-up articles and what is said of its quotes, for the tests of review."""

from contextlib import closing, contextmanager
from dataclasses import replace

import published
from quotes import store
from quotes.review.apply import apply_verdicts
from quotes.review.judge import judge, stored_reading
from quotes.review.mode import review_path
from quotes.review.verdicts import open_review

RUN = {"tagger": "another"}


@contextmanager
def both(path):
    """Open a database and its verdicts."""
    with (
        closing(store.open_database(path)) as db,
        closing(open_review(review_path(path))) as review,
    ):
        yield db, review


def id_of(db, words):
    """Return the id of the quote whose content begins so."""
    ((key,),) = db.execute("select id from quotes where content like ? || '%'", [words]).fetchall()
    return key


def row_of(db, key):
    """Return the row of a quote."""
    return db.table("quotes").get(key)


def dump(db):
    """Return all that is stored of quotes and speakers, but for the run."""
    tables = ("quotes", "spans", "speakers", "appearances", "names")
    rows = {name: list(db.query(f"select * from {name} order by 1, 2, 3")) for name in tables}
    for row in rows["quotes"]:
        del row["run_id"]
    return rows


def again(db, review, article, quotes):
    """Store an article anew, as another run does; return the verdicts whose text is gone."""
    store.store(db, article, quotes, store.start_run(db, "1", RUN))
    return apply_verdicts(db, review, [article.id])


def fix(db, review, key, who="Ada", **changes):
    """Fix some of a quote."""
    _, reading = stored_reading(db, key)
    judge(db, review, key, "fixed", who, reading=replace(reading, **changes))


def moved(article, before, after=None):
    """Return an article with other words before its text, and its quotes where they stand then."""
    text = before + (after or article.text)
    told = [row for row in published.TOLD if all(words in text for words in row[0])]
    fresh = replace(article, text=text, sections=())
    return fresh, [published.quote_of(fresh, row) for row in told]

import json
import sqlite3
from dataclasses import replace

import pytest

import published
from quotes import evaluate, store
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl
from quotes.export.webannotation import export_webannotation
from quotes.ids import appearance_id, quote_id
from quotes.review.apply import apply_verdicts, stale_verdicts
from quotes.review.gold import gold, no_longer_whole
from quotes.review.judge import Reading, add, finish, judge, reopen, stored_reading
from quotes.review.mode import review_path
from quotes.review.place import paragraphs_around, sentences_around
from quotes.review.verdicts import history, in_effect, keep, open_review
from quotes.review.words import Piece, find_words, locate
from quotes.types import Article, Mention, Quote, Span, Speaker
from reviewed import again, both, dump, fix, id_of, moved, row_of

COUNCIL = "council.txt"
UNION = "the union was consulted twice"
SHOUTED = "No comment,"
INNER = "not a cent more"
TEXT = published.COUNCIL


@pytest.fixture
def path(tmp_path):
    return published.build(tmp_path / "quotes.db")


@pytest.fixture
def opened(path):
    with both(path) as databases:
        yield databases


def at(words, after=0):
    return published.span(TEXT, words, after)


# Words


def test_words_are_found_across_lines_and_with_other_marks():
    text = "He said “we’re\n  done”. The rest was done."
    assert [span.of(text) for span in find_words(text, "we're done")] == ["we’re\n  done"]
    assert find_words(text, "he") == []
    assert len(find_words(text, "done")) == 2
    assert find_words(text, "  ") == []


MOVED = [
    ("AB one said two", {"content": (Piece(3, 6, "one"),)}, (3, 6)),
    ("X AB one said two", {"content": (Piece(3, 6, "one"),)}, (5, 8)),
    ("AB uno said two", {"content": (Piece(3, 6, "one"),)}, None),
    ("one two one two", {"content": (Piece(7, 10, "one"),)}, (8, 11)),
]


@pytest.mark.parametrize(("text", "pieces", "expected"), MOVED)
def test_words_are_located_where_they_stood_or_nearest_to_it(text, pieces, expected):
    found = locate(text, pieces)
    assert (found and found["content"]) == (expected and (Span(*expected),))


def test_a_cue_is_looked_for_near_its_content_alone():
    pieces = {"content": (Piece(0, 3, "one"),), "cue": (Piece(4, 8, "said"),)}
    assert locate("now one said", pieces)["cue"] == (Span(8, 12),)
    assert locate("one" + " -" * 400 + " said", pieces) is None


def test_the_pieces_of_a_content_keep_their_order():
    pieces = {"content": (Piece(0, 3, "one"), Piece(4, 7, "two"))}
    assert locate("two one two", pieces)["content"] == (Span(4, 7), Span(8, 11))
    assert locate("two one", pieces) is None


def test_sentences_and_paragraphs_are_told_by_marks():
    text = "Head\n\nIt began well. “They left,” he said. Mr. Poe stayed.\n\nMore."
    assert sentences_around(text, at_in(text, "They left")).of(text) == "“They left,” he said."
    assert sentences_around(text, at_in(text, "Poe stayed")).of(text) == "Mr. Poe stayed."
    assert paragraphs_around(text, at_in(text, "They left"), beyond=1).of(text) == text


def at_in(text, words):
    return published.span(text, words)


# Verdicts, applied and withdrawn


def test_right_makes_sure(opened):
    db, review = opened
    key = id_of(db, SHOUTED)
    judge(db, review, key, "right", "Ada", note="heard it")
    row = row_of(db, key)
    assert (row["verdict"], row["confidence"]) == ("right", 1.0)
    (verdict,) = in_effect(review)
    assert (verdict.who, verdict.note, verdict.decided[-6:]) == ("Ada", "heard it", "+00:00")


def test_wrong_leaves_every_view_and_export(opened):
    db, review = opened
    key = id_of(db, UNION)
    judge(db, review, key, "wrong", "Ada")
    assert row_of(db, key)["verdict"] == "wrong"
    assert not db.execute("select 1 from said where id = ?", [key]).fetchall()
    (number,) = db.execute("select quotes from most_quoted where name = 'Ada Stone'").fetchone()
    assert number == 2
    exported = [quote["id"] for article in export_jsonl(db) for quote in article["quotes"]]
    assert key not in exported
    assert key not in {row[0] for row in export_csv(db)}
    judge(db, review, id_of(db, SHOUTED), "right", "Ada")
    head, *rows = export_csv(db)
    assert {row[head.index("verdict")] for row in rows} == {None, "right"}
    assert not any(key in each["id"] for each in export_webannotation(db))


def test_wrong_leaves_the_unnamed(opened):
    db, review = opened
    judge(db, review, id_of(db, "the price"), "wrong", "Ada")
    assert "the price" not in str(list(db.query("select content from unnamed")))


def test_fixed_changes_words_kind_and_speaker_and_keeps_the_id(opened):
    db, review = opened
    key = id_of(db, UNION)
    content = (at("the union was consulted"),)
    fix(db, review, key, content=content, kind="mixed", speaker="Rafael Ortiz")
    row = row_of(db, key)
    assert (row["content"], row["kind"], row["words"]) == ("the union was consulted", "mixed", 4)
    assert row["description"] == "who leads the opposition"
    (name,) = db.execute("select name from speakers where id = ?", [row["speaker_id"]]).fetchone()
    assert name == "Rafael Ortiz"
    assert list(db.query("select * from not_verbatim")) == []
    found = db.table("quotes").search("consulted twice")
    assert list(found) == []


def test_a_speaker_named_by_a_person_is_one_with_that_of_other_articles(path):
    with both(path) as (db, review):
        key = id_of(db, SHOUTED)
        fix(db, review, key, speaker="Ada Stone", speaker_type="named_person")
        assert row_of(db, key)["speaker_id"] == row_of(db, id_of(db, UNION))["speaker_id"]
        clerk = id_of(db, "<b>5")  # of an article without Ada Stone
        fix(db, review, clerk, speaker="Ada Stone", speaker_type="named_person")
        row = row_of(db, clerk)
        assert row["speaker_id"] == row_of(db, key)["speaker_id"]
        assert row["appearance_id"] != row_of(db, key)["appearance_id"]
        (number,) = db.execute(
            "select articles from most_quoted where name = 'Ada Stone'"
        ).fetchone()
        assert number == 2


def test_nobody_may_be_the_speaker(opened):
    db, review = opened
    key = id_of(db, UNION)
    fix(db, review, key, speaker=None, speaker_type="unknown")
    row = row_of(db, key)
    assert (row["speaker_id"], row["appearance_id"], row["description"]) == (None, None, None)


def test_applying_twice_is_applying_once(opened):
    db, review = opened
    judged(db, review)
    before = dump(db)
    apply_verdicts(db, review)
    assert dump(db) == before


def judged(db, review):
    """Give a verdict of each sort; return the ids of the quotes."""
    keys = [id_of(db, words) for words in (SHOUTED, INNER, UNION)]
    judge(db, review, keys[0], "right", "Ada")
    judge(db, review, keys[1], "wrong", "Ada")
    fix(db, review, keys[2], content=(at("consulted twice"),), speaker="Mina Park")
    reading = Reading((at("ending a dispute"),), (at("voted"),), (at("The town council"),),
                      "indirect", "speech", "The town council", "organization")  # fmt: skip
    return [*keys, add(db, review, COUNCIL, reading, "Ben")]


def test_withdrawing_all_brings_back_what_the_program_said(opened):
    db, review = opened
    before = dump(db)
    for key in judged(db, review):
        judge(db, review, key, "withdrawn", "Ada")
    assert dump(db) == before
    assert db.table("overruled").count == 0
    assert review.table("verdicts").count == 8


def test_nothing_is_withdrawn_where_nothing_was_said(opened):
    db, review = opened
    with pytest.raises(store.StoreError, match="nothing to withdraw"):
        judge(db, review, id_of(db, UNION), "withdrawn", "Ada")
    with pytest.raises(store.StoreError, match="no such quote"):
        judge(db, review, "nope", "right", "Ada")


def test_the_latest_verdict_counts_and_the_earlier_ones_are_kept(opened):
    db, review = opened
    key = id_of(db, UNION)
    for verdict, who in (("wrong", "Ada"), ("right", "Ben"), ("wrong", "Cleo")):
        judge(db, review, key, verdict, who)
    assert row_of(db, key)["verdict"] == "wrong"
    (verdict,) = in_effect(review)
    assert [row["who"] for row in history(review, verdict.id)] == ["Cleo", "Ben", "Ada"]


def test_of_two_verdicts_given_at_once_the_later_holds_until_it_is_withdrawn(opened):
    db, review = opened
    key = id_of(db, UNION)
    judge(db, review, key, "wrong", "Ada")
    (verdict,) = in_effect(review)
    keep(review, replace(verdict, verdict="right", who="Ben", id=None))
    apply_verdicts(db, review)
    assert row_of(db, key)["verdict"] == "right"
    judge(db, review, key, "withdrawn", "Ben")
    assert row_of(db, key)["verdict"] is None


def test_a_quote_that_was_missed_is_added(opened):
    db, review = opened
    key = judged(db, review)[-1]
    row = row_of(db, key)
    assert (row["verdict"], row["content"]) == ("added", "ending a dispute")
    sentence = TEXT[row["sentence_start"] : row["sentence_end"]]
    assert sentence.startswith("The town council voted")
    assert sentence.endswith("nine years.")
    fix(db, review, key, content=(at("ending a dispute that has run"),))
    assert row_of(db, key)["verdict"] == "added"
    _, reading = stored_reading(db, key)
    with pytest.raises(store.StoreError, match="there already"):
        add(db, review, COUNCIL, replace(reading, content=(at("ending a dispute"),)), "Ada")


# Runs that come after


def test_verdicts_survive_another_run_over_the_same_text(opened):
    db, review = opened
    judged(db, review)
    before = dump(db)
    assert again(db, review, *published.council()) == []
    assert dump(db) == before


def test_verdicts_move_with_their_text(opened):
    db, review = opened
    judged(db, review)
    before = "A line that was not there.\n\n"
    assert again(db, review, *moved(published.council()[0], before)) == []
    said = dict(db.execute("select content, verdict from quotes where verdict is not null"))
    assert said == {
        "No comment,": "right",
        "not a cent more": "wrong",
        "consulted twice": "fixed",
        "ending a dispute": "added",
    }
    assert list(db.query("select * from not_verbatim")) == []


def test_a_verdict_holds_for_a_quote_of_much_the_same_content(opened):
    db, review = opened
    judge(db, review, id_of(db, UNION), "right", "Ada")
    article, quotes = published.council()
    cut = Span(quotes[-1].content[0].start + 4, quotes[-1].content[0].end)
    key = quote_id(COUNCIL, (cut,), quotes[-1].cue, quotes[-1].source)
    quotes[-1] = replace(quotes[-1], id=key, content=(cut,))
    assert again(db, review, article, quotes) == []
    row = row_of(db, key)
    assert (row["verdict"], row["content"]) == ("right", UNION)


def test_what_was_wrong_is_not_what_it_was_corrected_to(opened):
    db, review = opened
    judge(db, review, id_of(db, UNION), "wrong", "Ada")
    article, quotes = published.council()
    content, cue = quotes[-1].content, quotes[-1].cue
    cut = (Span(content[0].start + 8, content[0].end),)
    for spans in (
        (cut, cue, ()),
        (content, (at("wrote"),), ()),
        (content, cue, (at("residents"),)),
    ):
        key = quote_id(COUNCIL, *spans)
        corrected = replace(quotes[-1], id=key, content=spans[0], cue=spans[1], source=spans[2])
        assert again(db, review, article, [*quotes[:-1], corrected]) == []
        expected = "wrong" if spans == (content, cue, ()) else None
        assert row_of(db, key)["verdict"] == expected


def test_a_speaker_whom_a_later_run_calls_by_a_fuller_name_is_the_same(opened):
    db, review = opened
    article, quotes = published.council()
    first = at("Ada Stone")
    short = Speaker("Stone", "named_person", first, None, (Mention(first, "name"),))
    again(db, review, article, [*quotes[:-1], replace(quotes[-1], speaker=short)])
    judge(db, review, quotes[-1].id, "right", "Ada")
    assert row_of(db, quotes[-1].id)["appearance_id"] == appearance_id(COUNCIL, short)
    full = Speaker("Ada Stone", "named_person", first, None, (Mention(at("Stone"), "short name"),))
    again(db, review, article, [replace(quotes[-1], speaker=full)])
    assert row_of(db, quotes[-1].id)["appearance_id"] == appearance_id(COUNCIL, full)


def test_a_later_verdict_takes_the_place_of_one_from_before_the_run(opened):
    db, review = opened
    judge(db, review, id_of(db, UNION), "right", "Ada")
    article, quotes = published.council()
    key = quote_id(COUNCIL, quotes[-1].content, (), quotes[-1].source)
    quotes[-1] = replace(quotes[-1], id=key, cue=())
    again(db, review, article, quotes)
    judge(db, review, key, "wrong", "Ben")
    for told in (quotes, published.council()[1]):
        again(db, review, article, told)
        found = db.execute("select verdict from quotes where content = ?", [UNION]).fetchall()
        assert found == [("wrong",)]


def test_what_a_person_called_right_stays_though_the_program_loses_it(opened):
    db, review = opened
    judge(db, review, id_of(db, SHOUTED), "right", "Ada")
    judge(db, review, id_of(db, UNION), "wrong", "Ada")
    article, quotes = published.council()
    kept = [q for q in quotes if q.content[0].of(TEXT) not in (SHOUTED, UNION)]
    assert again(db, review, article, kept) == []
    assert row_of(db, id_of(db, SHOUTED))["verdict"] == "right"
    assert not db.table("quotes").count_where("content = ?", [UNION])


def test_verdicts_whose_text_is_gone_are_reported_and_come_back_with_it(opened):
    db, review = opened
    judge(db, review, id_of(db, SHOUTED), "right", "Ada")
    article, quotes = published.council()
    (gone,) = again(db, review, *moved(article, "", TEXT.replace("comment", "remark")))
    assert gone.about["content"][0].words == SHOUTED
    assert [verdict.id for verdict in stale_verdicts(db, review)] == [gone.id]
    store.remove(db, COUNCIL)
    assert len(stale_verdicts(db, review)) == 1
    assert again(db, review, article, quotes) == []
    assert row_of(db, id_of(db, SHOUTED))["verdict"] == "right"


def test_two_quotes_of_one_content_keep_their_own_verdicts(opened):
    db, review = opened
    article, quotes = published.council()
    twin = replace(quotes[-1], cue=(at("Stone added"),), source=())
    twin = replace(twin, id=quote_id(COUNCIL, twin.content, twin.cue, ()))
    again(db, review, article, [*quotes, twin])
    judge(db, review, twin.id, "wrong", "Ada")
    judge(db, review, quotes[-1].id, "right", "Ada")
    again(db, review, article, [*quotes, twin])
    assert row_of(db, twin.id)["verdict"] == "wrong"
    again(db, review, article, quotes)
    assert row_of(db, quotes[-1].id)["verdict"] == "right"


def war(before="", times=2):
    """Return an article in which the same is said several times, and its quotes."""
    text = before + "“We will win the war,” said Ada Poe. " * times + "“Nobody believes it.”"
    quotes, at_ = [], 0
    for _ in range(times):
        content = published.span(text, "We will win the war,", at_)
        cue = published.span(text, "said", content.end)
        source = published.span(text, "Ada Poe", cue.end)
        at_ = source.end
        key = quote_id("war", (content,), (cue,), (source,))
        sentence = Span(content.start - 1, source.end + 1)
        known = {"kind": "direct", "cue_class": "speech", "sentence": sentence}
        quotes.append(Quote(key, content=(content,), cue=(cue,), source=(source,), **known))
    return Article("war", text), quotes


def verdicts_of(db, article_id):
    rows = db.execute(
        "select verdict from quotes where article_id = ? order by start", [article_id]
    )
    return [verdict for (verdict,) in rows.fetchall()]


@pytest.mark.parametrize("length", [1, 15, 30, 37, 38, 60, 200])
@pytest.mark.parametrize("times", [2, 3])
def test_the_same_words_keep_their_verdicts_in_order_when_the_text_moves(opened, length, times):
    db, review = opened
    article, quotes = war(times=times)
    again(db, review, article, quotes)
    judge(db, review, quotes[0].id, "wrong", "Ada")
    judge(db, review, quotes[1].id, "right", "Ada")
    if times == 3:
        judge(db, review, quotes[2].id, "wrong", "Ada")
    assert again(db, review, *war("x" * (length - 1) + " ", times)) == []
    assert verdicts_of(db, "war") == ["wrong", "right", "wrong"][:times]


def test_one_more_of_the_same_words_stays_open(opened):
    db, review = opened
    article, quotes = war()
    again(db, review, article, quotes)
    judge(db, review, quotes[0].id, "wrong", "Ada")
    judge(db, review, quotes[1].id, "right", "Ada")
    assert again(db, review, *war("A sentence. ", 3)) == []
    assert verdicts_of(db, "war") == ["wrong", "right", None]


def test_a_verdict_whose_place_is_taken_is_reported(opened):
    db, review = opened
    article, quotes = war()
    again(db, review, article, quotes)
    judge(db, review, quotes[0].id, "wrong", "Ada")
    judge(db, review, quotes[1].id, "right", "Ada")
    (gone,) = again(db, review, *war("A sentence. ", 1))
    assert [verdict.id for verdict in stale_verdicts(db, review)] == [gone.id]
    assert again(db, review, article, quotes) == []
    assert verdicts_of(db, "war") == ["wrong", "right"]


def test_an_added_quote_stands_beside_one_that_shares_its_words(opened):
    db, review = opened
    key = id_of(db, UNION)
    _, found = stored_reading(db, key)
    added = replace(found, content=(at("union was consulted"),))
    new = add(db, review, COUNCIL, added, "Ada")
    for _ in range(2):
        assert (row_of(db, key)["content"], row_of(db, key)["verdict"]) == (UNION, None)
        assert row_of(db, new)["verdict"] == "added"
        assert again(db, review, *published.council()) == []
    with pytest.raises(store.StoreError, match="there already"):
        add(db, review, COUNCIL, added, "Ada")
    with pytest.raises(store.StoreError, match="there already"):
        add(db, review, COUNCIL, replace(found, cue=()), "Ada")


# Gold


def test_gold_is_the_articles_reviewed_whole(opened, tmp_path):
    db, review = opened
    judged(db, review)
    assert list(gold(db, review)) == []
    assert finish(db, review, COUNCIL, "Ada") == 7
    (article,) = gold(db, review)
    assert article["text"] == TEXT
    words = [TEXT[slice(*quote["content"][0])] for quote in article["quotes"]]
    assert len(words) == 10
    assert INNER not in words
    assert "consulted twice" in words
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(article) + "\n", encoding="utf-8")
    wanted = evaluate.read_articles(file)
    found = {COUNCIL: next(line for line in export_jsonl(db) if line["id"] == COUNCIL)}
    rows = evaluate.compare(wanted, evaluate.attributions(found.values()))
    assert rows["articles"] == 1


def test_gold_leaves_out_what_a_later_run_adds(opened):
    db, review = opened
    article, quotes = published.council()
    again(db, review, article, quotes[1:])
    finish(db, review, COUNCIL, "Ada")
    again(db, review, article, quotes)
    (line,) = gold(db, review)
    assert {quote["id"] for quote in line["quotes"]} == {quote.id for quote in quotes[1:]}


def test_an_article_that_changed_is_no_gold_any_more(opened):
    db, review = opened
    finish(db, review, COUNCIL, "Ada")
    again(db, review, *moved(published.council()[0], "New. "))
    assert list(gold(db, review)) == []
    assert no_longer_whole(db, review) == [COUNCIL]
    again(db, review, *published.council())
    assert len(list(gold(db, review))) == 1
    reopen(db, review, COUNCIL, "Ada")
    assert list(gold(db, review)) == []


# Files


def test_the_verdicts_lie_beside_the_database(tmp_path):
    assert review_path(tmp_path / "news.db") == tmp_path / "news-review.db"


def test_what_is_no_database_of_verdicts_is_left_alone(tmp_path):
    path = tmp_path / "quotes-review.db"
    path.write_text("words " * 100)
    with pytest.raises(store.StoreError, match="cannot be kept there"):
        open_review(path)
    assert path.read_text().startswith("words")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("create table things (id integer)")
    with pytest.raises(store.StoreError, match="not a database of verdicts"):
        open_review(other)


def test_verdicts_of_a_newer_version_are_refused(tmp_path):
    path = tmp_path / "quotes-review.db"
    review = open_review(path)
    row = next(review.table("_sqlite_migrations").rows) | {"name": "m999_future"}
    row.pop("id", None)
    review.table("_sqlite_migrations").insert(row)
    review.close()
    with pytest.raises(store.StoreError, match="newer version of quotes"):
        open_review(path)

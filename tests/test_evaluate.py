"""Evaluate: the measures, on sentences small enough to count by hand."""

from __future__ import annotations

import gzip
import json

import pytest

from quotes.evaluate import EvaluationError, attributions, compare, read_articles, score, table
from quotes.evaluate.heads import heads
from quotes.evaluate.nesting import flat, nests
from quotes.evaluate.regions import quoted_regions
from quotes.evaluate.words import Words

TEXT = "“We tried,” said Ada Stone. Talks would go on, officials said."


def at(text, *pieces):
    return [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]


def made(text, content, source="", cue=""):
    found = {"content": at(text, content), "source": at(text, source) if source else []}
    return found | {"cue": at(text, cue) if cue else []}


DIRECT = made(TEXT, "We tried,", "Ada Stone")
INDIRECT = made(TEXT, "Talks would go on", "officials")


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("“a b” c", ["“a b”"]),
        ('"a b" c "d"', ['"a b"', '"d"']),
        ("``a b'' c", ["``a b''"]),
        ("„a“ b «c» d »e«", ["„a“", "«c»", "»e«"]),
        ("he said: ‘a b’ and ’tis c", ["‘a b’"]),
        ("the Smiths' dog and the '90s", []),
        ("'the Smiths' dog' barks", ["'the Smiths' dog'"]),
        ("“a ‘b’ c” d", ["“a ‘b’ c”"]),
        ("“a b\nc d", ["“a b"]),
        ("“a b“ c", ["“a b“"]),
        ('a" b', []),
        ("no marks, don't", []),
    ],
)
def test_quoted_regions(text, regions):
    assert [text[start:end] for start, end in quoted_regions(text)] == regions


@pytest.mark.parametrize(
    ("span", "held"),
    [
        ((0, 5), ["Don't"]),
        ((0, 2), ["Don't"]),
        ((2, 5), ["Don't"]),
        ((3, 5), []),
        ((0, 12), ["Don't", "go", "now"]),
        ((5, 6), []),
    ],
)
def test_a_span_holds_a_word_by_its_head_or_its_half(span, held):
    words = Words("Don't go now.")
    assert [words[index] for index in words.held_by([list(span)])] == held


@pytest.mark.parametrize(
    ("content", "left"),
    [("that it rains", ["it", "rains"]), ("that", ["that"]), ("it rains", ["it", "rains"])],
)
def test_a_leading_that_is_dropped(content, left):
    words = Words(content)
    assert [words[index] for index in words.content([[0, len(content)]])] == left


@pytest.mark.parametrize(
    ("content", "cue", "kind"),
    [
        ("It rains", "", "direct"),
        ("It rains”, said Bo, who", "", "mixed"),
        ("who knows", "", "indirect"),
        ("It rains", "It", "indirect"),
    ],
)
def test_kinds_come_from_the_marks_that_do_not_hold_the_cue(content, cue, kind):
    text = "“It rains”, said Bo, who knows."
    words = Words(text)
    found = words.kind(words.content(at(text, content)), at(text, cue) if cue else [])
    assert found == kind


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a spokesman for Trump", {"spokesman"}),
        ("Trump's aide, Hope Hicks", {"aide", "Hicks"}),
        ("Ada Stone, the mayor", {"Stone"}),
        ("Ada Stone and Bo Reed", {"Stone", "Reed"}),
        ("many of the voters", {"many", "voters"}),
        ("the mayor herself", {"mayor"}),
        ("of those, officials", {"those"}),
        ("he", {"he"}),
    ],
)
def test_heads(source, expected):
    words = Words(source)
    assert {words[index] for index in heads(words, [[0, len(source)]])} == expected


def test_all_right():
    rows = score([(TEXT, [DIRECT, INDIRECT], [DIRECT, INDIRECT])])
    full = {"p": 1.0, "r": 1.0, "f1": 1.0}
    for name, quotes in (("direct", 1), ("indirect", 1), ("all", 2)):
        row = rows[name]
        assert (row["gold"], row["pred"], row["pairs"]) == (quotes, quotes, quotes)
        assert all(row[measure] == full for measure in ("exact", "soft", "match", "joint"))
        assert (row["source_accuracy"], row["source_exact"]) == (1.0, 1.0)
    assert rows["mixed"]["gold"] == 0
    assert rows["mixed"]["joint"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


@pytest.mark.parametrize(
    ("found", "exact", "soft", "match_source_joint"),
    [
        (made(TEXT, "Talks would go", "officials"), 0.0, (1.0, 0.75), (1.0, 1.0, 1.0)),
        (made(TEXT, "Talks", "officials"), 0.0, (1.0, 0.25), (0.0, 0.0, 0.0)),
        (made(TEXT, "Talks would go on", "Ada Stone"), 1.0, (1.0, 1.0), (1.0, 0.0, 0.0)),
        (made(TEXT, "Talks would go on"), 1.0, (1.0, 1.0), (1.0, 0.0, 0.0)),
        (made(TEXT, "Ada Stone", "officials"), 0.0, (0.0, 0.0), (0.0, 0.0, 0.0)),
    ],
)
def test_what_counts_how_much(found, exact, soft, match_source_joint):
    row = score([(TEXT, [INDIRECT], [found])])["all"]
    assert row["exact"]["f1"] == exact
    assert (row["soft"]["p"], row["soft"]["r"]) == soft
    rest = (row["match"]["f1"], row["source_accuracy"], row["joint"]["f1"])
    assert rest == match_source_joint


def test_missing_and_surplus_quotes():
    row = score([(TEXT, [DIRECT, INDIRECT], [DIRECT])])["all"]
    assert (row["exact"]["p"], row["exact"]["r"]) == (1.0, 0.5)
    row = score([(TEXT, [DIRECT], [DIRECT, DIRECT])])["all"]
    assert (row["exact"]["p"], row["exact"]["r"]) == (0.5, 1.0)
    assert (row["match"]["p"], row["soft"]["p"]) == (0.5, 1.0)
    assert score([(TEXT, [{"content": [[0, 1]]}], [{}])])["all"]["gold"] == 0


def test_of_equal_overlaps_the_right_source_wins():
    wrong = INDIRECT | {"source": []}
    row = score([(TEXT, [INDIRECT], [wrong, INDIRECT])])["all"]
    assert row["joint"] == {"p": 0.5, "r": 1.0, "f1": 0.6667}


def test_the_best_overlap_is_paired_first():
    part = made(TEXT, "Talks would go", "Ada Stone")
    row = score([(TEXT, [INDIRECT], [part, INDIRECT])])["all"]
    assert row["source_accuracy"] == 1.0


def write(path, *articles):
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))
    return path


def test_files_and_table(tmp_path):
    gold = {"id": "a", "text": TEXT, "quotes": [DIRECT, INDIRECT]}
    packed = tmp_path / "gold.jsonl.gz"
    packed.write_bytes(gzip.compress((json.dumps(gold) + "\n\n").encode()))
    found = write(
        tmp_path / "found.jsonl", {"id": "b", "quotes": []}, {"id": "a", "quotes": [DIRECT]}
    )
    result = compare(read_articles(packed), read_articles(found))
    assert table(result).split("\n") == [
        "           gold  pred  exact P     R     F   soft P     R     F  match P     R     F    src  src=  joint P     R     F",
        "direct        1     1    100.0 100.0 100.0    100.0 100.0 100.0    100.0 100.0 100.0  100.0 100.0    100.0 100.0 100.0",
        "indirect      1     0      0.0   0.0   0.0      0.0   0.0   0.0      0.0   0.0   0.0    0.0   0.0      0.0   0.0   0.0",
        "mixed         0     0      0.0   0.0   0.0      0.0   0.0   0.0      0.0   0.0   0.0    0.0   0.0      0.0   0.0   0.0",
        "all           2     1    100.0  50.0  66.7    100.0  50.0  66.7    100.0  50.0  66.7  100.0 100.0    100.0  50.0  66.7",
        "1 articles, 0 of them not in the predictions; 1 predicted ones left out",
    ]


def test_an_article_without_predictions_counts():
    gold = {"a": {"id": "a", "text": TEXT, "quotes": [DIRECT]}}
    result = compare(gold, {})
    assert result["articles_without_predictions"] == 1
    assert result["rows"]["all"]["gold"] == 1


def test_scare_quotes_are_no_attributions():
    quotes = [{"kind": "scare", "content": [[0, 1]]}, {"kind": "direct", "content": [[2, 3]]}]
    found = attributions([{"id": "a", "text": "a b", "quotes": quotes}])
    assert found["a"]["quotes"] == quotes[1:]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("{", "line 1: is not JSON"),
        ('{"id": "a"}\n[]', "line 2: is no article"),
        ('{"id": 1}', 'needs an "id"'),
        ('{"id": "a"}\n{"id": "a"}', "line 2: id 'a' for the second time"),
        (b"\xff\xfe", "not UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, lines, words):
    path = tmp_path / "gold.jsonl"
    if lines is not None:
        path.write_bytes(lines if isinstance(lines, bytes) else lines.encode())
    with pytest.raises(EvaluationError, match=words) as caught:
        read_articles(path)
    assert str(path) in str(caught.value)


def test_a_broken_archive_is_one_line(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}" * 100)[:-12])
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_articles(path)


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        ({"id": "a", "quotes": []}, {}),
        ({"id": "a", "text": TEXT}, {}),
        ({"id": "a", "text": TEXT, "quotes": [{"content": [[1]]}]}, {}),
        ({"id": "a", "text": TEXT, "quotes": ["We tried"]}, {}),
        ({"id": "a", "text": TEXT, "quotes": []}, {"id": "a", "text": "other", "quotes": []}),
        ({"id": "a", "text": TEXT, "quotes": []}, {"id": "a", "quotes": {}}),
    ],
)
def test_an_article_of_another_shape_is_one_line(gold, found):
    with pytest.raises(EvaluationError, match="'a'"):
        compare({"a": gold}, {"a": found} if found else {})


def test_quotes_within_others_are_known_by_cue_and_content() -> None:
    outer = {"content": [[10, 90]], "cue": [[5, 9]], "source": []}
    inner = {"content": [[30, 90]], "cue": [[25, 29]], "source": []}
    beside = {"content": [[30, 90]], "cue": [[95, 99]], "source": []}
    assert nests([{"quotes": [outer, inner]}])
    assert not nests([{"quotes": [outer, beside]}, {"quotes": [inner]}])
    left, out = flat({"a": {"id": "a", "quotes": [outer, inner, beside]}})
    assert (left["a"]["quotes"], out) == ([outer, beside], 1)

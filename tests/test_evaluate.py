"""Evaluate: the measures, on sentences small enough to count by hand."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from quotes.evaluate import (
    EvaluationError,
    attributions,
    break_down,
    compare,
    confident,
    listing,
    mistakes,
    paired,
    read_articles,
    score,
    table,
)
from quotes.evaluate.classes import by_cue, by_source
from quotes.evaluate.heads import heads
from quotes.evaluate.mistakes import _context, marked
from quotes.evaluate.nesting import flat, nests
from quotes.evaluate.regions import quoted_regions
from quotes.evaluate.score import scored
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


# brat

SAID = "“We tried,” said Ada Stone. “We failed.”"
# A space stands for the tab after the id and after the places.
WORDS = ("T1 Source 17 26 Ada Stone", "T2 Cue 12 16 said", "T3 Content 1 10 We tried,")
BOTH = ("T3 Content 1 10;29 39 We tried, We failed.",)
READ = {"content": [[1, 10]], "cue": [[12, 16]], "source": [[17, 26]]}


def ann(line):
    """Return a line with the tabs that the format wants."""
    key, _, rest = line.partition(" ")
    if key[0] in "T#":
        return re.sub(r"^(\S+) (\S+ [\d; ]*\d|\S+ \S+) ?", r"\1\t\2\t", line)
    return f"{key}\t{rest}"


def annotated(folder, *lines, text=SAID, name="a"):
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_text("".join(f"{ann(line)}\n" for line in lines))
    return folder / f"{name}.ann"


def quotes_in(path):
    (article,) = read_articles(path).values()
    return article["quotes"]


@pytest.mark.parametrize(
    "links",
    [
        ["T4 Attribution 12 16 said", "E1 Attribution:T4 Content:T3 Cue:T2 Source:T1"],
        ["T4 attribution 12 16 said", "E1 attribution:T4 content:T3 source:T1"],
        ["E1 Attribution:T2 Source:T1 Content:T3"],
        ["R1 source-of Arg1:T1 Arg2:T2", "R2 content-of Arg1:T3 Arg2:T2"],
        ["R1 says Arg1:T1 Arg2:T3", "R2 cue Arg1:T2 Arg2:T3"],
        ["R1 says Arg1:T1 Arg2:T3", "R2 cue Arg1:T2 Arg2:T1"],
    ],
    ids=["polnear", "trigger is cue", "cue is trigger", "on the cue", "on the content", "chain"],
)
def test_brat_links(tmp_path, links):
    assert quotes_in(annotated(tmp_path, *WORDS, *links)) == [READ]


@pytest.mark.parametrize(
    "lines",
    [
        [*WORDS[:2], *BOTH, "E1 Attribution:T2 Source:T1 Content:T3"],
        [*WORDS, "T4 Content 29 39 We failed.", "E1 Cue:T2 Source:T1 Content:T3 Content2:T4"],
        [
            *WORDS,
            "T4 Content 29 39 We failed.",
            "R1 says Arg1:T1 Arg2:T2",
            "R2 says Arg1:T3 Arg2:T2",
            "R3 goes-on Arg1:T3 Arg2:T4",
        ],
    ],
    ids=["discontinuous", "numbered role", "linked pieces"],
)
def test_brat_content_in_pieces(tmp_path, lines):
    assert quotes_in(annotated(tmp_path, *lines)) == [READ | {"content": [[1, 10], [29, 39]]}]


def test_brat_two_cues_may_share_a_source(tmp_path):
    text = "He said no and warned us."
    found = annotated(
        tmp_path,
        "T1 Source 0 2 He",
        "T2 Cue 3 7 said",
        "T3 Content 8 10 no",
        "T4 Cue 15 21 warned",
        "T5 Content 22 24 us",
        *(f"R{n} x Arg1:{a} Arg2:{b}" for n, a, b in [(1, "T1", "T2"), (2, "T3", "T2")]),
        *(f"R{n} x Arg1:{a} Arg2:{b}" for n, a, b in [(3, "T1", "T4"), (4, "T5", "T4")]),
        text=text,
    )
    assert [[q["source"], q["cue"], q["content"]] for q in quotes_in(found)] == [
        [[[0, 2]], [[3, 7]], [[8, 10]]],
        [[[0, 2]], [[15, 21]], [[22, 24]]],
    ]


def test_brat_a_trigger_in_the_content_is_no_cue(tmp_path):
    lines = ("T1 Content 1 10 We tried,", "T2 Attribution 1 3 We", "E1 Attribution:T2 Content:T1")
    assert quotes_in(annotated(tmp_path, *lines)) == [READ | {"cue": [], "source": []}]


def test_brat_a_content_alone_has_no_source_unless_events_leave_it_out(tmp_path):
    alone = READ | {"cue": [], "source": []}
    assert quotes_in(annotated(tmp_path, WORDS[2])) == [alone]
    lines = (*WORDS, "T4 Content 29 39 We failed.", "E1 Attribution:T2 Source:T1 Content:T3")
    assert quotes_in(annotated(tmp_path, *lines)) == [READ]


def test_brat_attributes_and_notes_of_ours_are_read(tmp_path):
    lines = [
        *WORDS,
        "E1 Attribution:T2 Source:T1 Content:T3",
        "A1 Kind E1 direct",
        "A2 CueClass E1 loud",
        "A3 Negated E1",
        "A4 Confidence E1 0.5",
        '#1 AnnotatorNotes E1 {"speaker": "Ada Stone", "mood": "glum"}',
        "#2 AnnotatorNotes E1 ask Bo about this one",
        "* Equiv T1 T2",
    ]
    extra = {"kind": "direct", "confidence": 0.5, "speaker": "Ada Stone"}
    assert quotes_in(annotated(tmp_path, *lines)) == [READ | extra]


def test_brat_offsets_count_both_characters_of_a_line_end(tmp_path):
    path = annotated(tmp_path, "T1 Content 6 9 No.", text="Hm.\r\n\nNo.\r\n")
    assert quotes_in(path)[0]["content"] == [[6, 9]]
    assert read_articles(path)["a.txt"]["text"] == "Hm.\r\n\nNo.\r\n"


def test_brat_a_folder_is_read_with_those_in_it(tmp_path):
    (tmp_path / "sub").mkdir()
    annotated(tmp_path / "sub", WORDS[2], name="b")
    annotated(tmp_path, name="a.b")
    (tmp_path / "README.txt").write_text("No annotations.")
    found = read_articles(tmp_path)
    assert {name: len(article["quotes"]) for name, article in found.items()} == {
        "a.b.txt": 0,
        "b.txt": 1,
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["T1 Source"], "line 1: 'T1.*' is no annotation like `T1<TAB>Source 0 9"),
        (["X1 Source 1 2"], "line 1: .* correct or remove"),
        (["T1 Source 17 99 Ada"], "line 1: 17 99 is no place"),
        (["T1 Source 26 17 Ada"], "line 1: 26 17 is no place"),
        (["T1 Source 18 27 Ada Stone"], "line 1: says 'Ada Stone' where the text has 'da Stone.'"),
        ([*WORDS, WORDS[0]], "line 4: T1 for the second time"),
        ([*WORDS, "E1 Attribution:T2 Content:T9"], "line 4: E1 names T9, which the file lacks"),
        ([*WORDS, "E1 Attribution"], "line 4: .* is no annotation like `E1"),
        ([*WORDS, "R1 says Arg1:T1"], "line 4: .* is no annotation like `R1"),
        ([*WORDS, "A1 Kind"], "line 4: .* is no annotation like `A1"),
        ([*WORDS, "E1 A:T2 Content:T3", "E2 A:T2 Content:E1"], "line 5: E2 links E1"),
        (WORDS, "line 3: nothing tells what T3 belongs to"),
        (
            [*WORDS, "T4 Cue 11 12", "R1 x Arg1:T2 Arg2:T3", "R2 x Arg1:T4 Arg2:T3"],
            "line 3: T3 goes with the cues T2 and T4",
        ),
    ],
)
def test_brat_a_bad_line_is_named(tmp_path, lines, words):
    path = annotated(tmp_path, *lines)
    with pytest.raises(EvaluationError, match=words) as caught:
        read_articles(tmp_path)
    assert str(caught.value).startswith(f"{path}, line ")
    assert "\n" not in str(caught.value)


def test_brat_a_bad_folder_is_one_line(tmp_path):
    with pytest.raises(EvaluationError, match=r"no \.ann files in this folder"):
        read_articles(tmp_path)
    path = annotated(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff")
    with pytest.raises(EvaluationError, match=r"a\.txt: is not UTF-8"):
        read_articles(path)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(EvaluationError, match=r"a\.ann: there is no a\.txt beside it"):
        read_articles(path)
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        annotated(tmp_path / folder)
    path.unlink()
    with pytest.raises(EvaluationError, match=r"is article 'a\.txt', and so is .*name one folder"):
        read_articles(tmp_path)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_articles(tmp_path / "none.ann")


# Breakdowns and mistakes


@pytest.mark.parametrize(
    ("text", "source", "form"),
    [
        ("It rains.", "", "none"),
        ("He said no.", "He", "pronoun"),
        ("No, she and he said.", "she and he", "pronoun"),
        ("No, said Ada Stone.", "Ada Stone", "name"),
        ("No, said the mayor, Ada Stone.", "the mayor, Ada Stone", "name"),
        ("Stone left. So Stone said.", "Stone", "name"),
        ("It ends. Officials said no.", "Officials", "description"),
        ("“Officials said no,” he said.", "Officials", "description"),
        ("No, said Mr. Stone.", "Stone", "name"),
        ("No, a Stone aide said.", "a Stone aide", "description"),
        ("Some of the voters said no.", "Some of the voters", "description"),
    ],
)
def test_the_form_of_a_source(text, source, form):
    words = Words(text)
    ((quote, held),) = scored(words, [made(text, text, source)])
    assert by_source(words, quote, held) == form


@pytest.mark.parametrize(
    ("cue", "row"), [("said", "speech"), ("wrote", "writing"), ("hopes", "thought"), ("", "none")]
)
def test_the_class_of_a_cue(cue, row):
    text = "He said, she wrote, Bo hopes."
    words = Words(text)
    ((quote, held),) = scored(words, [made(text, "Bo", "He", cue)])
    assert by_cue(words, quote, held) == row


def articles(*quotes):
    return {"a": {"id": "a", "text": TEXT, "quotes": list(quotes)}}


def test_a_breakdown_puts_each_side_in_the_row_of_its_own():
    pronoun = INDIRECT | {"source": []}
    rows = break_down(articles(DIRECT, INDIRECT), articles(DIRECT, pronoun), "source")
    assert list(rows) == ["name", "description", "pronoun", "none", "all"]
    assert {name: (row["gold"], row["pred"]) for name, row in rows.items()} == {
        "name": (1, 1),
        "description": (1, 0),
        "pronoun": (0, 0),
        "none": (0, 1),
        "all": (2, 2),
    }
    assert (rows["description"]["match"]["r"], rows["description"]["joint"]["r"]) == (1.0, 0.0)
    assert (rows["none"]["match"]["p"], rows["name"]["joint"]["f1"]) == (1.0, 1.0)
    assert (
        rows["all"] == compare(articles(DIRECT, INDIRECT), articles(DIRECT, pronoun))["rows"]["all"]
    )


def test_the_rows_of_kinds_are_the_only_ones_of_a_comparison():
    result = compare(articles(DIRECT), articles(DIRECT))
    assert list(result) == [
        "articles",
        "articles_without_predictions",
        "articles_left_out",
        "rows",
    ]
    assert list(result["rows"]) == ["direct", "indirect", "mixed", "all"]
    assert list(result["rows"]["all"]) == [
        "gold",
        "pred",
        "exact",
        "soft",
        "match",
        "pairs",
        "source_accuracy",
        "source_exact",
        "joint",
    ]


def test_less_sure_predictions_are_left_out():
    found = articles(DIRECT | {"confidence": 0.4}, INDIRECT | {"confidence": 0.5}, DIRECT)
    left = confident(found, 0.5)["a"]["quotes"]
    assert left == [INDIRECT | {"confidence": 0.5}, DIRECT]


def mistakes_of(gold, predicted):
    return mistakes(paired(articles(*gold), articles(*predicted)))


@pytest.mark.parametrize(
    ("gold", "predicted", "errors"),
    [
        ([DIRECT], [DIRECT], []),
        ([DIRECT], [], ["missed"]),
        ([], [DIRECT], ["spurious"]),
        ([INDIRECT], [INDIRECT | {"source": []}], ["wrong source"]),
        ([INDIRECT], [made(TEXT, "Talks would go", "officials")], ["wrong span"]),
        ([INDIRECT], [made(TEXT, "Talks would go")], ["wrong source and span"]),
        ([INDIRECT, DIRECT], [made(TEXT, "Talks", "officials")], ["missed", "missed", "spurious"]),
    ],
)
def test_mistakes_in_the_order_of_the_text(gold, predicted, errors):
    assert [found["error"] for found in mistakes_of(gold, predicted)] == errors


def test_a_mistake_has_both_sides_marked_in_their_sentence():
    gold = made(TEXT, "Talks would go on", "officials", "said.")
    (found,) = mistakes_of([gold], [made(TEXT, "Talks would go") | {"confidence": 0.5}])
    assert found["gold_text"] == "<content: Talks would go on>, [source: officials] {cue: said.}"
    assert found["pred_text"] == "<content: Talks would go> on, officials said."
    assert (found["article"], found["kind"], found["confidence"]) == ("a", "indirect", 0.5)
    assert found["pred"] == {"source": [], "cue": [], "content": [[28, 42]]}


def test_marks_nest_and_long_stretches_are_shortened():
    text = "So he said: “Bo hopes to win.” " + "Then came more and more. " * 40 + "The end is near."
    nested = {"content": at(text, "“Bo hopes to win.”"), "cue": at(text, "hopes")}
    start, end = _context(text, 3, 30)
    assert marked(text, nested, start, end) == "So he said: <content: “Bo {cue: hopes} to win.”>"
    apart = {"content": at(text, "The end"), "source": at(text, "he")}
    shown = marked(text, apart, 0, len(text))
    assert shown.startswith("So [source: he] said: “Bo")
    assert shown.endswith("more. <content: The end> is near.")
    assert " […] " in shown
    assert len(shown) < 400


def test_a_sentence_without_end_is_cut_between_words():
    text = "word " * 100 + "he said no " + "word " * 100
    start = text.index("he said")
    found = marked(text, {"content": at(text, "no")}, *_context(text, start, start + 10))
    assert found.startswith("… word word")
    assert "he said <content: no> word" in found
    assert found.endswith("word …")


def test_the_listing_is_for_reading():
    found = mistakes_of([DIRECT, INDIRECT], [])
    assert listing(found, 1).split("\n") == [
        "Errors: 2 missed",
        "",
        "== a",
        "",
        "missed, direct, at 0",
        "  gold  “<content: We tried,>” said [source: Ada Stone].",
        "",
        "and 1 more",
    ]
    assert listing([]) == "Errors: none"


def test_doubtful_gold_is_neither_demanded_nor_held_against() -> None:
    text = "Ada Poe said it rained. Tom Ray hoped it would stop."
    said = {"content": [[13, 22]], "cue": [[8, 12]], "source": [[0, 7]]}
    hoped = {"content": [[38, 51]], "cue": [[32, 37]], "source": [[24, 31]]}
    gold = {"a": {"id": "a", "text": text, "quotes": [said, {**hoped, "doubtful": "a thought"}]}}
    for quotes in ([said], [said, hoped]):
        row = compare(gold, {"a": {"id": "a", "quotes": quotes}})["rows"]["all"]
        assert (row["gold"], row["pred"], row["joint"]["f1"]) == (1, 1, 1)
    row = compare(gold, {"a": {"id": "a", "quotes": [hoped]}})["rows"]["all"]
    assert (row["gold"], row["pred"]) == (1, 0)

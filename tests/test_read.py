"""Read: files, folders, JSON lines, pages and standard input to articles."""

import gzip
import html
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotes.read import article_of_text, read, read_all
from quotes.read.align import align, visible
from quotes.read.decode import UnreadableError, decode, decode_html
from quotes.read.restore import restore
from quotes.read.rewrite import weave
from quotes.types import Article, Problem, Span

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "tests" / "articles" / "mayor.html"

BODY = "The council met on Monday. “We won,” said Ann Lee. It was late.\n\nMany went home.\n"


def written(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def lines_of(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def one(paths):
    (outcome,) = read(paths)
    return outcome


def letters(text):
    """What an original and its readable text have in common: no tags, entities or spaces."""
    text = re.sub(r"<!--.*?-->|<[^<>]*>", "", text, flags=re.DOTALL)
    text = re.sub(r"&\s?(#?\w+)\s?;", r"&\1;", text)
    return "".join(html.unescape(html.unescape(text)).replace("\xad", "").split())


def check_map(article):
    """Every segment, and every word with its neighbour, leads to the same letters in the file."""
    source = article.source_text
    assert [s.text.start for s in article.segments[1:]] == [
        s.text.end for s in article.segments[:-1]
    ]
    if article.segments:
        assert (article.segments[0].text.start, article.segments[-1].text.end) == (
            0,
            len(article.text),
        )
    ends = [s.original.end for s in article.segments]
    assert ends == sorted(ends)
    words = [Span(*m.span()) for m in re.finditer(r"\w+|[^\w\s]", article.text)]
    for first, last in zip(words, words[1:] or words, strict=False):
        pair = Span(first.start, last.end)
        for span in (first, first if "\n\n" in pair.of(article.text) else pair):
            there = article.to_original(span).of(source)
            assert letters(there) == letters(span.of(article.text)), span


DECODED = [
    ("“Café”".encode(), "“Café”"),
    ("\ufeff“Café”".encode(), "“Café”"),
    ("“Café”".encode("utf-16"), "“Café”"),
    (b"\xfe\xff" + "“Café”".encode("utf-16-be"), "“Café”"),
    ("“Café” – it’s".encode("cp1252"), "“Café” – it’s"),
    ("“Café” ".encode() + "“Café”".encode("cp1252"), "“Café” “Café”"),
    (b"one\r\ntwo", "one\r\ntwo"),
    (
        "日本の市長は辞任した。市民は驚いた。".encode("shift_jis") * 9,
        "日本の市長は辞任した。市民は驚いた。" * 9,
    ),
]


@pytest.mark.parametrize(("data", "text"), DECODED)
def test_decode(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (bytes(range(1, 32)) * 9, "binary"),
        ("He left.".encode("utf-16-le"), "binary"),
        (b"He left.\0\0" * 99, "binary"),
        (b"a" * 10_000_001, "10 MB"),
    ],
)
def test_decode_refuses(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        decode(data)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<meta charset=iso-8859-1>“é”".encode("cp1252"), "“é”"),
        ("<meta charset=iso-8859-2>Łódź".encode("iso-8859-2"), "Łódź"),
        ("<meta charset=windows-1252>“é”".encode(), "“é”"),
        ("<meta charset=nonsense>“é”".encode("cp1252"), "“é”"),
        ('<meta content="text/html; charset=koi8-r">да'.encode("koi8-r"), "да"),
    ],
)
def test_decode_html(page, text):
    assert decode_html(page).endswith(text)


PLAIN = [
    "He said “no” – and left. It's the boys' own.",
    "''No,'' he said. ``Yes,'' she said.",
    "Smith & Sons; R&D; AT&T; Q&A;",
    "He wrote &lt;b&gt; in bold. It was a page on tags.",
    "It was late . He left, and she stayed. They ate, drank, slept.",
    "The mayor - who had won - left. Café, naïve, São Paulo, Ã 3.",
    "A list:\n\n- one\n- two\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_text_stays_as_it_is(text):
    assert restore(text) == (text, None, ())


RESTORED = [
    # entities
    ("&ldquo;No,&rdquo; he said.", "“No,” he said."),
    ("&amp;ldquo;No,&amp;rdquo; it&#8217;s &#x201c;on&#148;", "“No,” it’s “on”"),
    ("Smith &amp; Sons &nosuch; x", "Smith & Sons &nosuch; x"),
    ("co&shy;operate&nbsp;now &lt; then", "cooperate now < then"),
    # line ends
    ("one\r\n\r\ntwo\rthree\n", "one\n\ntwo\nthree\n"),
    # UTF-8 read as Windows-1252
    ("â€œNo,â€\x9d he said. Itâ€™s late.", "“No,” he said. It’s late."),
    # tokens
    ("He came , saw & ldquo ; Rome ,& rdquo ; and won .", "He came, saw “Rome,” and won."),
    ("No .& ldquo ; Yes ,& rdquo ; he said .& rdquo ;& ldquo ; Go !& rdquo ;", "No. “Yes,” he said.” “Go!”"),
    ("Lee & rsquo ; s plan , the officials & rsquo ; plan , isn & rsquo ; t .", "Lee’s plan, the officials’ plan, isn’t."),
    ("Lee ' s plan , the voters ' plan , O ' Brien , it didn ' t & hellip ;", "Lee's plan, the voters' plan, O'Brien, it didn't…"),
    ("It was late , he said .& nbsp ; She left & nbsp ; today .", "It was late, he said. She left today."),
    ("[ And ] then ( ultra - Orthodox ) , $ 5 , 10 % & ndash ; so .", "[And] then (ultra-Orthodox), $5, 10% – so."),
    ("A re - election , an op - ed , a high - level , well - being & nbsp ; .", "A re-election, an op-ed, a high-level, well-being."),
    ("The Hill - Lee pact , mid - March , Israel - based & nbsp ; .", "The Hill-Lee pact, mid-March, Israel-based."),
    ("It is key - but hard , face - to - face , it is late - which , & ldquo ; no & rdquo ; .", "It is key - but hard, face-to-face, it is late - which, “no”."),
    ("The plan - Lee said , is off , the town - wide ban too , & ldquo ; no .& rdquo ;", "The plan - Lee said, is off, the town-wide ban too, “no.”"),
    ("A well-known man , a key - he said , was & ldquo ; off & rdquo ; then .", "A well-known man, a key - he said, was “off” then."),
    ("The U . S .- led plan , 1 , 200 men , 3 . 5 miles , 9 : 30 p . m . , a , b .", "The U.S.-led plan, 1,200 men, 3.5 miles, 9:30 p.m., a, b."),
    ("On Oct . 7 , 240 men came , went , stayed , left , and rested .", "On Oct. 7, 240 men came, went, stayed, left, and rested."),
    ('He said , " We go ," and " we stay " , then left , early , again .', 'He said, "We go," and "we stay", then left, early, again.'),
    ("He called it ' a ruse ,' then left , early , again , for good .", "He called it 'a ruse,' then left, early, again, for good."),
    ("`` No , '' he said , it 's off , we ca n't , so , go .", "``No,'' he said, it's off, we can't, so, go."),
    ("One , two .\n\n& ldquo ; Three , four .& rdquo ;\r\n", "One, two.\n\n“Three, four.”\n"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), RESTORED)
def test_restore(source, text):
    found = restore(source)
    assert found.text == text
    assert found.original == source
    if "â" not in source:
        check_map(article_of_text(source, "x"))


def test_a_segment_leads_to_the_whole_entity():
    article = article_of_text("He said , & ldquo ; no , no ,& rdquo ; twice .", "x")
    start = article.text.index("no")
    content = Span(start, article.text.index("”"))
    assert content.of(article.text) == "no, no,"
    assert article.to_original(content).of(article.source_text) == "no , no ,"
    mark = article.to_original(Span(start - 1, start))
    assert mark.of(article.source_text) == "& ldquo ;"


# text, titles, boilerplate
SECTIONS = [
    ("Mayor Quits Over Bridge\n\n" + BODY, ["Mayor Quits Over Bridge"], []),
    ("Tension grows in the U.S.\n\n" + BODY, ["Tension grows in the U.S."], []),
    ("Lee: “We won”\n\n" + BODY, ["Lee: “We won”"], []),
    ("Will it hold?\n\nWill it hold?\n\n" + BODY, ["Will it hold?", "Will it hold?"], []),
    ("Mayor Quits\nThe mayor left.\nShe was tired.\n", ["Mayor Quits"], []),
    ("By Ann Lee\n\nMayor Quits\n\n" + BODY, ["Mayor Quits"], ["By Ann Lee"]),
    ("Mayor Quits\nand goes on\n\n" + BODY, [], []),
    (BODY, [], []),
    ("WASHINGTON—The mayor left.\nShe was tired.\n", [], []),
    ("LONDON (AP) — The mayor left.\n\nShe was tired.\n", [], []),
    ("Milk\n\nEggs\n\nBread", [], []),
    ("Mayor Quits\n\n  • Oops!\n    Something went wrong.\n\n" + BODY, ["Mayor Quits"], ["• Oops!\n    Something went wrong."]),
    (BODY + "\nJo Hill contributed to this report.", [], ["Jo Hill contributed to this report."]),
    (BODY + "Reporting was contributed by Jo Hill from Rome.", [], ["Reporting was contributed by Jo Hill from Rome."]),
    ("It is late. He left. The writer is editor of the Herald.", [], ["The writer is editor of the Herald."]),
    ("It is late. The writer is gone, he said. She left “early.” The end.", [], []),
    ("He left. (Reporting by J. Hill; Editing by B. Orr)", [], ["(Reporting by J. Hill; Editing by B. Orr)"]),
    ("Jo Hill contributed to the debate.\nLee photo in hand, she said so.", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "titles", "boilerplate"), SECTIONS)
def test_sections(text, titles, boilerplate):
    article = article_of_text(text, "x")
    found = {"title": [], "boilerplate": []}
    for section in article.sections:
        found[section.role].append(section.span.of(article.text))
    assert found == {"title": titles, "boilerplate": boilerplate}
    assert article.sections == tuple(sorted(article.sections, key=lambda s: s.span))


BOILERPLATE = [
    "Please try again later.", "Advertisement", "Sign up for our newsletter", "Read more: Mayor quits",
    "Photo: Jo Hill/AP", "Mayor Lee on Monday. (Jo Hill/Getty Images)", "Follow Jo Hill on X @hill.",
    "Updated March 3, 2024 10:13 a.m. ET", "Share this article", "© 2024 The Gazette", "5 min read",
    "This story has been updated.", "Photos by Jo Hill and Bob Orr", "Copyright 2024 The Gazette", "Related stories", "Story continues below advertisement",
]  # fmt: skip
NOT_BOILERPLATE = [
    "He had to sign up for the army.", "“Read more,” she said.", "The photo was taken on Monday.",
    "By Monday the council had met.", "The author was seen leaving. He said: “No.”",
    "Follow the money, he said.", "Share prices fell on Monday.", "Reuters reported that he left.",
    "Sign up, he told the boys.", "The writer is “a liar,” he said.",
    "Research by the Pew Research Center found that one in ten had left, the authors said.",
    "Research by the Pew Research Center found that one in ten had left.",
    "The author was arrested on Monday, police said.", "The author was arrested on Monday.",
    "Reporting by the newspaper showed that he knew, she said.",
    "Reporting by The Gazette showed that he knew.",
    "Editing by hand is slow, he said.", "Critics say that Russian hackers contributed to the report.",
    "The opinions expressed by the senator drew fire, aides said.",
    "The views expressed in this hall are not those of the town, she said.",
    "An error occurred in the count, officials said.", "Published on Monday, the report names nobody.",
    "Copyright law protects the song, the judge said.", "Photos by witnesses showed a fire, police said.",
    "The report was published on Monday.", "Most wanted to leave (Reuters/Ipsos).",
    "Ann Lee, the mayor, contributed to the report.", "Lee said he reported from Rome.",
]  # fmt: skip


@pytest.mark.parametrize("line", BOILERPLATE + NOT_BOILERPLATE)
def test_boilerplate_lines(line):
    article = article_of_text(f"He left.\n\n{line}\n\nShe stayed.\n", "x")
    expected = [line] if line in BOILERPLATE else []
    assert [s.span.of(article.text) for s in article.sections] == expected


CREDITS = [
    "Jo Hill contributed to this report.", "Reuters contributed to this report.",
    "Jo Hill and Ann Lee in Rome contributed reporting.", "Jo Hill contributed from Rome.",
    "Associated Press writers Jo Hill in Rome and Ann Lee in Paris contributed to this report.",
    "Reporting by Jo Hill in Rome; Editing by Ann Lee.", "(Reporting by Jo Hill; Editing by Ann Lee.)",
    "Additional reporting by Jo Hill and the Associated Press.",
    "Reporting and writing by Jo Hill, editing by Ann Lee.",
    "Reporting was contributed by Jo Hill, Al Ray and Ann Lee from Rome, and Bo de Vries from Oslo.",
    "Hill reported from Rome.", "Hill reported from Rome, and Lee from Oslo.",
    "The author is a fellow of the Institute.", "This article was first published in The Gazette.",
    "A version of this article appears in print on Page 3.",
    "The views expressed in this article are the author’s own.",
    "Opinions expressed by contributors are their own.",
]  # fmt: skip


@pytest.mark.parametrize("line", CREDITS)
def test_credits_count_at_the_end_alone(line):
    def found(text):
        article = article_of_text(text, "x")
        return [s.span.of(article.text) for s in article.sections]

    rest = "He came.\n\n" + "He left.\n\n" * 6
    assert found(f"{rest}{line}") == [line]
    assert found(f"{rest}{line}\n\nShare this article\n") == [f"{line}\n\nShare this article"]
    assert found(f"He left. {line}") == [line]
    assert found(f"{line}\n\n{rest}") == []
    assert found(f"He left.\n\n{line}\n\n{rest}") == []


@pytest.mark.parametrize("words", NOT_BOILERPLATE)
def test_the_end_of_the_last_line_is_no_credit(words):
    assert article_of_text(f"He left. {words}", "x").sections == ()


@pytest.mark.parametrize(
    "part", ["Ann, ", "Ann/", "1-", "1, ", "reporting by Ann; ", "A.", "in A "]
)
def test_no_line_takes_long_to_match(part):
    started = time.process_time()
    for start in ("", "Reporting by ", "Updated May 1 ", "The views expressed in "):
        article_of_text(f"He left.\n\n{start}{part * 400}"[:490] + "?\n", "x")
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("He left.", "He left."),
        (
            "The council met on Monday to choose a mayor, and chose nobody at all. It was late.",
            "The council met on Monday to choose a mayor, and chose nobody at all. It…",
        ),
        ("Advertisement\n\nHe left.\n", "He left."),
        ("Mayor Quits\n\n" + BODY, "Mayor Quits"),
        ("x" * 100, "x" * 72 + "…"),
    ],
)
def test_title_is_the_headline_or_the_first_words(text, title):
    assert article_of_text(text, "x").title == title


def test_json_lines(tmp_path):
    record = {"id": 7, "text": "He left & went.", "title": "T", "byline": ["A", "B"], "url": "u",
              "publisher": "P", "published": "2024-03-02", "quotes": [1]}  # fmt: skip
    folder = written(tmp_path, {"a.jsonl": lines_of(record, {"text": "She stayed."})})
    path = str(folder / "a.jsonl")
    assert list(read(path)) == [
        Article("7", "He left & went.", "T", "A, B", "P", "2024-03-02", "u", path),
        Article("a.jsonl:2", "She stayed.", "She stayed.", path=path),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "A.JSONL"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_lines_packed_and_encoded(tmp_path, name, encoding):
    data = '{"id": "1", "text": "“Café”\u2028no"}\n\n{"id": "2", "text": "two"}'.encode(encoding)
    written(tmp_path, {name: gzip.compress(data) if name.endswith("gz") else data})
    assert [(a.id, a.text) for a in read(tmp_path)] == [("1", "“Café”\u2028no"), ("2", "two")]


def test_json_text_is_all_body_and_keeps_its_offsets(tmp_path):
    text = "Mayor Quits\r\n\r\n&ldquo;We won,&rdquo; she said.\r\n\r\nJo Hill contributed to this report."
    written(tmp_path, {"a.jsonl": lines_of({"id": "1", "text": text})})
    article = one(tmp_path)
    assert (
        article.text == "Mayor Quits\n\n“We won,” she said.\n\nJo Hill contributed to this report."
    )
    assert article.source_text == text
    assert [s.role for s in article.sections] == ["boilerplate"]
    check_map(article)


BROKEN_LINES = [
    ('{"id": "1", "text": ', "line 1: not JSON"),
    ("[1]", "line 1: not an object"),
    ('{"id": "1"}', "line 1: no text"),
    ('{"id": "1", "text": "  "}', "line 1: no text"),
    ('{"id": "1", "text": 5}', "line 1: no text"),
    ("[" * 100_000, "line 1: not an article"),
    ('{"id": "2", "text": "a copy"}', "line 2: its id 2 is that of line 1"),
    ('{"id": true, "text": "a"}', "line 1: its id is neither words nor a whole number"),
    ('{"id": ["x"], "text": "a"}', "line 1: its id is neither"),
    ('{"id": {"x": 1}, "text": "a"}', "line 1: its id is neither"),
    ('{"id": 1.5, "text": "a"}', "line 1: its id is neither"),
]


@pytest.mark.parametrize(("line", "problem"), BROKEN_LINES)
def test_a_broken_line_does_not_stop_the_others(tmp_path, line, problem):
    written(tmp_path, {"a.jsonl": line + '\n{"id": "2", "text": "two"}\n'})
    outcomes = list(read(tmp_path))
    assert [a.id for a in outcomes if isinstance(a, Article)] == ["2"]
    (found,) = [p for p in outcomes if isinstance(p, Problem)]
    assert found.path == str(tmp_path / "a.jsonl")
    assert found.problem.startswith(problem)
    assert "\n" not in found.problem


def test_many_broken_lines_are_summed_up(tmp_path):
    written(tmp_path, {"a.jsonl": "x\n" * 1000})
    problems = [outcome.problem for outcome in read(tmp_path)]
    assert len(problems) == 21
    assert problems[-1].startswith("980 more lines")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_stray_nul_costs_only_itself(encoding):
    words = "“No,” she sa{}id, and went home to write a letter to the council."
    text = decode(words.format("\0").encode(encoding))
    assert text == words.format("\ufffd")


def test_what_no_database_can_hold_is_replaced(tmp_path):
    written(tmp_path, {"a.jsonl": '{"id": "1", "text": "a\\u0000b \\ud83d c \\ud83d\\ude00"}'})
    assert one(tmp_path).text == "a\ufffdb \ufffd c 😀"


def test_page():
    article = one(PAGE)
    paragraphs = article.text.split("\n\n")
    assert paragraphs[1].endswith(
        "rows — and said she was “done with all of it.” The council met "
        "at once to choose somebody else to lead the town for now."
    )
    assert paragraphs[2:6] == [
        "We will miss her, and the town will miss her work on the river bridges, too.",
        "It has been a long year.",
        "Ben Ortiz, union leader",
        "What next",
    ]
    assert "café owners’" in article.text
    assert (article.title, article.byline, article.publisher, article.published, article.url) == (
        "Mayor Quits “For Good”", "Ann Lee", "The Gazette", "2024-03-02", "https://gazette.example/mayor",
    )  # fmt: skip
    assert [(s.role, s.span.of(article.text)) for s in article.sections] == [
        ("title", "Mayor Quits “For Good”"),
        ("boilerplate", "Sign up for our newsletter"),
    ]
    assert article.original == PAGE.read_bytes().decode("cp1252")
    check_map(article)


def test_page_leads_a_quote_into_the_file():
    article = one(PAGE)
    start = article.text.index("done")
    there = article.to_original(Span(start, start + len("done with all of it.")))
    assert there.of(article.source_text) == "done with <em>al</em>l of it."


@pytest.mark.parametrize(
    ("text", "page", "places"),
    [
        ("a b", "<p>a\n b</p>", ["a", "b"]),
        ("a b", "<script>a b</script><P>a<br>b</P>", ["a", "b"]),
        ("a < b", "<p>a < b<!-- c --></p>", ["a", "<", "b"]),
        ("“a” b", "&ldquo;a&rdquo; <i>b", ["&ldquo;a&rdquo;", "b"]),
        ("AT&T b", "<p>AT&amp;T</p> b AT&T", ["AT&amp;T", "b"]),
        ("a\u200b b", "<p>a\u200b</p><hr>b", ["a", "b"]),
        ("a gone b", "<p>a b</p>", ["a", "", "b"]),
        ("one\n\ntwo three", "<p>one</p><p>two <span>ad</span> three</p>", ["one", "two", "three"]),
        ("a", "<script>a", ["a"]),
        ("a", "a <!-- b <p", ["a"]),
    ],
)
def test_align(text, page, places):
    woven = weave(align(text, page), page)
    assert woven.text == text
    article = Article("x", text, original=page, segments=woven.segments)
    words = [Span(*m.span()) for m in re.finditer(r"\S+", text)]
    assert [article.to_original(word).of(page) for word in words] == places


@pytest.mark.parametrize(
    "data",
    ["", "<html><body></body></html>", "<html><body><script>a b c</script></body></html>"],
)
def test_a_page_without_article_is_a_problem(tmp_path, data):
    written(tmp_path, {"a.html": data})
    assert isinstance(one(tmp_path), Problem)


def test_a_folder_is_walked_in_order(tmp_path):
    written(
        tmp_path,
        {"b.txt": "b", "a/z.txt": "z", "a/.hidden.txt": "h", ".git/x.txt": "x", "c.pdf": "c",
         "d.md": "d", "a/y.jsonl": lines_of({"id": "y", "text": "y"}), "E.TXT": "e"},
    )  # fmt: skip
    outcomes = list(read(tmp_path))
    assert [article.id for article in outcomes] == ["E.TXT", "b.txt", "y", "z.txt"]
    assert outcomes[-1].path == str(tmp_path / "a" / "z.txt")


def test_a_name_of_its_own_for_every_file(tmp_path):
    names = ["a/x.txt", "b/x.txt", "c/b/x.txt", "x.txt"]
    written(tmp_path, dict.fromkeys(names, "He left."))
    paths = [tmp_path / name for name in names]
    ids = [article.id for article in read_all([*paths, tmp_path])]
    assert ids == ["x.txt", "b/x.txt", "c/b/x.txt", f"{tmp_path.name}/x.txt"]


def test_a_stored_file_keeps_its_id_and_no_other_file_gets_it(tmp_path, monkeypatch):
    record = lines_of({"text": "one"})
    written(tmp_path, {"a/x.txt": "a", "b/x.txt": "b", "a/s.jsonl": record, "b/s.jsonl": record})
    (tmp_path / "link").symlink_to(tmp_path / "b")
    monkeypatch.chdir(tmp_path)
    stored = {
        "x.txt": "b/x.txt",
        "s.jsonl:1": f"{tmp_path}/b/s.jsonl",
        "y": "b/s.jsonl",
        "a/x.txt": "c/x.txt",
    }
    ids = [article.id for article in read_all(["a", "link"], stored)]
    assert ids == ["a/s.jsonl:1", f"{tmp_path.name}/a/x.txt", "s.jsonl:1", "x.txt"]


def test_a_file_gets_an_id_even_where_all_its_names_are_taken(tmp_path):
    written(tmp_path, {"x.txt": "x"})
    parts = (tmp_path / "x.txt").parts
    stored = {"/".join(parts[-n:]): "elsewhere/x.txt" for n in range(1, len(parts) + 1)}
    (article,) = read_all([tmp_path], stored)
    assert article.id == f"{tmp_path}/x.txt (2)"


def test_ids_are_one_of_a_kind_over_all_files(tmp_path):
    record = lines_of({"id": "1", "text": "one"}, {"text": "two"})
    written(tmp_path, {"a/s.jsonl": record, "b/s.jsonl": record})
    outcomes = list(read(tmp_path))
    assert [a.id for a in outcomes if isinstance(a, Article)] == ["1", "s.jsonl:2", "b/s.jsonl:2"]
    (problem,) = [p for p in outcomes if isinstance(p, Problem)]
    assert problem.problem.startswith(
        f"line 1: its id 1 is that of line 1 of {tmp_path / 'a/s.jsonl'}"
    )


BAD_FILES = [
    ("empty.txt", b"", "empty"),
    ("binary.txt", b"\x7fELF\0\0\1", "binary"),
    ("binary.jsonl", b"\x7fELF\0\0\1\n" * 9, "binary"),
    ("empty.jsonl", b"\n\n", "empty"),
    ("cut.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 99)[:12], "archive"),
    ("not.jsonl.gz", b"{}", "archive"),
    ("large.txt", b"a" * 10_000_001, "10 MB"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES)
def test_one_bad_file_does_not_stop_the_rest(tmp_path, name, data, reason):
    written(tmp_path, {name: data, "zz.txt": "He left."})
    problem, article = read(tmp_path)
    assert article.id == "zz.txt"
    assert problem.path == str(tmp_path / name)
    assert reason in problem.problem
    assert "\n" not in problem.problem


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.txt", "no such file"),
        ("nowhere", "no such file"),
        ("nowhere.pdf", "no such file"),
        ("paper.pdf", "not .pdf"),
        ("folder", "no articles"),
        ("a" * 300 + ".txt", "not readable"),
    ],
)
def test_bad_paths(tmp_path, name, reason):
    written(tmp_path, {"paper.pdf": "x", "folder/notes.doc": "x"})
    assert reason in one(tmp_path / name).problem


def test_unreadable_file(tmp_path, monkeypatch):
    written(tmp_path, {"a.txt": "a", "b.txt": "b"})
    real = Path.open

    def refusing(self, *args):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args)

    monkeypatch.setattr(Path, "open", refusing)
    problem, article = read(tmp_path)
    assert problem.problem == "not readable (Permission denied); check the name and the permissions"
    assert article.id == "b.txt"


def test_a_folder_that_may_be_listed_but_not_entered(tmp_path, monkeypatch):
    written(tmp_path, {"closed/a.txt": "a", "z.txt": "z"})
    stat, opening = os.stat, Path.open

    def refusing(path, *args, **more):
        if str(path).startswith(str(tmp_path / "closed/")):
            raise PermissionError(13, "Permission denied", str(path))
        return (opening if args == ("rb",) else stat)(path, *args, **more)

    monkeypatch.setattr(os, "stat", refusing)
    monkeypatch.setattr(Path, "open", refusing)
    article, problem = read(tmp_path)
    assert article.id == "z.txt"
    assert problem.path == str(tmp_path / "closed" / "a.txt")
    assert "Permission denied" in problem.problem
    (named,) = read(tmp_path / "closed" / "a.pdf")
    assert "Permission denied" in named.problem


@pytest.mark.parametrize("name", ["README.md", "notes", "a.text", "a.TXT"])
def test_a_text_asked_for_by_name(tmp_path, name):
    written(tmp_path, {name: "\ufeffHe left.\r\n"})
    article = one(tmp_path / name)
    assert (article.id, article.text, article.source_text) == (name, "He left.\n", "He left.\r\n")


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"He left.", ["stdin-"]),
        (PAGE.read_bytes(), ["stdin-"]),
        (b'\n{"id": "1", "text": "a"}\n{"text": "b"}\n', ["1", "stdin-"]),
        (b'{"id": "1", "text": "a"}\nnonsense', ["1", "line 2"]),
        (b"", ["the file is empty"]),
    ],
)
def test_stdin(monkeypatch, data, ids):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    outcomes = [o.id if isinstance(o, Article) else o.problem for o in read("-")]
    assert len(outcomes) == len(ids)
    assert all(found.startswith(expected) for found, expected in zip(outcomes, ids, strict=True))


def piped(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    return [article.id for article in read("-")]


def test_what_comes_through_a_pipe_is_named_by_its_words(monkeypatch):
    (first,) = piped(monkeypatch, b"He left.\n")
    assert re.fullmatch("stdin-[0-9a-f]{12}", first)
    assert piped(monkeypatch, b"He left.") == [first]
    assert piped(monkeypatch, b"She left.\n") != [first]
    lines = [b'{"text": "a"}\n', b'{"text": "b"}\n']
    assert piped(monkeypatch, lines[0] + lines[1]) == piped(monkeypatch, lines[1] + lines[0])[::-1]


def test_a_closed_stdin_is_a_problem(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    (problem,) = read("-")
    assert "standard input is closed" in problem.problem


READING = "import sys; from quotes.read import read; print(*read(sys.argv[1]))"


@pytest.mark.parametrize("name", ["x.txt", "x", "x.jsonl", "x.html", "x.jsonl.gz"])
def test_a_pipe_given_as_a_path_does_not_hang(tmp_path, name):
    os.mkfifo(tmp_path / name)
    command = [sys.executable, "-c", READING, tmp_path / name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert "not a regular file" in done.stdout


def test_seeds():
    """The five articles: their titles, what is not body, and one line of the tokenised one."""
    articles = list(read(ROOT / "seeds"))
    assert [article.id[:3] for article in articles] == ["000", "001", "002", "003", "004"]
    for article in articles:
        raw = Path(article.path).read_bytes().decode()
        assert article.source_text == raw
        check_map(article)
    roles = ["".join(section.role[0] for section in article.sections) for article in articles]
    assert roles == ["b", "tbb", "ttb", "", ""]
    assert articles[1].title == "The limits of Biden’s one-on-one diplomacy with Netanyahu"
    first = articles[0].text
    assert "“Calling off the Hanegbi-Dermer delegation is political" in first
    assert "Cooperation is key - but difficult" in first
    assert not re.search(r"[&;]\s?[lr]|\s[,.;:)]|[(\[]\s|\w ’|‘ |“ | ”|  ", first)


LARGE = [
    "He left, and “she stayed,” said Ann Lee.\n\n" * 45_000,
    '"Yes," he said. ' * 10_000,
    "a" + " " * 2_000_000 + "b",
    "By " + "Ann " * 500_000,
    "A " * 1_000_000 + "contributed to",
    "& " * 1_000_000,
    "-" * 2_000_000,
]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: repr(text[:12]))
def test_a_large_text_is_read_in_time(text):
    started = time.process_time()
    assert article_of_text(text, "x").text == text
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "page", ["<script>" * 50_000, "<!--" * 100_000, "<a " * 100_000, "&" * 300_000]
)
def test_a_nasty_page_is_read_in_time(page):
    started = time.process_time()
    visible(page)
    assert time.process_time() - started < 2


def test_reading_imports_no_models_and_no_parser():
    code = "import sys, quotes.read; print({'torch', 'stanza', 'trafilatura', 'ftfy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_one_stray_byte_costs_only_itself() -> None:
    data = "“We’re going to say it,” Ada Poe said.".encode() + b"\x81"
    assert decode(data).startswith("“We’re going to say it,” Ada Poe said.")

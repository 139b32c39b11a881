"""Made-up articles with made-up quotes, stored as the pipeline would."""

from quotes import store
from quotes.ids import quote_id
from quotes.types import Article, Mention, Quote, Section, Span, Speaker

COUNCIL = """Council backs new bridge after long night

Council backs new bridge after long night

The town council voted on Tuesday to build a second bridge, ending a dispute that has run for nine years.

“We have talked long enough,” said Ada Stone, the mayor of Larkhaven. “Now we build.”

An official familiar with the contract, who asked not to be named because talks go on, said the price would be “a good deal higher” than planned.

Rafael Ortiz, who leads the opposition, recalled what the mayor had told him: “She said ‘not a cent more’ to my face, and I believed her.”

The “bridge to nowhere” has divided the town. According to a report by the auditors, traffic has fallen since 2019.

Ms. Stone hoped that the rain would stop. “No comment,” somebody shouted.

“We were never asked,” the Larkhaven Traders’ Union wrote in a letter to residents. Stone added that the union was consulted twice.

Reporting was contributed by the night desk."""

ODD = """<script>alert("x")</script> & the “café” 🙂

The clerk wrote: “<b>5 < 6</b> & "so on" 🙂 — naïve”, then left.

قال العمدة نورا حداد: “سنبني الجسر” أمس."""

QUIET = "A quiet day\n\nNothing happened in Larkhaven. Nobody said anything."

PLAIN = {"kind": "direct", "cue_class": "speech", "confidence": 0.97}
STONE = ("Ada Stone", "named_person")
OFFICIAL = ("An official familiar with the contract", "anonymous_person")
TOLD = [
    (["We have talked long enough,", "Now we build."], "said", "Ada Stone", STONE, {}),
    (
        ["the price would be “a good deal higher” than planned"],
        "said",
        "An official familiar with the contract",
        OFFICIAL,
        {"kind": "mixed", "confidence": 0.81, "reason": "because talks go on"},
    ),
    (
        ["She said ‘not a cent more’ to my face, and I believed her."],
        "recalled",
        "Rafael Ortiz",
        ("Rafael Ortiz", "named_person"),
        {"addressee": "the mayor"},
    ),
    (["not a cent more"], "said", "She", STONE, {"confidence": 0.74}),
    (["bridge to nowhere"], None, None, None, {"kind": "scare", "cue_class": "other"}),
    (
        ["traffic has fallen since 2019"],
        "According to",
        "a report by the auditors",
        ("a report by the auditors", "document"),
        {"kind": "indirect", "cue_class": "writing", "confidence": 0.66},
    ),
    (
        ["the rain would stop"],
        "hoped",
        "Ms. Stone",
        STONE,
        {"kind": "indirect", "cue_class": "thought", "confidence": 0.9},
    ),
    (["No comment,"], "shouted", "somebody", None, {"confidence": 0.31}),
    (
        ["We were never asked,"],
        "wrote",
        "the Larkhaven Traders’ Union",
        ("the Larkhaven Traders’ Union", "organization"),
        {"cue_class": "writing", "addressee": "residents", "where": "in a letter to residents"},
    ),
    (
        ["the union was consulted twice"],
        "added",
        "Stone",
        STONE,
        {"kind": "indirect", "confidence": 0.42, "stance": "denying", "negated": True},
    ),
]
AROUND = ("addressee", "when", "where")
DESCRIBED = {
    "Ada Stone": "the mayor of Larkhaven",
    "Rafael Ortiz": "who leads the opposition",
}


def span(text, words, after=0):
    """Return where words stand."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def speaker_of(text, named):
    """Return a speaker with their description, where the article has one."""
    if named is None:
        return None
    name, kind = named
    first = span(text, name)
    described = span(text, DESCRIBED[name]) if name in DESCRIBED else None
    return Speaker(name, kind, first, described, (Mention(first, "name"),))


def quote_of(article, row):
    """Return a quote found by its words."""
    pieces, cue, source, named, more = row
    text = article.text
    at, content = 0, []
    for words in pieces:
        content.append(span(text, words, at))
        at = content[-1].end
    line = text.rfind("\n", 0, content[0].start) + 1
    near = {"cue": cue, "source": source}
    found = {role: (span(text, words, line),) if words else () for role, words in near.items()}
    reason = more.get("reason")
    around = {role: span(text, more[role]) for role in AROUND if role in more}
    known = PLAIN | {k: v for k, v in more.items() if k not in ("reason", *AROUND)}
    end = text.find("\n", content[-1].end)
    return Quote(
        id=quote_id(article.id, content, found["cue"], found["source"]),
        content=tuple(content),
        speaker=speaker_of(text, named),
        sentence=Span(line, end if end > 0 else len(text)),
        anonymity_reason=span(text, reason) if reason else None,
        **around,
        **found,
        **known,
    )


def council():
    """Return an article with every kind of quote."""
    head = COUNCIL.splitlines()[0]
    second = COUNCIL.index(head, 1)
    tail = span(COUNCIL, "Reporting was contributed by the night desk.")
    article = Article(
        id="council.txt",
        text=COUNCIL,
        title=head,
        byline="By Mina Park",
        publisher="Larkhaven Post",
        published="2024-03-27",
        url="https://post.example/council?a=1&b=2",
        path="press/council.txt",
        sections=(
            Section(Span(0, len(head)), "title"),
            Section(Span(second, second + len(head)), "title"),
            Section(tail, "boilerplate"),
        ),
    )
    return article, [quote_of(article, row) for row in TOLD]


def odd():
    """Return an article that must be escaped everywhere."""
    article = Article(
        id='odd/<i>"1"&2 ü.txt',
        text=ODD,
        title='<script>alert("x")</script> & the “café” 🙂',
        byline="<b>By</b>",
        publisher="<Post> & Co",
        published="<2024>",
        url="javascript:alert(1)",
        path="<path>",
    )
    rows = [
        (['<b>5 < 6</b> & "so on" 🙂 — naïve'], "wrote", "The clerk", ("The clerk", "group"), {}),
        (["سنبني الجسر"], "قال", "العمدة نورا حداد", ("العمدة نورا حداد", "named_person"), {}),
        (
            ["<script>alert("],
            None,
            "<script>",
            ("<script>", "organization"),
            {"kind": "indirect", "confidence": 0.0},
        ),
    ]
    return article, [quote_of(article, row) for row in rows]


def quiet():
    """Return an article without quotes, of which little is known."""
    return Article(id="quiet", text=QUIET), []


def build(path, *articles):
    """Store articles at a path, as `quotes extract` would."""
    db = store.open_database(path)
    run = store.start_run(db, "0", {"tagger": "made up"})
    for article, quotes in articles or (council(), odd(), quiet()):
        store.store(db, article, quotes, run)
    store.record_problem(db, run, "broken.txt", "is empty")
    db_counts = store.Counts(articles=3, quotes=13)
    store.finish_run(db, run, db_counts)
    store.close_database(db)
    return path


async def page(site, url, status=200):
    """Return the text of a page of a site, which must be answered with this status."""
    response = await site.client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.text

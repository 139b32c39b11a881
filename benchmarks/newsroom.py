"""A database of articles that nobody wrote: sentences and names, recombined by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from quotes import store
from quotes.ids import quote_id
from quotes.types import Article, Mention, Quote, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quotes.types import Kind, SpeakerType, Stance

EACH = 10  # quotes of an article
BATCH = 500  # articles of one transaction
DAYS = 900
FIRST = ("Ada|Ben|Clara|Dan|Eva|Finn|Greta|Hugo|Ida|Jonas|Klara|Leo|Mina|Nils|Olga|Paul").split("|")
LAST = (
    "Adler|Brandt|Castell|Doyle|Ekholm|Farrow|Grant|Hobbs|Ingram|Jarvis|Keller|Lund|Marsh|"
    "Nolan|Ortiz|Penn|Quist|Rowe|Stone|Thorne|Ulrich|Vance|Wells|York|Zeller"
).split("|")
ROLES = ("the mayor|a member of the council|the auditor|a teacher|the harbor master|a baker").split(
    "|"
)
BODIES = (
    "Larkhaven Council|Traders’ Union|Harbor Board|Water Company|School Board|Ferry Line"
).split("|")
UNNAMED = (
    "a senior official|an aide to the mayor|a person familiar with the plan|one resident|"
    "an engineer"
).split("|")
GROUPS = "residents|officials|some traders|two engineers|parents".split("|")
DOCUMENTS = "the audit report|a letter to the board|the draft budget".split("|")
REASONS = (
    "because talks go on",
    "who was not authorized to speak",
    "for fear of reprisals",
    "",
    "",
)
TOPICS = (
    "the second bridge|the ferry to the island|the new school|the water main|the budget|"
    "the harbor|the night train|the market hall|the flood wall|the town archive"
).split("|")
PLANS = [
    "would cost {n} million more than planned",
    "has to wait until the spring",
    "was never meant to last",
    "would open in {n} weeks",
    "needs {n} more votes",
    "is safer than it was {n} years ago",
    "cannot be built without a loan",
    "has divided the town for {n} years",
    "will be finished on time",
    "brings {n} new jobs to the lower town",
    "was decided behind closed doors",
    "is a matter for the courts",
]
TAILS = (
    "||, and nobody has asked the people who live there|, whatever the board may say|"
    ", which is more than anybody expected|, if the rain stops before the autumn fair|"
    ", as {name} knows"
).split("|")
CUES = ("said|told reporters|added|insisted|denied|wrote|argued|promised|acknowledged").split("|")
STANCES: dict[str, Stance] = {"insisted": "claiming", "denied": "denying", "promised": "promising"}
FILLER = (
    "The matter has been before the council since the flood, and it is not settled.",
    "Two earlier plans were given up when the money ran out.",
    "On market days the road along the quay is closed to cars from dawn to noon.",
    "The next meeting is open to all; those who wish to speak must come early.",
)
OUTLETS = [f"{town} {name}" for town, name in product(
    ("Larkhaven", "Dunmere", "Ostwick", "Marlow Bay", "Kerrin", "Thornby", "Eastholm", "Selby"),
    ("Post", "Herald", "Courier", "Gazette", "Observer"),
)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an article: what is said, how, by whom, and what is said of them."""

    content: str
    cue: str
    name: str
    type: SpeakerType
    kind: Kind
    beside: str

    @property
    def line(self) -> str:
        """Return the sentence."""
        source = f"{self.name}, {self.beside}" if self.beside else self.name
        if self.kind == "direct":
            return f"“{self.content},” {self.cue} {source}."
        comma = "," if self.beside else ""
        return f"At the meeting {source}{comma} {self.cue} {self.content}."


def newsroom(path: Path, quotes: int) -> None:
    """Store so many quotes, or a few less, always the same."""
    chance = random.Random(7)  # the same at every run
    db = store.open_database(path)
    run = store.start_run(db, "0", {"tagger": "nobody"})
    articles = -(-quotes // EACH)
    for start in range(0, articles, BATCH):
        with store.transaction(db):
            for number in range(start, min(start + BATCH, articles)):
                store.store(db, *_article(chance, number), run)
    store.finish_run(db, run, store.Counts(articles=articles, quotes=articles * EACH))
    store.close_database(db)


def _article(chance: random.Random, number: int) -> tuple[Article, list[Quote]]:
    """Return an article, and who says what in it."""
    topic = chance.choice(TOPICS)
    few = [_speaker(chance) for _ in range(5)]
    told = [_told(chance, topic, chance.choice(few)) for _ in range(EACH)]
    lines = [line for each in told for line in (each.line, chance.choice(FILLER))]
    day = date(2022, 1, 1) + timedelta(days=chance.randrange(DAYS))
    article = Article(
        f"{number:06}.txt",
        "\n\n".join(lines),
        title=f"{topic.removeprefix('the ').capitalize()}: {chance.choice(PLANS).format(n=7)}",
        publisher=_often(chance, OUTLETS),
        published=day.isoformat(),
        path=f"news/{number:06}.txt",
    )
    return article, list(_quotes(article, told))


def _speaker(chance: random.Random) -> tuple[str, SpeakerType, str]:
    """Return a speaker: name, type, and what stands beside the name."""
    if chance.random() < 0.6:  # noqa: PLR2004
        return _name(chance), "named_person", chance.choice(ROLES)
    others: list[tuple[list[str], SpeakerType]] = [
        (BODIES, "organization"),
        (UNNAMED, "anonymous_person"),
        (GROUPS, "group"),
        (DOCUMENTS, "document"),
    ]
    words, type_ = chance.choice(others)
    beside = chance.choice(REASONS) if type_ in ("anonymous_person", "group") else ""
    return chance.choice(words), type_, beside


def _told(chance: random.Random, topic: str, who: tuple[str, SpeakerType, str]) -> Told:
    """Return what somebody says of a topic."""
    plan = chance.choice(PLANS).format(n=chance.randrange(2, 60))
    kind: Kind = chance.choice(("direct", "mixed", "indirect", "indirect"))
    marked = f"“{plan}”" if kind == "mixed" else plan
    content = f"{topic} {marked}{chance.choice(TAILS).format(name=_name(chance))}"
    name, type_, beside = who
    return Told(content, chance.choice(CUES), name, type_, kind, beside)


def _name(chance: random.Random) -> str:
    """Return the name of a person, some more often than others."""
    return f"{_often(chance, FIRST)} {_often(chance, LAST)}"


def _often(chance: random.Random, words: list[str]) -> str:
    """Return one of the words, the first more often."""
    return words[int(len(words) * chance.random() ** 2)]


def _quotes(article: Article, told: list[Told]) -> Iterator[Quote]:
    """Yield the quotes, found again in the text of their article."""
    known: dict[str, Speaker] = {}
    at = 0
    for each in told:
        start = article.text.index(each.line, at)
        line = Span(start, start + len(each.line))
        at = line.end
        spoken = {
            words: Span(place, place + len(words))
            for words in (each.content, each.name, each.beside)
            for place in [article.text.rindex(words, line.start, line.end)]
        }
        content, source = spoken[each.content], spoken[each.name]
        if source.start >= content.start and source.end <= content.end:  # "as {name} knows"
            first = article.text.index(each.name, line.start)
            source = Span(first, first + len(each.name))
        cue = article.text.rindex(each.cue, line.start, line.end)
        beside = spoken[each.beside] if each.beside else None
        is_named = each.type == "named_person"
        who = Speaker(
            each.name,
            each.type,
            source,
            beside if is_named else None,
            (Mention(source, "name" if is_named else "description"),),
        )
        cues = (Span(cue, cue + len(each.cue)),)
        yield Quote(
            id=quote_id(article.id, (content,), cues, (source,)),
            kind=each.kind,
            content=(content,),
            cue=cues,
            source=(source,),
            cue_class="writing" if each.cue == "wrote" else "speech",
            speaker=known.setdefault(each.name, who),
            sentence=line,
            stance=STANCES.get(each.cue, "plain"),
            anonymity_reason=None if is_named else beside,
            confidence=0.5 + content.start * 37 % 50 / 100,
        )

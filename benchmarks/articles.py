"""Made-up news articles with their quotes, as many as wanted; a seed always gives the same ones.

    python benchmarks/articles.py 1000 --folder articles/      one .txt file an article
    python benchmarks/articles.py 1000 > articles.jsonl        with the quotes as gold

Sentences written for this are recombined, with people and places of made-up names. Who
is quoted and where follows Zipf: the best known person stands in every sixth article.
The quotes are those that the sentences are known to hold.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.export.jsonl import to_json
from quotes.ids import quote_id
from quotes.types import Article, Mention, Quote, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Number of the figure, kind, class of the cue, spans by role, sentence.
    Said = tuple[int, Any, Any, dict[str, list[Span]], Span]

SEED = 7
PEOPLE = 50_000
PLACES = 5_000
FIRST_DAY = date(2021, 1, 1)
DAYS = 1_200
PARAGRAPHS = (9, 17)
QUOTED = 0.62  # share of the paragraphs that hold a quote
IN_ROLE, OF_COUNTRY, DESCRIBED = 0.9, 0.3, 0.7  # shares of the appearances of a person

WORDS = {
    "onset": "b br d dr f g gr h j k kl l m n p pr r s st t tr v w z",
    "vowel": "a e i o u ai ea ei ou",
    "coda": "ck ld ll m n nd r rn s ss t th x",
    "ending": "bridge burn by dale field ford haven mere mouth ton wick worth",
    "first name": "Ada Agnes Amal Anton Arne Beatriz Bruno Carla Cedric Clara Dalia Darius Edith"
    " Elias Emil Esther Farid Fiona Gideon Greta Hanna Hector Ida Imran Ines Ivan Jonas Judith"
    " Kaito Karin Laszlo Leila Lena Linus Magda Malik Marta Milan Mina Nadia Nils Nora Olga Omar"
    " Oscar Petra Quentin Rafael Rosa Ruth Samir Selma Stefan Tamar Tobias Ursula Vera Viktor",
    "role": "mayor treasurer spokesman engineer professor minister senator surgeon teacher lawyer"
    " director inspector governor fisherman economist chairwoman captain secretary analyst",
    "country": "France Norway Kenya Chile Japan Canada",
    "noun": "bridge school harbor budget hospital railway dam contract election market vaccine"
    " treaty strike pension library drought airport mine tax merger storm trial museum ferry"
    " prison loan satellite reactor reservoir stadium subsidy tariff tunnel wage well wetland",
    "adjective": "cheap costly late early empty broken public secret new old fair hard honest local"
    " modest narrow open private rare safe shallow simple slow sound steep sudden tough vast weak",
    "verb": "build close sell repair defend open cut delay finish fund guard inspect join leave"
    " measure move protect question replace reopen save share stop study tax test trust watch",
    "month": "January February March April May June July August September October",
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
LISTS = {name: words.split() for name, words in WORDS.items()}
BODIES = ("Council", "Harbor Authority", "Workers Union", "University", "Chamber of Trade", "Post")
GROUPS = ("officials", "residents", "two diplomats", "parents", "union members", "investigators")
UNNAMED = ("an official", "an aide", "a person familiar with the talks", "a senior diplomat")
CLAUSES = (
    "nobody in {place} was ever asked about the {noun}",
    "the {noun} will cost {number} million more than {body} was told",
    "we cannot {verb} the {noun} without a {adjective} plan for the {noun}",
    "the {adjective} {noun} near {place} is older than most of us",
    "it took {number} years to {verb} the {noun} and one night to lose it",
    "there is no {adjective} way to {verb} a {noun}",
    "the people of {place} deserve a {adjective} answer before winter",
    "every {noun} we {verb} now saves {number} jobs next year",
    "I have seen {adjective} years in {place}, but none like this one",
    "{number} families near {place} still wait for the {noun}",
    "the {noun} has to {verb} itself or it has to go",
    "they promised a {adjective} {noun} and gave us a {adjective} {noun}",
    "our {noun} is not for sale, least of all to {body}",
    "the money for the {noun} went into the {noun}",
    "it would be {adjective} to {verb} the {noun} before the vote",
    "a {noun} without a {noun} is only a {adjective} drawing",
    "the work on the {noun} in {place} begins in {month}",
    "the {noun} was {adjective} long before the storm of {month}",
)
# Marks: <c> content, <u> cue, <s> source; {who} becomes a source with its description.
FRAMES = (
    ("direct", "speech", "“<c>{Clause},</c>” <u>said</u> {who}."),
    ("direct", "speech", "“<c>{Clause},</c>” {who} <u>said</u>. “<c>And {clause}.</c>”"),
    ("direct", "speech", "{Who} <u>told</u> reporters: “<c>{Clause}.</c>”"),
    ("direct", "writing", "“<c>{Clause},</c>” {who} <u>wrote</u> in a letter to {body}."),
    ("mixed", "speech", "{Who} <u>said</u> <c>that {clause}, “if {clause}”</c>."),
    ("mixed", "speech", "{Who} <u>called</u> <c>the {noun} “{adjective} and {adjective}”</c>."),
    ("indirect", "speech", "{Who} <u>said</u> <c>that {clause}</c>."),
    ("indirect", "speech", "<u>According to</u> {who}, <c>{clause}</c>."),
    ("indirect", "speech", "On {day}, {who} <u>warned</u> <c>that {clause}</c>."),
    ("indirect", "speech", "{Who} <u>denied</u> <c>that {clause}</c>."),
    ("indirect", "thought", "{Who} <u>hopes</u> <c>that {clause}</c>."),
)
STORIES = (
    "The {noun} stands {number} miles outside {place}, between a {noun} and a {adjective} field.",
    "On {day} the gates of the {noun} stayed shut, and a {adjective} wind came up the valley.",
    "Work on it began in {month} and stopped {number} weeks later, when the money ran out.",
    "About {number} people live within sight of the {noun}; fewer than half of them work there.",
    "The {adjective} {noun} had been the pride of {place} since the years before the war.",
    "A second {noun} is planned for {month}, a {adjective} one, with room for {number} more.",
    "The road from {place} to {place} was closed on {day} for {number} days this year.",
    "{Body} meets again on {day}, and the {noun} is first on its list.",
)
MARK = re.compile(r"<(?P<role>[cus])>(?P<words>.*?)</(?P=role)>")
BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeiou])")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass
class Figure:
    """Somebody in one article: how they are called, and where that has happened so far."""

    name: str
    type: str
    short: str
    description: str | None = None
    known: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    described: Span | None = None

    def speaker(self) -> Speaker:
        """Return the speaker, once the article is written."""
        type_: Any = self.type
        spans = tuple(self.mentions)
        return Speaker(self.name, type_, spans[0].span, self.described, spans, **self.known)


class World:
    """The places and people that the articles share."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.places = [_name(draw) + _any(draw, "ending") for _ in range(PLACES)]
        self.people = [f"{_any(draw, 'first name')} {_name(draw)}" for _ in range(PEOPLE)]

    def place(self, draw: random.Random) -> str:
        """Return a place, the first ones far more often."""
        return self.places[zipf(draw, PLACES)]

    def body(self, draw: random.Random) -> str:
        """Return an organization."""
        return f"the {self.place(draw)} {draw.choice(BODIES)}"

    def cast(self, draw: random.Random) -> list[Figure]:
        """Return who speaks in an article."""
        people = {zipf(draw, PEOPLE) for _ in range(draw.randint(2, 4))}
        body = self.body(draw)
        return [
            *(self._person(draw, number) for number in sorted(people)),
            Figure(body, "organization", body),
            Figure(group := draw.choice(GROUPS), "group", group),
            Figure(unnamed := draw.choice(UNNAMED), "anonymous_person", unnamed),
        ]

    def _person(self, draw: random.Random, number: int) -> Figure:
        """Return a person, mostly in the role that is theirs."""
        name = self.people[number]
        roles, countries = LISTS["role"], LISTS["country"]
        usual = draw.random() < IN_ROLE
        role = roles[number % len(roles)] if usual else draw.choice(roles)
        known = {"role": role}
        if draw.random() < OF_COUNTRY:
            known["country"] = countries[number % len(countries)]
        words = f"the {role} of {self.places[number % PLACES]}"
        described = words if draw.random() < DESCRIBED else None
        return Figure(name, "named_person", name.split()[1], described, known if described else {})


@cache
def the_world(seed: int) -> World:
    """Return the places and people of a seed."""
    return World(seed)


class Writer:
    """Writes one article, sentence by sentence, and keeps what is said in it."""

    def __init__(self, name: str, world: World, draw: random.Random) -> None:
        self._name, self._world, self._draw = name, world, draw
        self._cast = world.cast(draw)
        self._text = ""
        self._said: list[Said] = []

    def article(self) -> tuple[Article, list[Quote]]:
        """Return the article and its quotes."""
        draw, world = self._draw, self._world
        title = self._filled("{Place} waits for its {noun} as {body} looks for a {adjective} way")
        self._text = f"{title}\n"
        for _ in range(draw.randint(*PARAGRAPHS)):
            self._text += "\n"
            self._story()
            if draw.random() < QUOTED:
                self._text += " "
                self._quote()
            self._text += "\n"
        article = Article(
            id=self._name,
            text=self._text,
            title=title,
            publisher=f"{world.places[zipf(draw, 40)]} {draw.choice(('Post', 'Herald'))}",
            published=str(FIRST_DAY + timedelta(days=draw.randrange(DAYS))),
            path=self._name,
        )
        speakers = {n: f.speaker() for n, f in enumerate(self._cast) if f.mentions}
        return article, [self._row(speakers, said) for said in self._said]

    def _row(self, speakers: dict[int, Speaker], said: Said) -> Quote:
        who, kind, cue_class, spans, sentence = said
        content, cue, source = (tuple(spans.get(role, ())) for role in "cus")
        return Quote(
            id=quote_id(self._name, content, cue, source),
            kind=kind,
            content=content,
            cue=cue,
            source=source,
            cue_class=cue_class,
            speaker=speakers[who],
            sentence=sentence,
            verbatim=None if kind == "indirect" else True,
            confidence=round(1 - self._draw.random() ** 2 / 2, 3),
        )

    def _story(self) -> None:
        self._text += self._filled(self._draw.choice(STORIES))

    def _quote(self) -> None:
        """Write a sentence in which somebody is quoted."""
        kind, cue_class, frame = self._draw.choice(FRAMES)
        who = min(zipf(self._draw, len(self._cast) + 1), len(self._cast) - 1)
        figure = self._cast[who]
        start = len(self._text)
        new = not figure.mentions
        called = figure.name if new else figure.short
        words = f"{called}, {figure.description}," if new and figure.description else called
        source = f"<s>{words}</s>"
        frame = frame.replace("{who}.", f"<s>{words.rstrip(',')}</s>.").replace("{who}", source)
        spans = self._marked(self._filled(frame.replace("{Who}", _capital(source, 3))))
        first = spans["s"][0].start
        form = "name" if new else "short name"
        figure.mentions.append(Mention(Span(first, first + len(called)), form))
        if new and figure.description:
            begin = self._text.index(figure.description, first)
            figure.described = Span(begin, begin + len(figure.description))
        self._said.append((who, kind, cue_class, spans, Span(start, len(self._text))))

    def _marked(self, marked: str) -> dict[str, list[Span]]:
        """Add words without their marks; return the spans of each role."""
        spans: dict[str, list[Span]] = {}
        at = 0
        for found in MARK.finditer(marked):
            self._text += marked[at : found.start()]
            start = len(self._text)
            self._text += found["words"]
            spans.setdefault(found["role"], []).append(Span(start, len(self._text)))
            at = found.end()
        self._text += marked[at:]
        return spans

    def _filled(self, template: str) -> str:
        """Return a template with its slots filled, and the slots of what fills them."""
        words = SLOT.sub(lambda slot: self._fill(slot[1]), template)
        return BEFORE_VOWEL.sub(r"\1n ", words).replace(",</s>,", "</s>,")

    def _fill(self, slot: str) -> str:
        draw, world = self._draw, self._world
        fillers: dict[str, Callable[[], str]] = {
            "clause": lambda: self._filled(draw.choice(CLAUSES)),
            "number": lambda: str(draw.randint(3, 999)),
            "place": lambda: world.place(draw),
            "body": lambda: world.body(draw),
        }
        name = slot.lower()
        words = fillers[name]() if name in fillers else _any(draw, name)
        return words if slot.islower() else _capital(words)


def zipf(draw: random.Random, number: int) -> int:
    """Return a number below another, n in proportion to 1 / (n + 1)."""
    return int(number ** draw.random()) - 1


def made(number: int, *, first: int = 0, seed: int = SEED) -> Iterator[tuple[Article, list[Quote]]]:
    """Yield the articles below a number with their quotes, from the first wanted on."""
    world = the_world(seed)
    for n in range(max(0, first), number):
        name = f"{n // 1000:04}/{n:07}.txt"
        yield Writer(name, world, random.Random(f"{seed} {n}")).article()


def write(number: int, folder: Path) -> None:
    """Write so many articles as text files, a thousand in a folder."""
    for article, _ in made(number):
        path = folder / article.id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article.text, encoding="utf-8")


def _capital(words: str, at: int = 0) -> str:
    return words[:at] + words[at].upper() + words[at + 1 :]


def _any(draw: random.Random, words: str) -> str:
    """Return any word of a list."""
    return draw.choice(LISTS[words])


def _name(draw: random.Random) -> str:
    """Return a name of two syllables."""
    ends = ("", *LISTS["coda"])
    syllables = (_any(draw, "onset") + _any(draw, "vowel") + draw.choice(ends) for _ in range(2))
    return "".join(syllables).capitalize()


def main() -> None:
    """Read the arguments and write the articles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", type=int)
    parser.add_argument("--folder", type=Path, help="write text files here, not JSON lines")
    args = parser.parse_args()
    if args.folder:
        write(args.number, args.folder)
        return
    for article, quotes in made(args.number):
        print(json.dumps(to_json(article, quotes), ensure_ascii=False))


if __name__ == "__main__":
    main()

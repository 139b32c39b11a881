"""Work out who a speaker is, field by field: title, body, country, role, seniority, number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.described.calling import (
    GATHERED,
    JOINING,
    PEOPLE,
    RELATIVES,
    Calling,
    apposition,
    calling,
    clause_start,
    is_post,
    joined,
    spelled,
    title_words,
)
from quotes.resolve.described.countries import Countries
from quotes.resolve.described.employers import Employers
from quotes.resolve.words.name_words import is_title
from quotes.resolve.words.nouns import singular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotes.resolve.figures import Facts, Figure, MentionForm
    from quotes.resolve.names.people import Person
    from quotes.resolve.words.reading import Reading, Word
    from quotes.types import Span, Speaker

LEADS = frozenset(
    ("chaired", "chairs", "directs", "headed", "heads", "leads", "led", "oversees", "runs")
)
AGELESS = frozenset(("citizen", "pupil", "student"))  # of whom "senior" tells no rank
PARTISANS = frozenset(("democrat", "republican"))
YEAR = re.compile(r"(?:19|20)\d\d")
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch ``first`` to ``last`` that says what somebody is.

    ``call`` is the role in it, None where it only tells whom somebody is of.
    """

    first: int
    last: int
    call: Calling | None


def with_particulars(facts: Facts, figure: Figure, speaker: Speaker) -> Speaker:
    """Return the speaker with what the article says of it, field by field."""
    reader = _Reader(facts)
    if figure.type == "organization":
        return replace(speaker, country=reader.country_of_body(figure))
    if figure.person is not None:
        return reader.named(speaker, figure.person, figure.forms)
    if figure.type in ("anonymous_person", "group", "unknown"):
        return reader.unnamed(speaker, figure)
    return speaker


class _Reader:
    """Reads the fields of one speaker from the words that the article has for them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._reading: Reading = facts.reading
        self._employers = Employers(facts.reading, facts.names)
        self._countries = Countries(facts.reading, facts.names)

    def country_of_body(self, figure: Figure) -> str | None:
        """Return the country of a body."""
        indices = self._reading.within(figure.first)
        return self._countries.of_body(indices.start, indices.stop)

    def named(self, speaker: Speaker, person: Person, forms: Mapping[Span, MentionForm]) -> Speaker:
        """Return a named person's speaker with its fields."""
        titles = [t for name in person.names if (t := title_words(self._reading, name))]
        said = [*self._said_of(person), *self._called(forms)]
        role = self._best_role(said, titles)
        return replace(
            speaker,
            title=self._text(titles[0]) if titles else None,
            role=role,
            organization=self._first_body(said) or self._body_around(person),
            country=next(
                (c for s in said if s.call and (c := self._countries.of_role(s.call))), None
            ),
            seniority=next((w for s in said if s.call and (w := self._seniority(s.call))), None),
        )

    def _best_role(self, said: list[Said], titles: list[range]) -> str | None:
        """Return the first role that does not only tell how somebody stands to another."""
        calls = [s.call for s in said if s.call and not is_many(self._reading, s.call)]
        found = [(call, role) for call in calls if (role := self._role(call, titles))]
        if not found:
            return self._title_as_role(titles[0]) if titles else None
        own = (r for c, r in found if self._noun(c) not in words("outsiders"))
        return next(own, found[0][1])

    def _noun(self, call: Calling) -> str:
        return singular(self._reading.words[call.head])

    def unnamed(self, speaker: Speaker, figure: Figure) -> Speaker:
        """Return the speaker of somebody unnamed, or of a group, with its fields."""
        indices = self._reading.within(figure.first)
        call = calling(self._reading, indices.start, indices.stop, figure.noun)
        if call is None:
            people = self._countries.of_people(indices.start, indices.stop)
            return replace(speaker, country=people)
        group = figure.type == "group"
        if self._is_name(call):
            return speaker
        if group and (self._is_mixed(call) or not is_many(self._reading, call)):
            return speaker
        body = self._employers.organization(call)
        return replace(
            speaker,
            role=self._role_words(call),
            organization=self._text(body) if body else None,
            country=self._countries.of_role(call),
            seniority=self._seniority(call),
            number=number_before(self._reading, call) if group else None,
        )

    def _said_of(self, person: Person) -> Iterator[Said]:
        """Yield what is said of a named person, in the order of the text."""
        found = [(d.first, d.last) for d in self._facts.descriptions[id(person)]]
        for name in person.names:
            if not self._reading.words[name.first].tag:
                found += apposition(self._reading, name)
        for first, last in sorted(set(found)):
            begin = clause_start(self._reading, first, last)
            clause = self._reading.words[first].low in RELATIVES
            fits = begin < last and not (clause and begin == first)
            call = calling(self._reading, begin, last) if fits else None
            yield Said(first, last, call)
            after = self._reading.words[call.last].low if call and call.last < last - 1 else ""
            if call is not None and after in JOINING:  # "a friend and adviser"
                second = calling(self._reading, call.last + 1, last)
                yield Said(call.last + 1, last, second)

    def _called(self, forms: Mapping[Span, MentionForm]) -> Iterator[Said]:
        """Yield what a named person is called away from the name: "the Israeli leader"."""
        for span in sorted(span for span, form in forms.items() if form == "description"):
            indices = self._reading.within(span)
            call = calling(self._reading, indices.start, indices.stop)
            yield Said(indices.start, indices.stop, call)

    def _first_body(self, said: list[Said]) -> str | None:
        """Return the first body to which somebody is said to belong."""
        for it in said:
            if it.call is not None:
                body = self._employers.organization(it.call)
            else:
                body = self._body_alone(it)
            if body is not None:
                return self._text(body)
        return None

    def _body_around(self, person: Person) -> str | None:
        """Return the body that a name is owned by, or said to be from."""
        bodies = (self._employers.around(name) for name in person.names)
        return next((self._text(body) for body in bodies if body is not None), None)

    def _body_alone(self, said: Said) -> range | None:
        """Return the body of "of the Harbor Coalition" or "who leads the Harbor Coalition"."""
        low = [w.low for w in self._reading.words[said.first : said.first + 2]]
        if low[0] == "of":
            return self._employers.linked(said.first, said.last)
        if low[0] != "who" or low[-1] not in words("office_verbs") | LEADS:
            return None
        if low[1] in LEADS:
            return self._employers.led(said.first + 2, said.last)
        return self._employers.linked(said.first + 2, said.last)

    def _role(self, call: Calling, titles: list[range]) -> str | None:
        """Return the role in the article's words, as it stands where it is part of a title."""
        if any(t.start < call.last and call.first < t.stop for t in titles):
            return self._text(range(call.first, call.last)) if self._is_role(call) else None
        return self._role_words(call)

    def _role_words(self, call: Calling) -> str | None:
        """Return the role without the capital that only begins a sentence."""
        if not self._is_role(call):
            return None
        text = self._text(range(call.first, call.last))
        proper = call.last - call.first > 1 and self._reading.words[call.last - 1].capital
        return text if proper else self._uncapitalized(call.first, text)

    def _is_role(self, call: Calling) -> bool:
        head = self._reading.words[call.head]
        short = is_title(head.text) and singular(head) not in table("roles")
        return not short or is_post(self._reading, call.first, call.last)

    def _title_as_role(self, title: range) -> str | None:
        """Return a title that is the name of an office, written out: "Mayor", not "Sen."."""
        last = self._reading.words[title.stop - 1]
        full = last.low in table("roles") or is_post(self._reading, title.start, title.stop)
        return self._text(title) if full else None

    def _seniority(self, call: Calling) -> str | None:
        """Return the word before a role that tells how high somebody stands."""
        head = singular(self._reading.words[call.head])
        if call.first <= call.start or head in AGELESS:
            return None
        text = spelled(self._reading, call.start, call.first)
        found = _seniorities().search(text)
        if found is None:
            return None
        return self._uncapitalized(call.start, found[0]) if found.start() == 0 else found[0]

    def _is_name(self, call: Calling) -> bool:
        """Tell whether a role is but the end of a name: "the Philippine Star"."""
        *before, head = self._reading.words[call.start : call.head + 1]
        plain = singular(head) in PARTISANS or is_title(head.text) or call.last - call.first > 1
        capitals = [w.capital for w in before if w.low not in words("determiners")]
        return head.capital and bool(capitals) and all(capitals) and not plain

    def _is_mixed(self, call: Calling) -> bool:
        """Tell whether others are joined to a group: "farmers, hikers and the army"."""
        before = range(call.start, call.first)
        names = any(i in self._facts.names for i in before)
        if names and any(self._reading.words[i].low in JOINING for i in before):
            return True
        after = [w.low for w in self._reading.words[call.last : call.stop]]
        if not after or after[0] not in JOINING | {","}:
            return False
        clause = len(after) > 1 and after[1] in RELATIVES
        return not clause and bool(JOINING.intersection(after))

    def _text(self, indices: range) -> str:
        return spelled(self._reading, indices.start, indices.stop)

    def _uncapitalized(self, first: int, text: str) -> str:
        """Return the text without the capital that its first word has only from its place."""
        word = self._reading.words[first]
        begins = first == self._reading.sentences[word.sentence].start
        begins = begins or not self._reading.words[first - 1].text[:1].isalnum()
        small = begins and not word.text.isupper() and singular(word) not in PARTISANS
        return text[0].lower() + text[1:] if small else text


def is_many(reading: Reading, call: Calling) -> bool:
    """Tell whether a role is in the plural."""
    word = reading.words[call.head]
    return word.low != singular(word) or word.low in PEOPLE


def number_before(reading: Reading, call: Calling) -> int | None:
    """Return how many a group is said to be, None where the number is not exact."""
    before = reading.words[call.start : call.first]
    counting = reading.words[call.counted : call.start]
    if counting and counting[-1].low == "of" and counting[-2].low not in GATHERED:
        before = counting[-2:-1]  # "two of the three clerks"; not "33 percent of them"
    exact = not any(w.low in words("amounts") | JOINING for w in (*counting, *before))
    found = [_number(reading, w) for w in before if w.tag == "NUM" or _number(reading, w)]
    return found[0] if exact and len(found) == 1 else None


def _number(reading: Reading, word: Word) -> int | None:
    """Return the number that a word is, None for a year or part of "two-time"."""
    if joined(reading, word.index) or YEAR.fullmatch(word.text):
        return None
    if word.low in table("numbers"):
        return int(table("numbers")[word.low])
    digits = DIGITS.fullmatch(word.text)
    return int(word.text.replace(",", "")) if digits and word.text not in ("0", "1") else None


@cache
def _seniorities() -> re.Pattern[str]:
    longest_first = sorted(words("seniority"), key=len, reverse=True)
    choices = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)

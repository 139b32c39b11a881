"""Find the people and groups that an article introduces without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.words.mentions import read_words
from quotes.resolve.words.phrases import Source, telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading, Word

REACH = 9  # words from "a" to the role
INTRODUCES = frozenset(("a", "an", "one", "another"))
ORDINALS = frozenset(("second", "third", "fourth", "fifth", "another", "other"))
TRAILING = frozenset(("ADP", "CCONJ", "DET", "PART", "SCONJ", "VERB", "PRON"))
BREAKS = frozenset(
    ("of", "in", "to", "that", "who", "and", "or", "for", "with", "by", "at", "on", "was")
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody unnamed where the text brings them in: "a senior Israeli official"."""

    first: int
    last: int
    head: int
    noun: str
    words: frozenset[str]
    plural: bool
    ordinal: bool = False


def introductions(reading: Reading, names: Mapping[int, Name]) -> list[Introduction]:
    """Return the unnamed people and groups that the text introduces, sorted by place."""
    found = []
    for word in reading.words:
        if word.low in INTRODUCES:
            made = _person(reading, names, word)
            if made is not None:
                found.append(made)
    return found


def _person(reading: Reading, names: Mapping[int, Name], word: Word) -> Introduction | None:
    """Return who is introduced by the article before the role."""
    stop = min(word.index + REACH, reading.sentences[word.sentence].stop)
    head = -1
    for index in range(word.index + 1, stop):
        other = reading.words[index]
        if other.low in BREAKS or other.text in (",", ";", ":", "(", "—", "“", "”", '"'):
            break
        if other.low in table("roles"):
            head = index
        elif head >= 0:
            break
    if head < 0 or head + 1 in names or head in names:
        return None
    return introduced(reading, read_words(reading, names, range(word.index, head + 1)))


def introduced(reading: Reading, source: Source | None) -> Introduction | None:
    """Return the introduction that a source makes."""
    if source is None:
        return None
    low = [reading.words[i].low for i in range(source.first, source.last)]
    return Introduction(
        source.first, source.last, source.head, source.noun, telling(low), source.plural,
        ordinal=bool(ORDINALS.intersection(low)),
    )  # fmt: skip


TIMES = frozenset(
    ("last", "this", "next", "earlier", "later", "yesterday", "today", "recently", "late")
)
DAYS = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "day", "same")
)


def _tells_time(reading: Reading, index: int) -> bool:
    """Tell whether a word begins to tell when: "last week", "on Monday", "the same day"."""
    low = reading.words[index].low
    after = reading.words[index + 1].low if index + 1 < len(reading.words) else ""
    owns = after.startswith(("'", "’"))  # "Thursday's summit"
    return not owns and (low in TIMES or low in DAYS or (low in ("on", "the") and after in DAYS))


def _verb(word: Word, so_far: int) -> bool:
    """Tell whether the sentence's verb comes here."""
    finite = so_far > 0 and not word.low.endswith("ing")
    return word.tag == "AUX" or (word.tag == "VERB" and (finite or word.low.endswith("s")))


ANONYMOUS = frozenset(("speaking", "granted", "citing", "asking", "requesting", "insisting"))
NAMING = frozenset(("called", "dubbed", "entitled", "named", "titled"))  # before a name in marks
CLAUSES = frozenset(("who", "which", "that", "whose", "whom"))
UNTOLD = frozenset(("spoke", "speaks", "asked", "requested", "declined", "insisted", "refused"))
STOPS = frozenset((";", ":", "—", "–", "--", "(", "“", "”", '"', "''", "``"))


def full_end(reading: Reading, source: Source) -> int:
    """Return where the words of a source end that tell who speaks, clauses included."""
    clause, last = False, source.last
    for index in source.rest:
        word = reading.words[index]
        if word.text in STOPS or _tells_why(reading, index) or index != last:
            break
        if word.text == "-" and reading.text[word.start - 1].isspace():
            break
        timed = source.form != "document" and _tells_time(reading, index)
        if not clause and (word.tag == "AUX" or timed):
            break
        clause = clause or word.low in CLAUSES or word.tag in ("VERB", "PRON")
        last = index + 1
    while last > source.last and _trails(reading, last - 1):
        last -= 1
    return last


def _trails(reading: Reading, index: int) -> bool:
    """Tell whether a word cannot be the last of a description, an age among them."""
    word = reading.words[index]
    age = word.text.isdigit() and reading.words[index - 1].text == ","
    ends = _ends_well(word)
    opens = word.tag in ("ADP", "CCONJ", "SCONJ") or word.low in ("the", "a", "an")
    return age or opens or not ends or word.low in CLAUSES or word.low in NAMING


def _ends_well(word: Word) -> bool:
    """Tell whether a word is no mark or ending: "U.S." is neither."""
    return (word.text[-1].isalnum() or word.text[0].isalpha()) and not word.possessive


def _tells_why(reading: Reading, index: int) -> bool:
    """Tell whether the words begin here that say why somebody is not named."""
    low = [word.low for word in reading.words[index : index + 3]]
    if low[0] in CLAUSES:
        return len(low) > 1 and (low[1] in UNTOLD or low[2:] in (["granted"], ["not"], ["given"]))
    after_comma = reading.words[index - 1].text == ","
    if low[0] in ("like", "given"):
        return after_comma
    return low[0] in ANONYMOUS or low[:2] == ["on", "condition"]


def _may_go_on(word: Word) -> bool:
    """Tell whether a word may begin what goes with a noun, as the sentence's verb does not."""
    finite = word.tag == "VERB" and word.relation and not word.relation.startswith("acl")
    return word.tag in ("ADP", "ADJ", "VERB", "PART") and not finite


def extended(reading: Reading, source: Source) -> int:
    """Return where the words end that go with an unnamed source: "familiar with the matter"."""
    last = source.last
    for index in source.rest:
        word = reading.words[index]
        if word.text in (",", ";", ":", "—", "–", "(", "“", "”", '"') or word.low in (
            "who",
            "speaking",
        ):
            break
        made = any(reading.words[i].tag == "VERB" for i in range(source.rest.start, index))
        if (_tells_time(reading, index) and not made) or _verb(word, index - source.rest.start):
            break
        if word.text == "-" and reading.text[word.start - 1].isspace():
            break
        if index == source.rest.start and not _may_go_on(word):
            break
        if word.index != last:
            break
        last = index + 1
    while last > source.last and (
        reading.words[last - 1].tag in TRAILING or not _ends_well(reading.words[last - 1])
    ):
        last -= 1
    return last

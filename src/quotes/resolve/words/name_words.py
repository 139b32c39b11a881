"""Read names from the words that they are made of, with their titles and parts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from nameparser import HumanName

from quotes.data import table, words
from quotes.resolve.words.entities import CHIEFS, PERSON_TYPES
from quotes.resolve.words.parts import HYPHENS
from quotes.resolve.words.reading import INITIAL, PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.resolve.words.reading import Entity, Reading, Word

SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
LONGEST = 6  # words of a name
MINISTRIES = frozenset(("commissioner", "department", "minister", "ministry", "secretary"))
LINKS = ("of", "for")  # between a title and what it is for
KNOWN = 10_000  # names whose parts are remembered
INITIALS = re.compile(r"(?!U\.)(?:[A-Z]\.-?){1,3}")  # "J.M. Lee", not "the U.S."
HEADS = CHIEFS | {"chairman", "chairwoman", "director", "head", "leader", "mayor", "president"}
BARE_INITIAL = re.compile(r"[B-HJ-Z]")  # "V Muralidhar"; "A" and "I" are words
STRAIGHT = str.maketrans("“”", '""')  # the marks around a nickname


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: words ``first`` to ``last``, the latter exclusive.

    ``owns`` tells that a possessive follows ("Biden’s team"), ``modifies``
    that the name stands before the noun that is meant ("the Trump campaign").
    """

    first: int
    last: int
    parts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    owns: bool = False
    modifies: bool = False

    @property
    def begin(self) -> int:
        """Return the number of the first word, titles included."""
        return self.first - len(self.titles)


@dataclass(frozen=True, slots=True)
class Parts:
    """First, middle and last name, folded; ``last`` alone for a short name."""

    first: str
    middle: str
    last: str


@lru_cache(maxsize=KNOWN)
def parts_of(name: str) -> Parts:
    """Return the parts of a name of two words or more."""
    parsed = HumanName(name.translate(STRAIGHT))
    if not parsed.last or not parsed.first:
        first, _, rest = name.partition(" ")
        return Parts(folded(first), "", folded(rest.split(" ")[-1]))
    middle = parsed.middle or parsed.nickname
    return Parts(folded(parsed.first), folded(middle), folded(parsed.last))


def folded(text: str) -> str:
    """Return a name in lower case, without accents: "Fernández" is Fernandez, too."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return letters if letters.isascii() else "".join(filter(_no_accent, letters))


def _no_accent(letter: str) -> bool:
    return not unicodedata.combining(letter)


def is_title(text: str) -> bool:
    """Tell whether the word is a title, in capitals too: "MR."."""
    return text in table("titles") or (text.isupper() and text.capitalize() in table("titles"))


def names_in(reading: Reading, entity: Entity) -> Iterator[Name]:
    """Yield the names that an entity holds, without its titles and other words."""
    run: list[int] = []
    for index in range(entity.first, entity.last):
        word = reading.words[index]
        if is_title(word.text) and index + 1 < entity.last:
            run = []
            continue
        if part_of_name(reading, word, run):
            run.append(index)
            continue
        if run:
            yield from name_of_run(reading, run)
        run = []
    if run:
        yield from name_of_run(reading, run)


def part_of_name(reading: Reading, word: Word, run: list[int]) -> bool:
    """Tell whether a name may go on with the word after those of the run."""
    if word.capital:
        verb = word.tag in ("VERB", "AUX", "PRON") and len(run) > 1  # a headline's
        return not verb and not word.possessive and not word.text.endswith((":", ","))
    inside = word.low in words("particles") or word.text[:2].lower() in ("al", "el")
    hyphen = word.text in HYPHENS and not reading.text[word.start - 1].isspace()
    return bool(run) and (inside or hyphen or _hyphened(reading, word))


def _hyphened(reading: Reading, word: Word) -> bool:
    """Tell whether a word goes on with a name after a hyphen: the "wai" of "Cheung Ka-wai"."""
    before, entity = reading.words[word.index - 1], reading.entity_at.get(word.index)
    person = entity is not None and entity.type in PERSON_TYPES and entity.first < word.index
    glued = before.end == word.start and before.text.endswith(HYPHENS)
    return person and glued and word.text.isalpha()


def name_of_run(reading: Reading, run: list[int], *, surname: bool = False) -> Iterator[Name]:
    """Yield the name made of the words, trimmed and widened to what belongs to it.

    ``surname`` tells that a single word is known to be one, whatever else it may mean.
    """
    own = reading.words
    first, last = run[0], run[-1] + 1
    while last > first and (
        own[last - 1].low in words("particles") or own[last - 1].text in HYPHENS
    ):
        last -= 1
    first = _with_first_name(reading, first)
    last = _past_initial(reading, last) if last - first == 1 else last
    while last < len(own) and own[last].low in SUFFIXES and reading.same_line(last - 1, last):
        last += 1
    if last <= first or last - first > LONGEST:
        return
    if last - first > PAIR and (_is_role(*own[first : first + 2]) or _ends_office(reading, first)):
        first += 1  # "Actress Ann Lee", "Secretary of State Ann Lee"
    texts = reading.span(first, last).of(reading.text).split()
    alone = len(texts) == 1 and not surname
    if alone and (_ends_list(reading, first) or not _can_stand_alone(texts[0])):
        return
    titles = _titles_before(reading, first)
    after = own[last] if last < len(own) else None
    if after is not None and after.low in ("n't", "n’t"):
        return
    owns = after is not None and after.possessive
    yield Name(
        first, last, tuple(texts), titles, owns, not owns and _modifies(after, own[last - 1])
    )


def _is_role(word: Word, after: Word) -> bool:
    """Tell whether a word is a role before a name, be it a first name, too: "Marine John Lee"."""
    named = word.text in table("first_names") and not is_first_name(after.text)
    return word.low in table("roles") and not named


def _ends_office(reading: Reading, index: int) -> bool:
    """Tell whether a word goes with an office before it: the "State" of "Secretary of State".

    So do the "Tourism" of "Secretary for Sports, Culture and Tourism Kevin Lee" and the
    "Republic" of "President of the Republic Ann Lee".
    """
    own, at = reading.words, _list_start(reading, index)
    if at > 0 and is_title(own[at - 1].text):
        return is_first_name(own[index + 1].text) if at < index - 1 else own[at].low == "of"
    if at > 0 and own[at - 1].low in HEADS:
        return not is_first_name(own[index].text)
    return index > 1 and own[index - 1].low == "the" and _is_of_office(reading, index)


def _is_of_office(reading: Reading, index: int) -> bool:
    """Tell whether a word before a name is what an office is of: "head of the Republic Ann Lee"."""
    own, at = reading.words, _list_start(reading, index - 1)
    office = own[at - 1] if at > 0 else None
    held = office is not None and (office.low in table("roles") or is_title(office.text))
    return held and is_first_name(own[index + 1].text) and not is_first_name(own[index].text)


def _list_start(reading: Reading, index: int) -> int:
    """Return the "of" or "for" before a word, or before the list that it ends; -1 for none."""
    own, at = reading.words, index - 1
    while at > 0 and own[at].low in (",", "and", "&") and own[at - 1].capital:
        at -= 2
    return at if at > 0 and own[at].low in LINKS else -1


def _ends_list(reading: Reading, index: int) -> bool:
    """Tell whether a word ends what an office is for: "minister of Mining and Energy"."""
    at = _list_start(reading, index)
    return 0 < at < index - 1 and reading.words[at - 1].low in MINISTRIES


def _can_stand_alone(text: str) -> bool:
    """Tell whether a single word can be somebody's name."""
    places = words("states")
    return (
        text.lower() not in common()
        and all(len(part) > 1 for part in text.split("-"))
        and text.replace("-", "").replace("’", "").replace("'", "").isalpha()
        and not text.startswith(("I’", "I'"))
        and text not in places
        and f"{text}." not in places
    )


def _with_first_name(reading: Reading, first: int) -> int:
    """Widen a name to the left by a first name or an initial that was missed."""
    before = reading.words[first - 1] if first else None
    if before is None or not reading.same_line(first - 1, first):
        return first
    same = before.sentence == reading.words[first].sentence
    if same and BARE_INITIAL.fullmatch(before.text):
        more = first > 1 and BARE_INITIAL.fullmatch(reading.words[first - 2].text)
        return first - 2 if more and reading.same_line(first - 2, first) else first - 1
    if same and INITIALS.fullmatch(before.text) and before.text not in words("states"):
        two = first > 1 and is_first_name(reading.words[first - 2].text)
        return first - 2 if two and reading.same_line(first - 2, first) else first - 1
    return first - 1 if is_first_name(before.text) else first


def is_first_name(text: str) -> bool:
    """Tell whether a word is a first name, in full or short."""
    return text in table("first_names") or text in _short_first_names()


@cache
def _short_first_names() -> frozenset[str]:
    return frozenset(line.split()[0] for line in words("nicknames"))


def _past_initial(reading: Reading, last: int) -> int:
    """Widen a first name to the right by an initial and the surname after it."""
    initial, surname = [*reading.words[last : last + 2], None, None][:2]
    if initial is None or surname is None or not INITIAL.fullmatch(initial.text):
        return last
    one = reading.words[last - 1].sentence == surname.sentence
    return last + 2 if one and surname.capital and surname.tag in ("PROPN", "") else last


def _titles_before(reading: Reading, first: int) -> tuple[str, ...]:
    begin = first
    while begin and is_title(reading.words[begin - 1].text) and reading.same_line(begin - 1, begin):
        begin -= 1
    return tuple(reading.words[i].text for i in range(begin, first))


def _modifies(after: Word | None, last: Word) -> bool:
    """Tell whether the noun after a name is what is meant: "the Trump campaign"."""
    if after is None or after.sentence != last.sentence:
        return False
    singular = after.low.removesuffix("s")
    return any(
        n in words(kind) for kind in ("bodies", "groups") for n in (after.low, singular)
    ) or (not after.capital and (after.low in table("roles") or singular in table("roles")))


def is_common(word: Word) -> bool:
    """Tell whether the word names nobody though it may be capitalised."""
    return word.low in common() or is_title(word.text)


@cache
def common() -> frozenset[str]:
    """Return words that are capitalised in headlines and titles but name nobody."""
    nouns = words("bodies") | words("documents") | words("groups") | frozenset(table("roles"))
    return nouns | words("no_names")

"""Find whom a pronoun means, or say that it is not clear."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.data import words as word_list
from quotes.resolve.words.parts import DASHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.phrases import Source
    from quotes.resolve.words.reading import Word
    from quotes.types import Span

REACH = 8  # sentences back
PARAGRAPHS = 3  # paragraphs back
MARGIN = 0.8  # by how much the best must beat the next
BESIDE = frozenset(("appos", "flat", "compound", "nmod:desc"))
SUBJECT = 2.0
EMBEDDED = 1.0  # the subject of a clause within the sentence
WEAK = -1.5  # a possessor or a modifier: "Trump’s rival", "the Trump campaign"
HERE = 1.0  # earlier in the same sentence
FAR, NEXT_PARAGRAPH = -1.0, -0.6
SPOKE, SPOKE_HERE = 0.8, 0.4
JUST_BEFORE = 0.5  # the subject of the sentence before
BROUGHT_IN = 2.0  # the only one of this sentence or the one before, and named for the first time
GOES_ON = 1.0  # whoever spoke last, before "he added"
TOLD_GENDER, UNKNOWN_GENDER = 0.7, -0.3
CLOSE, BESIDE_TOLD = -1.0, -1.8  # of unknown gender where somebody close is known to fit
REPORTED = -1.5  # within what somebody else says
AGAIN, MOST_AGAIN = 0.25, 0.75  # named more than once
ASKED = -3.0  # within the question that the pronoun answers
OWN = 2.0  # the subject of a passive that "his" belongs to


NOMINATIVES = {"he": "m", "she": "f"}
OWNERS = {"his": "m", "himself": "m", "her": "f", "herself": "f"}
ON = (("went", "on"), ("goes", "on"))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a pronoun stands, and which words are within quotation marks or reported.

    ``speaks`` tells that the cue is one of saying; ``says`` is what follows of the content.
    """

    index: int
    quoted: Callable[[int], bool]
    reported: Callable[[int], bool]
    quoted_by: Figure | None = None
    speaks: bool = False
    says: Sequence[Span] = ()


def antecedent(scene: Scene, setting: Setting, gender: str) -> Figure | None:
    """Return the person that "he" or "she" means, None where it is not clear."""
    scores: dict[int, float] = {}
    figures: dict[int, Figure] = {}
    places: dict[int, set[int]] = defaultdict(set)
    latest: dict[int, int] = {}
    for figure, score, index in candidates(scene, setting):
        told = told_gender(scene, figure)
        other = figure is setting.quoted_by or _is_spoken_of(scene, figure, setting)
        if not _may_be(figure, told, gender) or other:
            continue
        key = id(figure)
        figures[key] = figure
        latest[key] = max(index, latest.get(key, index))
        places[key].add(index)
        full = score + (TOLD_GENDER if told else UNKNOWN_GENDER)
        scores[key] = max(full, scores.get(key, full))
    for key, at in places.items():
        scores[key] += min(MOST_AGAIN, AGAIN * (len(at) - 1))
    close = [k for k, f in figures.items() if told_gender(scene, f) and scores[k] >= CLOSE]
    last = last_speaker(scene, setting.index)
    for key, figure in figures.items():
        doubtful = not told_gender(scene, figure) and figure is not last
        if doubtful and any(not _later(scene, latest[key], latest[other]) for other in close):
            scores[key] += BESIDE_TOLD
        elif doubtful and any(_same_sentence(scene, latest[key], latest[k]) for k in close):
            scores[key] += TOLD_GENDER - UNKNOWN_GENDER
    ranked = sorted(scores, key=lambda key: -scores[key])
    if not ranked:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < MARGIN:
        return None
    return figures[ranked[0]]


def _is_spoken_of(scene: Scene, figure: Figure, setting: Setting) -> bool:
    """Tell whether what is said names somebody: "she" is not Lee in "she says Lee left"."""
    if figure.person is None or scene.reading.words[setting.index].low not in NOMINATIVES:
        return False
    starts = [scene.reading.words[name.first].start for name in figure.person.names]
    return any(span.start <= start < span.end for span in setting.says for start in starts)


def _later(scene: Scene, index: int, other: int) -> bool:
    """Tell whether a word stands in a later clause or paragraph than another."""
    words, paragraphs = scene.reading.words, scene.reading.paragraphs
    if paragraphs[words[index].sentence] > paragraphs[words[other].sentence]:
        return True
    return index > other and any(words[i].tag == "VERB" for i in range(other, index))


def _same_sentence(scene: Scene, index: int, other: int) -> bool:
    return scene.reading.words[index].sentence == scene.reading.words[other].sentence


def told_after(scene: Scene, source: Source) -> str:
    """Return the gender that the sentence tells next: "the candidate praised her mother"."""
    words = scene.reading.words
    for index in range(source.last, scene.reading.sentences[words[source.head].sentence].stop):
        if index in scene.names:
            break
        if words[index].low in OWNERS:
            return OWNERS[words[index].low]
    return ""


def told_gender(scene: Scene, figure: Figure) -> str:
    """Return the gender that the text tells, also by the pronouns used so far."""
    if figure.gender or figure.person is None:
        return figure.gender
    used = [gender for gender, count in scene.pronouns[id(figure.person)].items() if count]
    return used[0] if len(used) == 1 else ""


def _may_be(figure: Figure, told: str, gender: str) -> bool:
    if figure.type not in ("named_person", "anonymous_person", "unknown") or figure.noun == "i":
        return False
    return told in ("", gender)


def candidates(scene: Scene, setting: Setting) -> Iterator[tuple[Figure, float, int]]:
    """Yield who was named before the pronoun, with a score a place."""
    words, paragraphs = scene.reading.words, scene.reading.paragraphs
    here = words[setting.index].sentence
    inside = setting.quoted(setting.index)
    last = last_speaker(scene, setting.index)
    again = GOES_ON if goes_on(words, setting.index) else 0.0
    passed = overtaken(scene, setting)
    own = _own_subject(scene, setting.index)
    asked = _question_before(scene, setting.index)
    between, crossed, paragraph = -1, 0, paragraphs[here]
    for sentence in range(here, -1, -1):
        if inside or not _is_quoted(scene, setting, sentence):
            between += 1
            crossed += paragraphs[sentence] != paragraph
            paragraph = paragraphs[sentence]
        if crossed > PARAGRAPHS or between >= REACH:
            break
        for index, figure in scene.seen_in(sentence):
            if index >= setting.index or (setting.quoted(index) and not inside):
                continue
            stands = standing(scene, index)
            just_before = crossed == 0 and between == 1 and stands == SUBJECT
            heard = figure is last and figure.gender
            if sentence != here and figure.alias and not (heard or just_before):
                continue
            near = HERE if sentence == here else 0.0
            score = near + FAR * between + NEXT_PARAGRAPH * crossed + stands
            if crossed == 0 and between <= 1:
                score += JUST_BEFORE if sentence < here and stands == SUBJECT else 0.0
                score += BROUGHT_IN if _brought_in(scene, setting, index) else 0.0
            if figure is last:
                score += again
                score += 0.0 if passed else SPOKE + (SPOKE_HERE if crossed == 0 else 0.0)
            if setting.reported(index) and not setting.reported(setting.index):
                score += REPORTED
            score += ASKED if index > asked else 0.0
            score += OWN if 0 <= own - index <= _name_length(scene, index) else 0.0
            yield figure, score, index
    yield from _announced(scene, setting)


def _is_quoted(scene: Scene, setting: Setting, sentence: int) -> bool:
    """Tell whether a sentence other than the pronoun's stands in quotation marks as a whole."""
    span = scene.reading.sentences[sentence]
    own = setting.index in span
    return not own and bool(span) and setting.quoted(span[0]) and setting.quoted(span[-1])


def _own_subject(scene: Scene, index: int) -> int:
    """Return the subject of a possessor's passive clause, or -1: "Lee was asked about his vow"."""
    words = scene.reading.words
    verb = words[index].head if words[index].relation == "nmod:poss" else -1
    while verb >= 0:
        for word in words[scene.reading.sentences[words[index].sentence].start : index]:
            if word.head == verb and is_subject(word):
                return word.index if word.relation == "nsubj:pass" else -1
        verb = words[verb].head
    return -1


def _question_before(scene: Scene, index: int) -> int:
    """Return where what a pronoun was asked begins, or its place: "Asked if Lee would go, he"."""
    words = scene.reading.words
    begin = scene.reading.sentences[words[index].sentence].start
    asked = words[index - 1].text == "," and words[begin].low == "asked"
    return begin if asked else index


def _brought_in(scene: Scene, setting: Setting, index: int) -> bool:
    """Tell whether a sentence names only the one at a word, in full for the first time."""
    person = scene.facts.person_at.get(index)
    name = person.names[0] if person else None
    if person is None or name is None or name.first != index or len(name.parts) == 1:
        return False
    seen = scene.seen_in(scene.reading.words[index].sentence)
    return all(f.person is person for i, f in seen if i < setting.index)


def overtaken(scene: Scene, setting: Setting) -> bool:
    """Tell whether somebody else has been the subject since the last speaker was."""
    place, speaker = scene.last_spoken(setting.index) or (setting.index, None)
    if speaker is None:
        return False
    here = scene.reading.words[setting.index].sentence
    first = max(scene.reading.words[place].sentence, here - REACH)
    return any(
        place < index < setting.index
        and figure is not speaker
        and not (setting.quoted(index) or setting.reported(index))
        and standing(scene, index) == SUBJECT
        for sentence in range(first, here + 1)
        for index, figure in scene.seen_in(sentence)
    )


def goes_on(words: list[Word], index: int) -> bool:
    """Tell whether whoever speaks has spoken before: "he added", "continued she"."""
    near = [words[i].low for i in (index - 1, index + 1) if 0 <= i < len(words)]
    after = tuple(word.low for word in words[index + 1 : index + 3])
    return any(low in ("added", "adds", "continued", "continues") for low in near) or after in ON


def standing(scene: Scene, index: int) -> float:
    """Return how prominent the mention at a word is in its sentence."""
    if scene.reading.words[index].low in NOMINATIVES:
        return SUBJECT
    name = scene.names.get(index)
    if name is not None and (name.owns or name.modifies):
        return WEAK
    span = range(name.begin if name else index, name.last if name else index + 1)
    subjects = [w for w in (scene.reading.words[i] for i in span) if _of_subject(scene, w)]
    if subjects:
        return EMBEDDED if all(_embedded(scene, w) for w in subjects) else SUBJECT
    sentence = scene.reading.sentences[scene.reading.words[index].sentence]
    parsed = any(scene.reading.words[i].head >= 0 for i in sentence)
    first = min((i for i, _ in scene.seen_in(scene.reading.words[index].sentence)), default=index)
    return SUBJECT / 2 if not parsed and index == first else 0.0


def _of_subject(scene: Scene, word: Word) -> bool:
    """Tell whether the word is a subject, or stands by one: "The member for Hexley, Lee, was"."""
    if is_subject(word) or word.relation not in BESIDE or word.head < 0:
        return is_subject(word)
    noun = scene.reading.words[word.head]
    of = scene.reading.words[noun.head] if noun.relation == "nmod" and noun.head >= 0 else noun
    return is_subject(noun) or is_subject(of)


def _embedded(scene: Scene, word: Word) -> bool:
    """Tell whether the subject stands in a relative clause or an aside between dashes."""
    words = scene.reading.words
    beside = words[word.head] if word.relation in BESIDE else word
    relative = beside.head >= 0 and words[beside.head].relation.startswith("acl")
    begin = scene.reading.sentences[word.sentence].start
    dashes = sum(words[i].text in DASHES for i in range(begin, word.index))
    return relative or dashes % 2 == 1


def is_subject(word: Word) -> bool:
    """Tell whether the word is the subject of its clause."""
    return word.relation.startswith("nsubj")


def last_speaker(scene: Scene, index: int) -> Figure | None:
    """Return who spoke last before a word."""
    last = scene.last_spoken(index)
    return last[1] if last else None


def _announced(scene: Scene, setting: Setting) -> Iterator[tuple[Figure, float, int]]:
    """Yield who is named right after: "As he left, Mr. Biden said …"."""
    words = scene.reading.words
    sentence = scene.reading.sentences[words[setting.index].sentence]
    if words[sentence.start].low not in word_list("subordinators"):
        return
    comma = next((i for i in range(setting.index, sentence.stop) if words[i].text == ","), None)
    if comma is None:
        return
    for index, figure in scene.seen_in(words[setting.index].sentence):
        if comma < index < comma + 4 and is_subject(words[index + _name_length(scene, index)]):
            yield figure, SUBJECT + 1.0, index


def _name_length(scene: Scene, index: int) -> int:
    """Return how far the word that is the subject may stand from a name's first."""
    name = scene.names.get(index)
    span = range(index, name.last) if name else range(index, index + 1)
    return next((i - index for i in span if is_subject(scene.reading.words[i])), 0)

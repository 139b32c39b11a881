"""The shapes that travel between the stages: frozen dataclasses and nothing else.

Offsets count code points of ``Article.text``; ends are exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "mixed", "indirect", "scare"]
CueClass = Literal["speech", "writing", "thought", "other"]
Stance = Literal["plain", "claiming", "denying", "promising", "asking"]
SectionRole = Literal["title", "boilerplate"]
SpeakerType = Literal[
    "named_person", "anonymous_person", "group", "organization", "document", "unknown"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, ``start`` to ``end`` exclusive."""

    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the readable text and the stretch of the original that it stands for.

    Where both are equally long they correspond character by character; otherwise
    the readable stretch as a whole stands for the original stretch as a whole
    (one curly mark for ``& ldquo ;``).
    """

    text: Span
    original: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text that is not the article's body and yields no quotes."""

    span: Span
    role: SectionRole


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read: its text never changes from here on.

    ``original`` is the decoded file where ``text`` differs from it, with
    ``segments`` (sorted, covering all of ``text``) leading from one to the
    other; None where both are the same. ``raw`` is a digest of the bytes that it
    was read from.
    """

    id: str
    text: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    path: str | None = None
    original: str | None = None
    segments: tuple[Segment, ...] = ()
    sections: tuple[Section, ...] = ()
    raw: str | None = field(default=None, compare=False)

    @property
    def source_text(self) -> str:
        """Return the decoded file as it is on disk."""
        return self.text if self.original is None else self.original

    def to_original(self, span: Span) -> Span:
        """Return the stretch of the original that a stretch of the text came from."""
        if self.original is None:
            return span
        first = self._segment_at(span.start)
        last = self._segment_at(max(span.start, span.end - 1))
        start, end = first.original.start, last.original.end
        if len(first.text) == len(first.original):
            start += span.start - first.text.start
        if len(last.text) == len(last.original):
            end -= last.text.end - span.end
        return Span(start, max(start, end))

    def _segment_at(self, offset: int) -> Segment:
        index = bisect_right(self.segments, offset, key=lambda s: s.text.start) - 1
        return self.segments[max(0, index)]


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, or only in part, and the way out, in one line."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source, cue and content, as found in the text.

    ``relayer`` is who is said to quote the source: "Xinhua" of "Xinhua quoted Lee as saying".
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: Kind = "indirect"
    cue_class: CueClass = "other"
    confidence: float = 1.0
    relayer: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One form of a speaker's name or description, where it stands in the text."""

    span: Span
    form: Literal["name", "short name", "description", "pronoun"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source of this article resolves to.

    ``name`` is the fullest name that the article gives, without title; for
    somebody unnamed, the fullest words that introduce them.

    The fields from ``title`` on are what the article says of them, in its own words but
    for ``country``; None where it says nothing plain. ``title`` is a title before the
    name that is more than Mr. ("Sen.", "Prime Minister"). ``organization`` is the named
    body that they are, or were, of ("White House"), ``country`` the usual English name of
    the country that they are said to be of. ``role`` is the noun for what they are, or
    were: a post, a trade or a relation ("official", "teacher", "people"); ``seniority``
    the word before it for their rank ("senior", "top"). ``number`` is how many a group is,
    only where the article gives an exact number.
    """

    name: str
    type: SpeakerType
    first: Span
    description: Span | None = None
    mentions: tuple[Mention, ...] = ()
    title: str | None = None
    organization: str | None = None
    country: str | None = None
    role: str | None = None
    seniority: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cue puts what is said.

    ``negated`` where it was not said ("refused to rule out"), ``hedged`` where
    the writer doubts that it was ("seemed to be charging"). ``verbatim`` is for
    words in quotation marks, None where there are none: False where they are
    given as typical or made up ("would say", "along the lines of").
    """

    stance: Stance = "plain"
    negated: bool = False
    hedged: bool = False
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """To whom, when and where something was said, in the words of the article."""

    addressee: Span | None = None
    when: Span | None = None
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution with its speaker and its sentence: one row of ``quotes``.

    For ``stance``, ``negated``, ``hedged`` and ``verbatim`` see ``Manner``.
    """

    id: str
    kind: Kind
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    cue_class: CueClass = "other"
    speaker: Speaker | None = None
    sentence: Span = field(default=Span(0, 0))
    relayed_by: str | None = None
    addressee: Span | None = None
    when: Span | None = None
    where: Span | None = None
    stance: Stance = "plain"
    negated: bool = False
    hedged: bool = False
    verbatim: bool | None = None
    anonymity_reason: Span | None = None
    confidence: float = 1.0

    @property
    def stretch(self) -> Span:
        """Return the stretch from the first piece of content to the last."""
        return Span(self.content[0].start, self.content[-1].end)

    @property
    def speaker_type(self) -> SpeakerType:
        """Return the speaker's type, "unknown" where there is no speaker."""
        return self.speaker.type if self.speaker else "unknown"

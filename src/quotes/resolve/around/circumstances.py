"""Find to whom, when and where something was said: what stands around its cue."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from quotes.find.cues import listed
from quotes.resolve.around.adverbials import Phrase, Phrases
from quotes.resolve.words.chunks import is_mark
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Circumstances, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.resolve.words.reading import Reading
    from quotes.types import Attribution

BREAKS = frozenset((";", ":", "—", "(", ")"))
BEING = frozenset(("am", "are", "be", "been", "being", "is", "was", "were", "'re", "’re"))


def circumstances(reading: Reading, attributions: Sequence[Attribution]) -> list[Circumstances]:
    """Return the circumstances of each attribution; its cue's sentence needs tags and a tree."""
    return [_Frame(reading, attribution).circumstances() for attribution in attributions]


def sentences_of_cues(document: Any, attributions: Sequence[Attribution]) -> set[int]:
    """Return the sentences in which cues stand."""
    sentences = sentence_spans(document)
    return {
        max(0, sentence_at(sentences, span.start))
        for attribution in attributions
        for span in attribution.cue
        if sentences
    }


class _Frame:
    """The words around a cue that are neither what is said nor who says it."""

    def __init__(self, reading: Reading, attribution: Attribution) -> None:
        self._reading = reading
        self._phrases = Phrases(reading)
        worded = [c for c in sorted(attribution.cue) if any(map(str.isalpha, c.of(reading.text)))]
        self._cues = [cue for cue in map(reading.within, worded) if cue]
        self._sources = [reading.within(span) for span in sorted(attribution.source)]
        taken = [*attribution.content, *attribution.source]
        self._last = reading.after(max(attribution.content).end)
        self._gaps = list(pairwise(sorted(attribution.content)))
        self._taken = {index for span in taken for index in reading.within(span)}

    def circumstances(self) -> Circumstances:
        """Return what the phrases around the cue say, the nearest first."""
        found: dict[str, Span] = {}
        if self._cues and self._reading.words[self._cues[0].start].tag:
            for phrase in self._around():
                if not self._taken.isdisjoint(range(phrase.first, phrase.last)):
                    continue
                span = self._reading.span(phrase.first, phrase.last)
                found.setdefault(phrase.role, span)
        return Circumstances(found.get("addressee"), found.get("when"), found.get("where"))

    def _around(self) -> Iterator[Phrase]:
        for cue in self._cues:
            yield from self._after(cue)
        first = self._cues[0].start
        subject = next((s for s in reversed(self._sources) if s.stop <= first), None)
        if subject is not None:
            yield from self._between(subject.stop, first)
        yield from self._before(first if subject is None else subject.start)
        yield from self._led_to(first)
        if self._last > first:
            yield from self._whole(self._last, self._free(self._last))
        for one, other in self._gaps:
            start, stop = self._reading.after(one.end), self._reading.at(other.start)
            if not any(index in cue for cue in self._cues for index in range(start, stop)):
                yield from self._whole(start, stop)
        yield from self._told(self._cues[-1])

    def _after(self, cue: range) -> Iterator[Phrase]:
        """Yield the phrases within a cue and after it, and after a source that follows it."""
        index = cue.start
        while index < cue.stop:
            if is_mark(self._reading.words[index]):  # "on ABC's “This Week” on Sunday"
                index = next((i for i in range(index + 1, cue.stop) if self._bars(i)), index) + 1
                continue
            found, after = self._phrases.read(index, self._free(index))
            yield from found
            if self._reading.words[index].low in listed("issuing"):
                yield from self._phrases.object(index + 1, cue.stop)
            index = max(after, index + 1)
        hearer = self._hearer(cue, index)
        if hearer is not None:
            yield hearer
            index = hearer.last
        found, index = self._phrases.read(index, self._free(index))
        yield from found
        source = next((s for s in self._sources if s.start == index), None)
        if source is not None:
            yield from self._phrases.read(source.stop, self._free(source.stop))[0]

    def _hearer(self, cue: range, index: int) -> Phrase | None:
        """Return whom a verb of telling is followed by."""
        if not self._tells(cue):
            return None
        said = [self._reading.words[i].low for i in cue]
        sure = not listed("informing").isdisjoint(said)
        stop = self._free(index)
        hearer = self._phrases.hearer(index, stop, sure=True)
        if hearer is None or sure or (hearer.last == stop and stop in self._taken):
            return hearer
        return self._phrases.hearer(index, stop, sure=False)

    def _tells(self, cue: range) -> bool:
        """Tell whether the object of a cue is whom it addresses."""
        said = [self._reading.words[i].low for i in cue]
        return not (listed("informing") | listed("telling")).isdisjoint(said)

    def _whole(self, start: int, stop: int) -> Iterator[Phrase]:
        """Yield the phrases of a stretch if it is made of nothing else."""
        found, end = self._phrases.read(start, stop)
        if end == stop:
            yield from found

    def _between(self, start: int, stop: int) -> Iterator[Phrase]:
        """Yield the phrases between a subject and its verbs: "Dastur, in an interview, said"."""
        found, end = self._phrases.read(start, stop)
        if end == stop or self._reading.words[end].tag in ("VERB", "AUX"):
            yield from found

    def _before(self, stop: int) -> Iterator[Phrase]:
        """Yield the phrases with which the clause before its subject begins."""
        sentence = self._reading.sentences[self._reading.words[self._cues[0].start].sentence]
        start = stop
        while start > sentence.start and not self._bars(start - 1):
            start -= 1
        for index in range(start, stop):
            before = self._reading.words[index - 1] if index > start else None
            if before is None or before.text == "," or before.tag == "CCONJ":
                found = list(self._whole(index, stop))
                begins = index == sentence.start or self._reading.words[stop - 1].text == ","
                if found and (begins or not self._is_clause(found[-1])):
                    yield from found
                    return

    def _led_to(self, cue: int) -> Iterator[Phrase]:
        """Yield what leads to a cue: "published an essay dismissing", "called her to urge"."""
        words = self._reading.words
        start = self._reading.sentences[words[cue].sentence].start
        if cue == start:
            return
        purpose = words[cue].low == "to" or words[cue - 1].low == "to"
        stop = cue - 1 if purpose and words[cue].low != "to" else cue
        if not (purpose or words[cue].low.endswith("ing")):
            return
        for index in range(stop - 1, start - 1, -1):
            if self._bars(index):
                return
            if words[index].tag == "VERB":
                yield from self._object(index, stop, purpose=purpose)
                return

    def _object(self, verb: int, stop: int, *, purpose: bool) -> Iterator[Phrase]:
        """Yield the phrases after a verb that lead to a cue, if there is nothing else."""
        words, found = self._reading.words, []
        if words[verb].low in listed("issuing"):
            found = self._phrases.object(verb + 1, stop)
        elif purpose and words[verb].low in listed("meeting"):
            mate = verb + 2 if words[verb + 1].low == "with" else verb + 1
            hearer = self._phrases.hearer(mate, stop, sure=False)
            found = [hearer] if hearer else []
        after = found[0].last if found else verb + 1
        rest, end = self._phrases.read(after, stop)
        if end == stop:
            yield from (*found, *rest)

    def _is_clause(self, phrase: Phrase) -> bool:
        """Tell whether the words are a clause with a subject of its own."""
        words = self._reading.words[phrase.first : phrase.last]
        return any(word.relation.startswith("nsubj") for word in words)

    def _told(self, cue: range) -> Iterator[Phrase]:
        """Yield the subject of a passive: the villagers of "the villagers have been told"."""
        words = self._reading.words
        said = {words[i].low for i in range(max(0, cue.start - 1), cue.stop)}
        if BEING.isdisjoint(said) or not self._tells(cue):
            return
        for index in range(self._reading.sentences[words[cue.start].sentence].start, cue.start):
            word = words[index]
            if word.relation == "nsubj:pass" and word.head in cue and index not in self._taken:
                first = min((i for i in range(index) if self._under(i, index)), default=index)
                yield from self._subject(first, cue.start)
                return

    def _subject(self, first: int, stop: int) -> Iterator[Phrase]:
        """Yield the words from the first of a subject to its cue."""
        if all(index not in self._taken for index in range(first, stop)):
            last = stop
            while last > first and self._reading.words[last - 1].tag in ("AUX", "ADV", "PART"):
                last -= 1
            if not any(self._reading.words[i].text == "," for i in range(first, last)):
                yield Phrase("addressee", first, last)

    def _under(self, index: int, head: int) -> bool:
        """Tell whether a word hangs on another in the tree."""
        words, steps = self._reading.words, 0
        while index >= 0 and index != head and steps < len(words):
            index, steps = words[index].head, steps + 1
        return index == head

    def _free(self, start: int) -> int:
        """Return where the words from the start on meet content, source or the sentence's end."""
        if start >= len(self._reading.words):
            return start
        stop = self._reading.sentences[self._reading.words[self._cues[0].start].sentence].stop
        return next((i for i in range(start, stop) if self._bars(i)), max(start, stop))

    def _bars(self, index: int) -> bool:
        word = self._reading.words[index]
        return index in self._taken or word.text in BREAKS or is_mark(word)

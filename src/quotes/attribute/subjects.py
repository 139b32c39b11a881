"""Sources that the tree tells: "Lee left, saying …" is Lee's, "Lee was asked …" is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quotes.attribute.tree import relation, span_of
from quotes.data import words as listed
from quotes.find.cues import reports
from quotes.find.snap import whole
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.types import Attribution

STEPS = 3  # from verb to verb, on the way to a subject
ACTIVE = frozenset(("VB", "VBD", "VBG", "VBP", "VBZ"))
SHARING = frozenset(("conj", "xcomp", "advcl"))  # relations to a verb with the same subject
BEFORE = frozenset(("advmod", "amod", "case", "compound", "det", "flat", "nmod", "nummod"))
NOBODY = frozenset(("how", "that", "these", "this", "times", "what", "which"))
ADDED = frozenset(("nmod", "obj", "obl"))  # how what is said of a subject hangs on it
AFTER = BEFORE | {"cc", "conj"}
EMPTY = frozenset(("it", "there"))
WHEN = frozenset(("if", "once", "until", "when"))
CERTAIN = frozenset(("assured", "convinced", "persuaded"))  # who is, says so


def with_subjects(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, those without a source with the subject of their cue.

    That is its own where it is a verb of saying or writing, that of the clause that a
    participle belongs to, or of the verb that the cue is joined to by "and". Whoever is
    told or asked something is no source of it, nor somebody of what is known or thought
    of them, nor whatever is only added to the subject. The cue's sentence needs tags and a tree.
    """
    sentences = sentence_spans(document)
    return [_with_subject(document, sentences, claim) for claim in attributions]


def _with_subject(document: Any, sentences: Sequence[Span], claim: Attribution) -> Attribution:
    number = sentence_at(sentences, claim.cue[0].start) if claim.cue else -1
    if number < 0:
        return claim
    words = document.sentences[number].words
    verb = _verb(words, claim.cue[0])
    if verb is None:
        return claim
    if claim.source and (_is_told(words, verb, claim) or _is_asked(words, verb, claim)):
        whom = claim.source if verb.text.lower() in listed("of_others") else ()
        return replace(claim, source=(), content=tuple(sorted((*claim.content, *whom))))
    who = _instead(words, verb, claim) if claim.source else _own_or_shared(words, verb)
    if who is None:
        return claim
    source = whole(document.text or "", phrase(words, who))  # not cut at a hyphen
    taken = any(source.overlaps(span) for span in (*claim.cue, *claim.content))
    return claim if taken else replace(claim, source=(source,))


def _instead(words: Sequence[Any], verb: Any, claim: Attribution) -> Any:
    """Return the subject where the source only stands in something added to it, else None.

    "The chamber, in a statement cited by a news agency, said": the chamber did.
    """
    who = subject(words, verb) if verb.xpos in ACTIVE else None
    source = claim.source[0]
    inside = [w for w in words if source.holds(span_of(w))]
    held = {w.id for w in inside}
    head = next((w for w in inside if w.head not in held), None)
    if who is None or head is None or relation(head) not in ADDED:
        return None
    between = phrase(words, who).end <= source.start and source.end <= span_of(verb).start
    return who if between and not any(span_of(who).overlaps(p) for p in claim.content) else None


def _is_asked(words: Sequence[Any], verb: Any, claim: Attribution) -> bool:
    """Tell whether nobody says it: "Asked whether …, she replied", "Lee smiled when told"."""
    if relation(verb) != "advcl" or verb.xpos == "VBG":
        return False
    begins = verb.id == words[0].id or words[verb.id - 2].text.lower() in WHEN
    return begins and claim.source[-1].end <= span_of(verb).start


def _is_told(words: Sequence[Any], verb: Any, claim: Attribution) -> bool:
    """Tell whether the source is the subject of a passive: "he was told", "she is known for".

    Who "was quoted as saying" something says it.
    """
    if verb.xpos != "VBN" or verb.text.lower() in CERTAIN:
        return False
    if any(_is_empty(w) and w.head == verb.id and span_of(w) in claim.source for w in words):
        return True
    if claim.cue_class != "speech" and verb.text.lower() not in listed("of_others"):
        return False
    if any(w.upos == "VERB" and span_of(w).overlaps(claim.cue[0]) for w in words[verb.id :]):
        return False
    patients = [span_of(w) for w in words if w.head == verb.id and w.deprel == "nsubj:pass"]
    return any(patient.overlaps(span) for patient in patients for span in claim.source)


def _is_empty(word: Any) -> bool:
    """Tell whether a word is the "it" of "it is suggested", which nobody is."""
    return word.text.lower() in EMPTY and word.deprel in ("expl", "nsubj:pass")


def _verb(words: Sequence[Any], cue: Span) -> Any:
    """Return the verb of a cue on which its others depend, None without one."""
    verbs = [w for w in words if w.upos == "VERB" and span_of(w).overlaps(cue)]
    own = {verb.id for verb in verbs}
    return next((verb for verb in verbs if verb.head not in own), None)


def _own_or_shared(words: Sequence[Any], verb: Any) -> Any:
    """Return the subject of a verb of saying, or that a verb has from another, None without."""
    own = subject(words, verb)
    if verb.xpos not in ACTIVE:
        return own if verb.text.lower() == "quoted" else None  # who was quoted as saying it
    if own is not None:
        return own if reports(verb.text) and own.text.lower() not in NOBODY else None
    if verb.xpos != "VBG" and relation(verb) != "conj":
        return None
    for _ in range(STEPS):
        if relation(verb) not in SHARING:
            return None
        verb = words[verb.head - 1]
        if found := subject(words, verb):
            return found
    return None


def subject(words: Sequence[Any], verb: Any) -> Any:
    """Return the subject of a verb, None without one."""
    subjects = (w for w in words if w.head == verb.id and relation(w) == "nsubj")
    return next((w for w in subjects if w.text.lower() not in EMPTY), None)


def phrase(words: Sequence[Any], head: Any) -> Span:
    """Return the noun phrase of a head, without what is added to it after a comma."""
    first = last = head.id
    while first > 1 and _belongs(words, words[first - 2], head, BEFORE):
        first -= 1
    while last < len(words) and _belongs(words, words[last], head, AFTER):
        last += 1
    return Span(span_of(words[first - 1]).start, span_of(words[last - 1]).end)


def _belongs(words: Sequence[Any], word: Any, head: Any, relations: frozenset[str]) -> bool:
    """Tell whether a word depends on a head by nothing but the relations."""
    while word.id != head.id:
        if not word.head or relation(word) not in relations:
            return False
        word = words[word.head - 1]
    return True

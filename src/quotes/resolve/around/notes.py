"""Find why an article does not name somebody, and who passed words on."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from quotes.data import words
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Attribution, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLAUSE = re.compile(r"[^.,;“”\"—\n]*")
AFTER = 3  # sentences after one that names nobody
SEVERAL = re.compile(r"(?:Both|They|All|Each|Neither|The (?:two|three|officials|aides|sources))\b")
UNNAMED = ("anonymous_person", "group")
REASON = re.compile(
    r"[,\s]+((?:because|since|as|so|to|in order to|due to|out of|for fear|given|citing)\b"
    r"[^.;“”\"—\n]*?)"
    r"(?=\s*(?:[.;“”\"—\n]|, (?:said|told|put|[a-z]+ed|and|but|the|who|he|she|they)\b|$))",
    re.IGNORECASE,
)
RELAYED = re.compile(
    r"\bas (?:relayed|recounted|recalled|paraphrased|passed on|told) by ([^,.;:“”\"—\n]+)"
)
ARTICLE = re.compile(r"^[Tt]he (?=[A-Z])")  # before a name


def anonymity_reasons(
    document: Any, attributions: Sequence[Attribution], speakers: Sequence[Speaker | None]
) -> list[Span | None]:
    """Return the reason given for not naming each attribution's speaker, None where none is."""
    sentences = sentence_spans(document)
    return [
        _reason(document.text, sentences, attribution, speaker)
        for attribution, speaker in zip(attributions, speakers, strict=True)
    ]


def relayers(document: Any, attributions: Sequence[Attribution]) -> list[str | None]:
    """Return who passed on the words of each attribution: "as relayed by an aide".

    So does Xinhua where it "quoted Lee as saying" something.
    """
    sentences, text = sentence_spans(document), document.text
    found: list[str | None] = []
    for attribution in attributions:
        if attribution.relayer:
            found.append(ARTICLE.sub("", attribution.relayer[0].of(text)))
            continue
        span = _sentence(sentences, attribution.source[0]) if attribution.source else None
        match = RELAYED.search(text, span.start, span.end) if span else None
        found.append(match.group(1).strip() if match else None)
    return found


def _reason(
    text: str, sentences: list[Span], attribution: Attribution, speaker: Speaker | None
) -> Span | None:
    if speaker is None or speaker.type not in UNNAMED or not attribution.source:
        return None
    places = (attribution.source[0], *(mention.span for mention in speaker.mentions))
    for place in places:
        sentence = _sentence(sentences, place)
        for reason in _reasons(text, sentence) if sentence else ():
            return reason
    for place in places:
        for sentence in _about_several(text, sentences, place):
            for reason in _reasons(text, sentence):
                return reason
    return None


def _about_several(text: str, sentences: list[Span], place: Span) -> Iterator[Span]:
    """Yield what the paragraph says next of "both" or "they" who were unnamed before."""
    index = sentence_at(sentences, place.start) + 1
    for sentence in sentences[index : index + AFTER]:
        if "\n" in text[place.end : sentence.start]:
            return
        if SEVERAL.match(text, sentence.start, sentence.end):
            yield sentence


def _reasons(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the reasons in a sentence: the clause after the phrase, or the phrase itself."""
    for phrase in _phrases().finditer(text, sentence.start, sentence.end):
        clause = REASON.match(text, phrase.end(), sentence.end)
        if clause is not None:
            yield Span(*clause.span(1))
        elif "to " in phrase.group() and "anonymity" not in phrase.group():
            end = CLAUSE.match(text, phrase.end(), sentence.end)
            yield Span(phrase.start(), len(text[: end.end()].rstrip()) if end else phrase.end())


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in sorted(words("anonymity"))), re.IGNORECASE)


def _sentence(sentences: list[Span], place: Span) -> Span | None:
    """Return the sentence in which a span begins."""
    index = sentence_at(sentences, place.start)
    return sentences[index] if index >= 0 else None

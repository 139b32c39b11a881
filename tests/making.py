"""Made-up articles and quotes, their spans named by their words."""

from __future__ import annotations

from quotes.ids import quote_id
from quotes.types import Article, Mention, Quote, Segment, Span, Speaker

TEXT = (
    "Budget talks fail\n\n“We tried,” said Ada Stone, the mayor of Millbrook. “We shall try again.”\n\n"
    "The council 🏛 would meet on Friday, according to a city official, who was not authorized to"
    " speak. Ms. Stone’s “grand bargain” is dead.\n"
)


def span(text: str, words: str) -> Span:
    """Return where the words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    return tuple(span(text, piece) for piece in pieces)


def article(id: str = "talks.txt", text: str = TEXT, **more) -> Article:  # noqa: A002
    return Article(id, text, **more)


def quote(of: Article, *content: str, source: str = "", cue: str = "", **more) -> Quote:
    places = spans(of.text, *content)
    sources = spans(of.text, source) if source else ()
    cues = spans(of.text, cue) if cue else ()
    key = quote_id(of.id, places, cues, sources)
    return Quote(key, content=places, source=sources, cue=cues, **{"kind": "indirect", **more})


def speaker(of: Article, name: str, kind: str = "named_person", description: str = "") -> Speaker:
    first = span(of.text, name)
    return Speaker(
        name,
        kind,
        first,
        span(of.text, description) if description else None,
        (Mention(first, "name"),),
    )


def talks(id: str = "talks.txt") -> tuple[Article, list[Quote]]:  # noqa: A002
    """Return an article with three attributions and a scare quote."""
    it = article(id, title="Budget talks fail", path=f"news/{id}", published="2026-01-02")
    stone = speaker(it, "Ada Stone", description="the mayor of Millbrook")
    official = speaker(it, "a city official", "anonymous_person")
    return it, [
        quote(
            it,
            "We tried,",
            "We shall try again.",
            source="Ada Stone, the mayor of Millbrook",
            cue="said",
            kind="direct",
            cue_class="speech",
            speaker=stone,
            verbatim=True,
            confidence=0.93,
            sentence=span(it.text, "“We tried,” said Ada Stone, the mayor of Millbrook."),
        ),
        quote(
            it,
            "The council 🏛 would meet on Friday",
            source="a city official",
            cue="according to",
            cue_class="speech",
            speaker=official,
            anonymity_reason=span(it.text, "not authorized to speak"),
        ),
        quote(it, "grand bargain", kind="scare"),
    ]


def escaped(id: str = "escaped.txt") -> tuple[Article, list[Quote]]:  # noqa: A002
    """Return an article whose file writes its marks as entities, and its one quote."""
    pieces = [("“", "& ldquo ; "), ("We tried", "We tried"), (",", " ,"), ("”", "& rdquo ;")]
    pieces += [(" said Ada Stone.", " said Ada Stone.")]
    segments, text, original = [], "", ""
    for readable, raw in pieces:
        segments.append(
            Segment(
                Span(len(text), len(text) + len(readable)),
                Span(len(original), len(original) + len(raw)),
            )
        )
        text, original = text + readable, original + raw
    it = article(id, text, original=original, segments=tuple(segments))
    return it, [
        quote(it, "We tried,", source="Ada Stone", cue="said", kind="direct", cue_class="speech")
    ]

"""Reasons for anonymity and who passed words on, in a made-up article."""

from types import SimpleNamespace

import pytest

from quotes.resolve.around.notes import anonymity_reasons, relayers
from quotes.types import Attribution
from resolving import parsed, placed, speakers

REASONS = [
    ("a palace aide", "to describe private talks"),
    ("The aide", "to describe private talks"),
    ("A second official", "not authorized to speak publicly about the ships"),
    ("one clerk", None),
    ("A guard", "because he feared for his job"),
    ("A cook", None),
]


def test_reasons_are_verbatim():
    article, found = speakers("anonymity", *[source for source, _ in REASONS])
    attributions = [
        Attribution((), source=(s,))
        for s in placed(article.text, [source for source, _ in REASONS])
    ]
    reasons = anonymity_reasons(parsed("anonymity")[1], attributions, found)
    assert [r.of(article.text) if r else None for r in reasons] == [r for _, r in REASONS]


@pytest.mark.parametrize(
    ("source", "expected"), [("one clerk", "a senior harbour official"), ("A cook", None)]
)
def test_relayers(source, expected):
    article, document = parsed("anonymity")
    (span,) = placed(article.text, [source])
    assert relayers(document, [Attribution((), source=(span,))]) == [expected]


@pytest.mark.parametrize(("who", "expected"), [("The Post", "Post"), ("The agency", "The agency")])
def test_who_quotes_passes_on(who, expected):
    text = f"It rained. {who} quoted Ann Lee as saying so."
    cue, source, relayer = (placed(text, [words])[0] for words in ("as saying", "Ann Lee", who))
    document = SimpleNamespace(text=text, sentences=[])
    quoted = Attribution((), (cue,), (source,), relayer=(relayer,))
    assert relayers(document, [quoted]) == [expected]


def test_a_reason_may_stand_in_the_sentence_about_both():
    article, found = speakers("turns", "An envoy", "A driver", "Bertil Osei")
    places = placed(article.text, ["An envoy", "A driver", "Bertil Osei"])
    attributions = [Attribution((), source=(place,)) for place in places]
    reasons = anonymity_reasons(parsed("turns")[1], attributions, found)
    said = "because they had no seat"
    assert [r.of(article.text) if r else None for r in reasons] == [said, said, None]

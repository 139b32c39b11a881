"""Who a speaker is, field by field, in made-up sentences with hand-made tags and entities.

In a sentence `[ORG White House]` is an entity; a word's tag follows it after `/` where it is
not the usual one.
"""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from stanza.models.common.doc import Document
from stanza.models.common.doc import Span as Entity

from quotes.resolve import resolve
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Attribution, Span

FIELDS = ("title", "organization", "country", "role", "seniority", "number")
TAGS = {
    "DET": "a an the some several all multiple both",
    "ADP": "of in at for from with to by on about near",
    "PRON": "his her their its who he she",
    "VERB": "said told leads asked",
    "AUX": "is was has been",
    "CCONJ": "and or",
    "NUM": "one two three seventeen",
    "ADV": "now more than nearly",
    "ADJ": "senior top former retired high-level familiar political young pro-Israel Israeli American"
    " Russian French South Korean Chinese",
    "PART": "’s ’",
}
TAG = {word: tag for tag, listed in TAGS.items() for word in listed.split()}


def made(sentence, *, tagged=True):
    """Return the article of a marked sentence and its parse."""
    text, tokens, entities, opened = "", [], [], None
    for piece in sentence.split():
        if piece.startswith("["):
            opened = (piece[1:], len(tokens))
            continue
        word, _, tag = piece.rstrip("]").partition("/")
        apart = bool(text) and word not in (",", ".", ")", "’s", "’")
        start = len(text) + apart
        text += " " * apart + word
        usual = TAG.get(word) or TAG.get(word.lower()) or _usual(word)
        token = {"id": (len(tokens) + 1,), "text": word, "start_char": start, "end_char": len(text)}
        if tagged:
            upos = tag or usual
            many = upos in ("NOUN", "PROPN") and (word == "people" or word.lower().endswith("s"))
            token |= {"upos": upos, **({"feats": "Number=Plur"} if many else {})}
        tokens.append(token)
        if piece.endswith("]"):
            entities.append((*opened, len(tokens)))
    document = Document([tokens], text=text)
    sentence = document.sentences[0]
    sentence.ents = [
        Entity(tokens=sentence.tokens[first:last], type=kind, doc=document, sent=sentence)
        for kind, first, last in entities
    ]
    return Article("made", text), document


def _usual(word):
    if not word[0].isalnum():
        return "PUNCT"
    if word[0].isdigit():
        return "NUM"
    return "PROPN" if word[0].isupper() else "NOUN"


def fields(sentence, source, *, tagged=True):
    """Return what is known of the speaker whom the source means."""
    article, document = made(sentence, tagged=tagged)
    start = article.text.index(source)
    it = Attribution((), source=(Span(start, start + len(source)),))
    (speaker,) = resolve(article, Reading(document), [it])
    known = asdict(speaker)
    return {name: known[name] for name in FIELDS if known[name] is not None}


UNNAMED = [
    (
        "A senior [PERSON Biden] administration official said no .",
        {"role": "official", "seniority": "senior", "organization": "Biden administration"},
    ),
    ("A [ORG White House] aide said no .", {"role": "aide", "organization": "White House"}),
    ("A [FAC White House] aide said no .", {"role": "aide", "organization": "White House"}),
    ("A [PERSON Biden] aide said no .", {"role": "aide"}),
    ("A [PERSON Biden] political adviser said no .", {"role": "adviser"}),
    ("Two people familiar with the talks said no .", {"role": "people", "number": 2}),
    ("Several officials said no .", {"role": "officials"}),
    ("More than 500 clerks said no .", {"role": "clerks"}),
    ("The 1,204 voters said no .", {"role": "voters", "number": 1204}),
    ("A 34-year-old/ADJ man said no .", {"role": "man"}),
    (
        "A group of 17 [ORG Senate] Democrats said no .",
        {"role": "Democrats", "organization": "Senate", "number": 17},
    ),
    ("Multiple pro-Israel Democrats said no .", {"role": "Democrats"}),
    (
        "One senior [NORP Israeli] official said no .",
        {"role": "official", "seniority": "senior", "country": "Israel"},
    ),
    ("A [GPE U.S.] official said no .", {"role": "official", "country": "United States"}),
    ("[NORP American] and [NORP Israeli] officials said no .", {"role": "officials"}),
    (
        "A [NORP South Korean] diplomat said no .",
        {"role": "diplomat", "country": "South Korea"},
    ),
    ("The [NORP Israelis] said no .", {"country": "Israel"}),
    ("A [NORP French] teacher said no .", {"role": "teacher"}),
    ("A [NORP Chinese] restaurant owner said no .", {"role": "owner"}),
    (
        "Analysts at [ORG Bell & Tarn] said no .",
        {"role": "analysts", "organization": "Bell & Tarn"},
    ),
    (
        "A spokesman for the ruling/VERB [ORG Landward Party] said no .",
        {"role": "spokesman", "organization": "Landward Party"},
    ),
    ("A spokesman for the county said no .", {"role": "spokesman"}),
    ("A critic of the [ORG White House] said no .", {"role": "critic"}),
    ("A deputy director said no .", {"role": "deputy director"}),
    ("A diplomat from [GPE Canada] said no .", {"role": "diplomat", "country": "Canada"}),
    ("A nurse in [GPE Dayton] said no .", {"role": "nurse"}),
    ("Farmers/NOUN , hikers and sailors said no .", {}),
    ("The leaders of the [GPE United States] , Canada and Mexico said no .", {"role": "leaders"}),
    ("The [NORP Philippine] Star said no .", {}),
    ("An [ORG Israel Defense Forces] spokesman said no .",
     {"role": "spokesman", "organization": "Israel Defense Forces"}),
    ("An [NORP Israeli] government spokesman said no .",
     {"role": "spokesman", "organization": "Israeli government", "country": "Israel"}),
    ("A U.S.-backed/ADJ [NORP Syrian] rebel said no .", {"role": "rebel", "country": "Syria"}),
    ("A senior citizen said no .", {"role": "citizen"}),
    ("A high-level [ORG State Department] official said no .",
     {"role": "official", "seniority": "high-level", "organization": "State Department"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), UNNAMED)
def test_somebody_unnamed(sentence, expected):
    text = made(sentence)[0].text
    assert fields(sentence, text.removesuffix(" said no.")) == expected


NAMED = [
    ("[PERSON Chris Murphy] said no .", {}),
    ("Sen. [PERSON Chris Murphy] said no .", {"title": "Sen."}),
    ("Mr. [PERSON Chris Murphy] said no .", {}),
    ("Vice President [PERSON Chris Murphy] said no .",
     {"title": "Vice President", "role": "Vice President"}),
    ("Secretary of State [PERSON Chris Murphy] said no .",
     {"title": "Secretary of State", "role": "Secretary of State"}),
    ("[NORP Israeli] Prime Minister [PERSON Chris Murphy] said no .",
     {"title": "Prime Minister", "role": "Prime Minister", "country": "Israel"}),
    ("[GPE US] Vice President [PERSON Chris Murphy] said no .",
     {"title": "Vice President", "role": "Vice President", "country": "United States"}),
    ("[ORG State Department] spokesman [PERSON Chris Murphy] said no .",
     {"role": "spokesman", "organization": "State Department"}),
    ("Resident [PERSON Chris Murphy] said no .", {"role": "resident"}),
    ("[PERSON Chris Murphy] , 45 , a teacher in [GPE Dayton] , said no .", {"role": "teacher"}),
    ("[PERSON Chris Murphy] , the [NORP Israeli] ambassador to [GPE Washington] , said no .",
     {"role": "ambassador", "country": "Israel"}),
    ("[PERSON Chris Murphy] , a former [NORP American] ambassador to [GPE Israel] , said no .",
     {"role": "ambassador", "country": "United States"}),
    ("[PERSON Chris Murphy] , a former [GPE U.S.] peace negotiator now at the [ORG Carnegie Endowment for International Peace] , said no .",
     {"role": "negotiator", "country": "United States",
      "organization": "Carnegie Endowment for International Peace"}),
    ("[PERSON Chris Murphy] , the president of [GPE France] , said no .",
     {"role": "president", "country": "France"}),
    ("[GPE China] ’s president , [PERSON Chris Murphy] , said no .",
     {"role": "president", "country": "China"}),
    ("[PERSON Chris Murphy] , the national/ADJ security adviser , said no .",
     {"role": "national security adviser"}),
    ("[PERSON Chris Murphy] , a member of the [ORG Israel Allies Caucus] , said no .",
     {"role": "member", "organization": "Israel Allies Caucus"}),
    ("[PERSON Chris Murphy] , who leads the [ORG Harbor Committee] , said no .",
     {"organization": "Harbor Committee"}),
    ("[PERSON Chris Murphy] of the [ORG Creekside Coalition] said no .",
     {"organization": "Creekside Coalition"}),
    ("[PERSON Chris Murphy] , a professor of history at the University of Kent , said no .",
     {"role": "professor", "organization": "University of Kent"}),
    ("[PERSON Chris Murphy] , the chairman of [ORG Polk County] , said no .", {"role": "chairman"}),
    ("[PERSON Chris Murphy] , a senator from [ORG Vermont] , said no .", {"role": "senator"}),
    ("[PERSON Chris Murphy] , a party supporter and president of [ORG Acme] , said no .",
     {"role": "president", "organization": "Acme"}),
    ("[GPE Ukraine] ’s deputy defense minister , [PERSON Chris Murphy] , said no .",
     {"role": "deputy defense minister", "country": "Ukraine"}),
    ("[ORG Pentagon] spokesman Navy Capt. [PERSON Chris Murphy] said no .",
     {"title": "Capt.", "role": "spokesman", "organization": "Pentagon"}),
    ("[PERSON Chris Murphy] , the council ’s clerk , said no .", {"role": "clerk"}),
    ("[PERSON Chris Murphy] , [PERSON Ann Lee] ’s lawyer , said no .", {"role": "lawyer"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), NAMED)
def test_somebody_named(sentence, expected):
    assert fields(sentence, "Chris Murphy") == expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("[GPE Israel] said no .", "Israel", "Israel"),
        ("[GPE Israel] ’s war cabinet said no .", "Israel’s war cabinet", "Israel"),
        ("The [NORP French] government said no .", "The French government", "France"),
        ("The [ORG White House] said no .", "The White House", None),
        ("The [ORG Indian River District] said no .", "The Indian River District", None),
    ],
)
def test_the_country_of_a_body(sentence, source, expected):
    assert fields(sentence, source).get("country") == expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        (NAMED[1][0], "Chris Murphy", NAMED[1][1]),
        (NAMED[5][0], "Chris Murphy", NAMED[5][1]),
        (NAMED[9][0], "Chris Murphy", NAMED[9][1]),
        (NAMED[10][0], "Chris Murphy", NAMED[10][1]),
    ],
)
def test_words_without_tags(sentence, source, expected):
    assert fields(sentence, source, tagged=False) == expected


def test_nothing_is_raised_wherever_a_source_begins_and_ends():
    for sentence, _ in UNNAMED + NAMED:
        for tagged in (True, False):
            article, document = made(sentence, tagged=tagged)
            places = [m.span() for m in re.finditer(r"\S+", article.text)]
            spans = [Span(a, d) for n, (a, _) in enumerate(places) for _, d in places[n:]]
            sources = [Attribution((), source=(span,)) for span in spans]
            hash(tuple(resolve(article, Reading(document), sources)))

"""Speakers of short made-up articles; their parses are stored, so no model is loaded.

`python tests/make_parses.py` writes the parses anew.
"""

from pathlib import Path

import pytest
from stanza.models.common.doc import Document

from quotes.data import table, words
from quotes.resolve import resolve, sentences_needed
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Attribution, Span
from resolving import description, names, parsed, placed, speakers


def test_two_people_of_one_surname_stay_two():
    _, found = speakers(
        "millers",
        "State Harbour Office spokesman Edward Miller",
        "Mr. Miller",
        "Anna Ruth Miller, a former bridge inspector now at the Coast Institute",
        "Anna Miller",
        "Miller",
    )
    assert names(found) == [
        "Edward Miller", "Edward Miller", "Anna Ruth Miller", "Anna Ruth Miller", "Anna Ruth Miller",
    ]  # fmt: skip
    assert found[0] is found[1]
    assert found[2] is found[3]


def test_aides_are_told_apart_and_followed():
    article, found = speakers(
        "aides",
        "a palace aide",
        "the aide",
        "One senior Norwegian official",
        "the senior official, like others granted anonymity to speak freely",
        "another aide",
        "The aide",
    )
    assert names(found) == [
        "a palace aide", "a palace aide", "one senior Norwegian official",
        "a senior Danish official", "another aide", "another aide",
    ]  # fmt: skip
    assert {s.type for s in found} == {"anonymous_person"}
    assert found[0] is found[1]
    assert found[4] is found[5]
    assert found[0] is not found[4]
    assert description(article, found[3]) == "senior Danish official"


def test_pronouns_follow_subject_and_gender_or_stay_open():
    _, found = speakers(
        "pronouns",
        "She", ("there. ", "He"), "Ms. Benson", "she", ("station. ", "He"), "Mr. Wood", ("no,” ", "he"),
    )  # fmt: skip
    assert names(found) == [
        "Laura Benson", "Thomas Grant", "Laura Benson", "Laura Benson",
        "Peter Hall", "Simon Wood", "Simon Wood",
    ]  # fmt: skip


def test_i_is_the_speaker_of_the_quote_around_it():
    _, found = speakers(
        "pronouns",
        "Mr. Wood",
        ("But ", "I"),
        "he",
        contents=("“We asked for help,”", None, "“But I said no,”"),
    )
    assert names(found) == ["Simon Wood"] * 3


DESCRIBED = [
    ("The former Danish consul in Genoa, Arne Holm,", "Arne Holm", "The former Danish consul in Genoa"),
    ("Sen. Mark Doyle (D-Ohio), who leads the Senate harbour panel", "Mark Doyle", "who leads the Senate harbour panel"),
    ("Rep. Brenda Cole (R-Tex.), a member of the Fisheries Caucus", "Brenda Cole", "a member of the Fisheries Caucus"),
    ("Gov. Paul Reed (D)", "Paul Reed", "Gov."),
    ("Helen Frost, 52, a nurse and the founder of a shelter,", "Helen Frost", "a nurse and the founder of a shelter"),
    ("Karl Lind, the fleet’s chief engineer,", "Karl Lind", "the fleet’s chief engineer"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name", "expected"), DESCRIBED)
def test_descriptions_are_verbatim(source, name, expected):
    article, (speaker,) = speakers("described", source)
    assert speaker.name == name
    assert speaker.type == "named_person"
    assert description(article, speaker) == expected


def test_bodies_groups_and_documents():
    _, found = speakers(
        "bodies",
        "The Coastal Development Bank", "The bank", "The White House", "it",
        "Two dozen fishermen", "They", "British officials", "they",
        "a report by the Marine Institute", "The report",
        "Maria Stone and Carl Berg", "The chaotic nature of the files",
    )  # fmt: skip
    assert [(s.name, s.type) if s else None for s in found] == [
        ("Coastal Development Bank", "organization"),
        ("Coastal Development Bank", "organization"),
        ("White House", "organization"),
        ("White House", "organization"),
        ("two dozen fishermen", "group"),
        ("two dozen fishermen", "group"),
        ("British officials", "group"),
        ("British officials", "group"),
        ("a report by the Marine Institute", "document"),
        ("a report by the Marine Institute", "document"),
        ("Maria Stone and Carl Berg", "group"),
        None,
    ]


def test_offices_mean_whoever_holds_them():
    _, found = speakers(
        "leaders", "The president", "The prime minister", "Former President Victor Duarte",
        "The Bolivian president",
    )  # fmt: skip
    assert names(found) == [
        "Elena Duarte", "Jonas Falk", "Victor Duarte", "the Bolivian president",
    ]  # fmt: skip
    assert found[3].type == "unknown"


def test_a_surname_of_three_people_in_sight_is_not_guessed():
    _, found = speakers("leaders", ("tired. ", "Duarte"))
    assert names(found) == [None]


def test_relative_pronouns_go_back_to_their_noun():
    _, found = speakers(
        "relatives",
        ("clinic ", "who"),
        ("paper, ", "which"),
        ("Officials ", "who"),
        ("Pike, ", "who"),
    )
    assert names(found) == ["Lena Berg", "the paper", "officials", "John Pike"]


def test_a_surname_with_a_hyphen_stays_whole():
    _, found = speakers(
        "relatives", "City Council Speaker Melissa Hart-Bernini", "Ms. Hart-Bernini"
    )
    assert names(found) == ["Melissa Hart-Bernini"] * 2


def test_roles_and_names_given_apart_are_one_person():
    article, found = speakers(
        "apart", "the regional surveyor", "the surveyor, Carla Lindqvist", "Skipper Tom Barlow",
        "Her friend and fellow sailor Nora Pell",
    )  # fmt: skip
    assert names(found) == ["Carla Lindqvist", "Carla Lindqvist", "Tom Barlow", "Nora Pell"]
    assert description(article, found[0]) == "the regional surveyor"
    assert description(article, found[2]) == "Skipper"


def test_the_company_has_its_name_behind_a_comma():
    article, found = speakers(
        "apart", "The company that owns the ferry, Northway Lines", ("plans. ", "It"), "Northway",
        ("regret it,” ", "it"),
    )  # fmt: skip
    assert names(found) == ["Northway Lines"] * 3 + ["a statement"]
    assert description(article, found[0]) == "The company that owns the ferry"
    assert [s.type for s in found] == ["organization"] * 3 + ["document"]


def test_ordinals_tell_aides_apart():
    _, found = speakers(
        "apart", "An aide", "A second aide, who was also in the room", "The first aide",
        "the second aide", "The other aide",
    )  # fmt: skip
    second = "a second aide, who was also in the room"
    assert names(found) == ["an aide", second, "an aide", second, "an aide"]


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("A person close to the minister", "anonymous_person"),
        ("a study published on Monday in the Harbour Review", "document"),
        ("More than 500 dockers and sailors from six ports", "group"),
        ("Some in the hall", "group"),
    ],
)
def test_the_unnamed_go_by_their_fullest_words(source, type_):
    _, (speaker,) = speakers("apart", source)
    assert (speaker.name.lower(), speaker.type) == (source.lower(), type_)


def test_turns_follow_a_known_gender_and_leave_two_open():
    _, found = speakers(
        "turns", ("cold,” ", "she"), ("hot,” ", "he"), ("right,” ", "he"), ("noon,” ", "she")
    )
    assert names(found) == ["Quilla Marsh", "Ronald Bell", "Ronald Bell", None]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Bertil Osei", "who was painting the booth"),
        ("Tansy Moreau of the Creekside Coalition", "of the Creekside Coalition"),
        ("Helen Frost", None),
    ],
)
def test_deeds_and_bodies_describe_but_reports_do_not(source, expected):
    article, (speaker,) = speakers("turns", source)
    assert description(article, speaker) == expected


def test_mentions_name_every_form():
    article, (speaker, *_) = speakers("pronouns", "Ms. Benson", "she")
    forms = {(m.span.of(article.text), m.form) for m in speaker.mentions}
    assert forms == {("Laura Benson", "name"), ("Benson", "short name"), ("she", "pronoun")}
    assert speaker.first.of(article.text) == "Laura Benson"


def test_sentences_needed_are_those_of_sources_and_before_pronouns():
    article, document = parsed("pronouns")
    she, wood = placed(article.text, ["She", "Mr. Wood"])
    assert sentences_needed(document, [Attribution((), source=(she,))]) == {0, 1}
    needed = sentences_needed(document, [Attribution((), source=(wood,))])
    assert {document.sentences[i].text[:11] for i in needed} == {"Peter Hall ", "“We asked f"}


def test_without_sources_or_words_nobody_is_known():
    article, document = parsed("aides")
    assert resolve(article, Reading(document), [Attribution((Span(0, 5),))]) == [None]
    empty = Reading(Document([], text=""))
    assert resolve(Article("empty", ""), empty, [Attribution((), source=(Span(0, 1),))]) == [None]


def test_without_tags_names_are_still_found():
    article, document = parsed("millers")
    for sentence in document.sentences:
        for word in sentence.words:
            word.upos = word.feats = word.deprel = None
            word.head = None
    (span,) = placed(article.text, ["Mr. Miller"])
    (speaker,) = resolve(article, Reading(document), [Attribution((), source=(span,))])
    assert speaker.name == "Edward Miller"


@pytest.mark.parametrize("name", ["titles", "roles", "pronouns", "first_names"])
def test_tables_have_two_columns(name):
    assert all(value in {"m", "f", "-"} or name == "pronouns" for value in table(name).values())
    assert len(table(name)) > 30


@pytest.mark.parametrize(
    "name",
    [
        "bodies",
        "documents",
        "utterances",
        "groups",
        "offices",
        "quantities",
        "recalling",
        "company_tails",
    ],
)
def test_lists_are_lower_case_and_without_repetition(name):
    path = Path(__file__).parent.parent / "src/quotes/data/en" / f"{name}.txt"
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(set(lines)) == len(words(name))
    assert all(line == line.lower() for line in lines)

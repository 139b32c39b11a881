"""Sources as court, sports and business news have them, in a made-up article with a stored parse."""

import pytest

from quotes.attribute.subjects import with_subjects
from quotes.extract import Extractor
from quotes.read import article_of_text
from quotes.resolve import resolve
from quotes.resolve.around.notes import anonymity_reasons
from quotes.resolve.words.reading import Reading
from quotes.types import Attribution
from resolving import names, parsed, placed, speakers


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["a deckhand", "The deckhand, Petr Novak"], ["Petr Novak"] * 2),
        (["A brass band", "The brass band"], ["a brass band", None]),
        ([("it,” ", "she")], ["the mother of one passenger"]),
        (["Edith Crowe's deputy", ("before,” ", "he")], ["Edith Crowe's deputy"] * 2),
        (["WHO chief Teodor Hale"], ["Teodor Hale"]),
        (["Beijing"], ["Beijing"]),
        (["The striker"], ["Lucas Brandt"]),
        (["Anders Lind today"], ["Anders Lind"]),
        (["its owner"], ["its owner"]),
        (["A study published in River Letters"], ["a study published in River Letters"]),
        (["two of the judges"], ["two of the judges"]),
        (["That person"], ["that person"]),
        (["The electoral commission"], ["the electoral commission"]),
        (["One of them, Eli Katz,"], ["Eli Katz"]),
        (["One of the guards"], ["one of the guards"]),
        (["The 42-year-old"], ["Martin Hale"]),
        (["Branigan's rep"], ["Branigan's rep"]),
        (
            ["Colin Hart", ("rigged, ", "he"), ("disaster, ", "he")],
            ["Colin Hart"] * 2 + ["Gerald Fane"],
        ),
        (
            ["a report released Monday by Hale University"],
            ["a report released Monday by Hale University"],
        ),
        (["The university"], ["University of Skarn"]),
        (["somebody claiming to be Larkspur"], ["somebody claiming to be Larkspur"]),
    ],
)
def test_who_is_meant(sources, expected):
    _, found = speakers("newsroom", *sources)
    assert [speaker.name if speaker else None for speaker in found] == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["USA TODAY"], ["USA TODAY"]),
        ([("voters ", "who")], ["working-class voters"]),
        (["A Brill poll", "The polls in Hexley"], ["Brill poll", "the polls in Hexley"]),
        (["An Israeli", "Another Israeli"], ["an Israeli", "another Israeli"]),
        (["Ida Crane", "the former chief of Acme Foods"], ["Ida Crane"] * 2),
        (["Paul Rennick", "the Hexley senator"], ["Paul Rennick"] * 2),
        (["Popular local and corporate speaker Lance Harden"], ["Lance Harden"]),
        (["a onetime opponent, former Utah governor Rick Dorn"], ["Rick Dorn"]),
        (["Pres. Wells Hale"], ["Wells Hale"]),
        (["The Utah senator", "The Iowa senator"], ["the Utah senator", "Joan Firth"]),
        (["One in three"], ["one in three"]),
        (
            ["A mix of clerks, opponents of the levy and activists"],
            ["a mix of clerks, opponents of the levy and activists"],
        ),
        (["The FBI", "The bureau", "The news outlet"], ["FBI", "FBI", "Fox News"]),
        (["Section 4 of the act"], ["section 4 of the act"]),
        (["Opponents of a wall in the U.S."], ["opponents of a wall in the U.S."]),
        (["The Committee"], ["EP Committee on Civil Affairs"]),
        (["The 68-year-old Oregon native", "He"], ["David Oakes"] * 2),
        ([("Show,” ", "Quayle")], ["Rachel Quayle"]),
        (["The Post", ("rained,” ", "it")], ["Hartford Post"] * 2),
        (["The email from Jeremy Bell", ("tried,” ", "it")], ["the email from Jeremy Bell"] * 2),
        (["None of the major clubs"], ["none of the major clubs"]),
        (["Even her fellow cast members"], ["her fellow cast members"]),
        (
            ["Attendees at Thursday's summit of the Fish Union"],
            ["attendees at Thursday's summit of the Fish Union"],
        ),
        ([("If ", "Republicans")], ["Republicans"]),
        (["A blog, called the “Feed,” anchored by writers"], ["a blog"]),
        ([("Organization, ", "which")], ["World Trade Organization"]),
        (["Corden, who has also advised Arizona Sen. John Hewell"], ["Corden"]),
        ([("18% ", "who")], ["18%"]),
        (
            ["A newly released email relating to the fire"],
            ["a newly released email relating to the fire"],
        ),
        (
            ["his older brother, George Marsh, and the former first lady, Laura Marsh,"],
            ["George Marsh, and the former first lady, Laura Marsh"],
        ),
        (["Mr. Vander Loo"], ["Bob Vander Loo"]),
        (["Billionaire Dallas Mavericks owner Mark Kuban"], ["Mark Kuban"]),
        (["House Speaker Paul D. Rye (R-Wis.)"], ["Paul D. Rye"]),
        ([("attorney ", "who")], ["Angela Kory"]),
        (["Donna Bazil"], ["Donna Bazil"]),
        (
            ["The Bernie Sandler presidential campaign", "The Sandler campaign", "His campaign"],
            ["Bernie Sandler presidential campaign"] * 3,
        ),
        (["the candidate"], ["the candidate"]),
        (["Prosecuting, Rupert Saxby"], ["Rupert Saxby"]),
        ([("stoker, ", "who")], ["the stoker"]),
        (["The 47-year-old, who wept in the dock,"], ["Denise Harding"]),
        (["The 77-year-old"], ["Alf Denham"]),
        (
            ["Gianni Ferrand", "the Italian", "The British"],
            ["Gianni Ferrand"] * 2 + ["the British"],
        ),
        (["the kitchenware maker"], ["Orvan Group"]),
        (["Bellrock Homes", "the developer"], ["Bellrock Homes"] * 2),
        (["one of them"], ["one of them"]),
        (["A senior envoy", "the envoy", ("stay, ", "he")], ["a senior envoy"] * 3),
        (["Detective Inspector Marcus Teal", "the detective"], ["Marcus Teal"] * 2),
        (["the dealer"], ["Marguerite Ose"]),
        (
            ["A person involved in the governor's fundraising", "The same person"],
            ["a person involved in the governor's fundraising"] * 2,
        ),
        (["People close to the governor", "They"], ["people close to the governor"] * 2),
        (["Her opposite number, Joseph Adey,"], ["Joseph Adey"]),
        (["Another, Maureen Tibb,"], ["Maureen Tibb"]),
        (["Another Muslim", "the man"], ["another Muslim"] * 2),
        (
            ["Mrs. Crane's presidential campaign", "The Crane campaign", "The campaign"],
            ["Mrs. Crane's presidential campaign"] * 3,
        ),
    ],
)
def test_what_varies_the_name(sources, expected):
    _, found = speakers("variations", *sources)
    assert [speaker.name if speaker else None for speaker in found] == expected


@pytest.mark.parametrize(
    ("source", "type_"), [("Cuban Americans", "group"), ("One in three", "group")]
)
def test_peoples_and_shares_are_groups(source, type_):
    _, (speaker,) = speakers("variations", source)
    assert speaker.type == type_


def test_many_of_no_known_kind_speak_by_a_cue_of_saying():
    article, document = parsed("variations")
    (source,) = placed(article.text, ["Partisans on both sides"])
    for cue_class, name in (("speech", "partisans on both sides"), ("other", None)):
        claim = Attribution((), (), (source,), cue_class=cue_class)
        (speaker,) = resolve(article, Reading(document), [claim])
        assert (speaker and speaker.name) == name


def test_a_source_of_two_quotes_is_one_speaker():
    article, document = parsed("variations")
    (source,) = placed(article.text, ["The 68-year-old Oregon native"])
    claims = [Attribution((), (), (source,))] * 2
    first, second = resolve(article, Reading(document), claims)
    assert first.name == second.name == "David Oakes"


def test_a_capital_is_no_person():
    _, (beijing,) = speakers("newsroom", "Beijing")
    assert beijing.type == "organization"


def test_nobody_is_named_by_what_they_say():
    _, (speaker,) = speakers(
        "variations", ("laughed. ", "She"), contents=["that Petra will decide"]
    )
    assert speaker is None or speaker.name != "Petra"


def test_it_is_not_what_it_speaks_of():
    _, found = speakers("newsroom", ("dangerous, ", "it"), contents=["Cold cheese is dangerous"])
    assert names(found) == ["the milk board"]


def test_it_goes_on_with_the_document_that_spoke():
    sources = "A poll by the Gazette", ("fog. ", "It"), "The statement", ("there,” ", "it")
    _, found = speakers("newsroom", *sources)
    assert names(found) == ["a poll by the Gazette"] * 2 + ["the statement"] * 2
    assert found[0] is found[1]
    assert found[2] is found[3]


def test_the_reason_ends_before_what_was_said():
    article, document = parsed("newsroom")
    claim = Attribution((), source=tuple(placed(article.text, ["A strategist"])))
    (reason,) = anonymity_reasons(document, [claim], speakers("newsroom", "A strategist")[1])
    assert reason.of(article.text) == "to speak bluntly"


def test_nobody_says_what_somebody_is_asked():
    article, document = parsed("newsroom")
    source, cue, content = placed(article.text, ["Mina Karam", "Asked", "if it would rain"])
    (claim,) = with_subjects(document, [Attribution((content,), (cue,), (source,))])
    assert claim.source == ()


@pytest.mark.models
def test_what_a_document_finds_it_says():
    text = "The fog is popular.\n\nA survey by the Brill Gazette found that most people like fog."
    ((_, (quote,)),) = Extractor().extract([article_of_text(text, "a")])
    assert [span.of(text) for span in quote.cue] == ["found"]
    assert (quote.speaker.type, quote.cue_class) == ("document", "writing")

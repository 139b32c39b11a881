"""Whom descriptions and pronouns call again, in short made-up articles with stored parses."""

from quotes.resolve import sentences_needed
from quotes.types import Attribution
from resolving import names, parsed, placed, speakers


def test_descriptions_call_again_whom_the_text_has_named():
    _, found = speakers(
        "recalled", "the tired, 71-year-old diplomat", "The famously gruff senator",
        "The Maine senator", "the Republican nominee",
    )  # fmt: skip
    assert names(found) == ["Oskar Vahl", "Ida Thorsen", "Ida Thorsen", "Bo Lindgren"]


def test_descriptions_of_another_party_or_of_the_future_mean_nobody_known():
    _, found = speakers("recalled", "The Democratic nominee", "The next president")
    assert names(found) == ["the Democratic nominee", "the next president"]
    assert {speaker.type for speaker in found} == {"unknown"}


def test_a_headline_describes_whom_the_text_names():
    _, found = speakers("recalled", "Outgoing lakes chief")
    assert names(found) == ["Oskar Vahl"]


def test_somebodys_own_is_named_later():
    _, found = speakers("recalled", "His longtime personal physician", "The physician, Dr.")
    assert names(found) == ["Petra Rook", "Petra Rook"]


def test_an_aide_may_be_the_official_just_introduced():
    _, found = speakers("recalled", "A White Hall official", "The aide")
    assert names(found) == ["a White Hall official"] * 2


def test_documents_go_by_their_name_and_are_called_again():
    _, found = speakers(
        "recalled", "The rare deal", "a new Coast News/Harbour Post poll", "The survey",
        "The same poll", "an average of Coast-Harbour polls", "The law",
    )  # fmt: skip
    poll = "Coast News/Harbour Post poll"
    assert names(found) == [
        "Geneva accord", poll, poll, poll, "an average of Coast-Harbour polls", "Clean Lakes Act",
    ]  # fmt: skip
    assert {speaker.type for speaker in found} == {"document"}


def test_bodies_are_called_again_by_their_kind():
    _, found = speakers("recalled", "The newspaper", "His campaign", ("Monday, ", "the company"))
    assert names(found) == ["Harbour Herald", "Lindgren campaign", "Osprey Foods"]


def test_the_president_is_who_has_the_administration():
    _, found = speakers("recalled", ("said ", "the president"))
    assert names(found) == ["Ivo Oban"]


def test_a_role_told_of_somebody_named_introduces_nobody_else():
    _, found = speakers("recalled", "The inspector", "Her husband")
    assert names(found) == ["Nils Berg", "Bill Quade"]


def test_bodies_are_somebodys_and_critics_may_be_any():
    _, found = speakers("recalled", "The campaign of Ida Thorsen", ("Critics ", "who"))
    assert names(found) == ["Thorsen campaign", "critics"]


def test_a_clause_behind_a_comma_introduces_somebody_new():
    _, found = speakers("recalled", ("The novice ", "who"), "The comedian", "Both")
    assert names(found) == ["Tim Corell", "the comedian", "Ada Poe and Kim Roth"]


def test_asides_do_not_take_the_turn_and_clauses_may_come_first():
    _, found = speakers(
        "asides", "Karl Mohr", "the Harbour nominee", ("angry,” ", "he"), ("As ", "he"), "He"
    )
    assert names(found) == [
        "Karl Mohr", "the Harbour nominee", "Karl Mohr", "Otto Brandt", "Otto Brandt",
    ]  # fmt: skip


def test_the_writer_and_documents_in_the_plural():
    _, found = speakers("asides", ("close.\n\n", "I"), "they")
    assert [(s.name, s.type) for s in found] == [("I", "anonymous_person"), ("polls", "document")]


def test_the_sentences_that_call_somebody_so_are_needed():
    article, document = parsed("recalled")
    (span,) = placed(article.text, ["The Maine senator"])
    needed = sentences_needed(document, [Attribution((), source=(span,))])
    assert any(document.sentences[i].text.startswith("Sen. Ida Thorsen") for i in needed)

"""How a cue puts what is said: stance, negated, hedged, verbatim."""

from __future__ import annotations

import pytest

from quotes.find.stance import manner, stance_of
from quotes.types import Attribution, Manner, Span


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("said", "plain"),
        ("told", "plain"),
        (":", "plain"),
        ("claimed", "claiming"),
        ("has insisted", "claiming"),
        ("seemed to be charging", "claiming"),
        ("denied", "denying"),
        ("refused to rule out", "denying"),
        ("vowed", "promising"),
        ("asked", "asking"),
        ("called on", "asking"),
        ("called", "plain"),
        ("said at a press conference", "plain"),
        ("questioned whether", "asking"),
        ("questioned", "plain"),
    ],
)
def test_the_stance_is_that_of_the_first_word_that_tells_one(cue, stance):
    assert stance_of(cue) == stance


def test_words_after_a_cue_help_to_tell_a_question():
    assert stance_of("questioned whether it rained", 1) == "asking"
    assert stance_of("said claims were false", 1) == "plain"


def test_the_verb_may_stand_in_what_is_said():
    assert how("[The mayor] {refused} <to rule out a dam>.").stance == "denying"
    assert how("[The mayor] {refused} <to go>").stance == "plain"
    assert how("[The mayor] {said} <to deny it was wrong>.").stance == "plain"


def how(text, kind="indirect"):
    """Return the manner of ``[source] {cue} <content>``."""
    plain, marks = "", {}
    for sign in text:
        if sign in "[]{}<>":
            marks[sign] = len(plain)
        else:
            plain += sign
    source = (Span(marks["["], marks["]"]),) if "[" in marks else ()
    cue = (Span(marks["{"], marks["}"]),) if "{" in marks else ()
    content = (Span(marks["<"], marks[">"]),)
    return manner(plain, Attribution(content, cue, source, kind))


@pytest.mark.parametrize(
    ("text", "negated", "hedged"),
    [
        ("[The mayor] {said} <it would rain>.", False, False),
        ("[The mayor] {refused to rule out} <a dam>.", True, False),
        ("[The mayor] did not {say} <whether it would rain>.", True, False),
        ("[The mayor] wouldn’t {say} <whether it would rain>.", True, False),
        ("[The mayor] not only {said} <so>.", False, False),
        ("[The mayor] {refused} <to rule out a dam>.", True, False),
        ("[The mayor] {seemed} <to charge the clerk>.", False, True),
        ("[Nobody] {said} <that it would rain>.", True, False),
        ("It was not dry. [The mayor] {said} <so>.", False, False),
        ("[The mayor] {said} <it did not rain>.", False, False),
        ("[The mayor] {seemed to be charging} <that it was a plot>.", False, True),
        ("[The mayor] reportedly {told} the clerk <to go>.", False, True),
        ("[The mayor] {hinted} <at rain>.", False, True),
        ("[The mayor] {could claim} <victory>.", False, True),
        ("[The mayor] {could not say} <when>.", True, False),
        ("[The mayor] {said} <could it rain>.", False, False),
        ("In May [the mayor] {said} <so>.", False, False),
    ],
)
def test_a_cue_may_be_negated_or_hedged(text, negated, hedged):
    found = how(text)
    assert (found.negated, found.hedged) == (negated, hedged)


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        ("“<Yes,>” [he] {said}.", True),
        ("“<Yes,>” [he] {would say}, “almost every day.”", False),
        ("“<Yes,>” [he] {would later say}.", True),
        ("[She] used to {say}, “<Rain is rain.>”", False),
        ("The tone {described} by [insiders] has been along the lines of, “<Look, man.>”", False),
        ("as [she] {liked to put it}, “<wet>”", False),
        ("the sort of place where [people] {say} ‘<never>’", False),
        ("“<Yes.>”", True),
        ("Her tone has been along the lines of, “<Look, man.>”", False),
    ],
)
def test_what_is_habitual_or_made_up_is_not_verbatim(text, verbatim):
    assert how(text, "direct").verbatim is verbatim


def test_what_calls_quoted_words_typical_may_be_part_of_what_is_said():
    text = "The tone {described} by [insiders] <has been along the lines of, “Look, man.”>"
    assert how(text, "mixed").verbatim is False
    start, mark = text.index("<"), "has been along the lines of, “Look, man.”"
    content = (Span(0, 8), Span(start - 4, start - 4 + len(mark)))
    plain = "The tone described by insiders " + mark
    assert manner(plain, Attribution(content, (Span(9, 18),), (), "mixed")).verbatim is False


def test_what_somebody_would_do_is_not_made_up():
    found = how("[An aide] {said} <the ministry would answer “in the proper language.”>", "mixed")
    assert found.verbatim is True


def test_only_words_in_marks_are_verbatim_or_not():
    assert how("[He] used to {say} <it rained>.").verbatim is None
    assert manner("so-called", Attribution((Span(0, 2),), kind="scare")) == Manner()

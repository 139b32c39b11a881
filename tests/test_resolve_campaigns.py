"""Names, bodies and pronouns as campaign news has them, in a made-up article with a stored parse."""

import pytest

from resolving import names, speakers


def test_a_role_with_a_hyphen_is_one_word():
    _, found = speakers("campaigns", "the front-runner")
    assert names(found) == ["Tom Reyes"]


def test_whoever_is_brought_in_alone_is_the_next_he():
    _, found = speakers("campaigns", ("high. ", "Reyes"), ("that. ", "He"), ("Ibsen. ", "He"))
    assert names(found) == ["Tom Reyes", "Tom Reyes", "Paul Ibsen"]


def test_the_campaign_is_hers_after_her_campaign():
    _, found = speakers("campaigns", "the campaign", "The Vance campaign")
    assert names(found) == ["Vance campaign"] * 2
    assert found[0] is found[1]


def test_the_bodies_of_two_owners_stay_two():
    _, found = speakers(
        "campaigns", ("way, and ", "his campaign"), ("walked, and ", "his campaign")
    )
    assert names(found) == ["his campaign"] * 2
    assert found[0] is not found[1]


def test_a_passive_is_about_its_subjects_own_words():
    _, found = speakers("campaigns", "Vance", ("about ", "his"))
    assert names(found) == ["Ruth Vance", "Tom Reyes"]


def test_brackets_and_nor_join_names():
    sources = ("Sens. Ruth Vance (Ohio) and Tom Reyes", "Neither Tom Reyes nor his rivals")
    _, found = speakers("campaigns", *sources)
    assert [name.lower() for name in names(found)] == [source.lower() for source in sources]
    assert {speaker.type for speaker in found} == {"group"}


def test_a_nickname_in_marks_is_part_of_the_name():
    _, found = speakers(
        "campaigns", "Former sailor and pilot Anna “Red” Halloran", ("high. ", "She"), "Halloran"
    )
    assert names(found) == ["Anna “Red” Halloran"] * 3
    assert found[0] is found[2]


def test_names_stand_behind_dashes_and_named():
    _, found = speakers(
        "campaigns", "Another old favorite in the Senate — Helen Marsh of Maine —",
        "an entrepreneur named Nils Berg",
    )  # fmt: skip
    assert names(found) == ["Helen Marsh", "Nils Berg"]


def test_a_doubled_letter_makes_no_second_person():
    _, found = speakers("campaigns", "Mrs. Crane", "Hillary Crane")
    assert found[0] is found[1]


def test_polls_go_by_their_pollsters():
    _, found = speakers(
        "campaigns", "A University of Oakmere poll out this week",
        "A new Coast News/Harbor Times poll released Monday",
    )  # fmt: skip
    assert names(found) == ["University of Oakmere poll", "Coast News/Harbor Times poll"]
    assert {speaker.type for speaker in found} == {"document"}


def test_which_is_the_example_that_a_comma_follows():
    _, found = speakers("campaigns", ("Acme Foods, ", "which"))
    assert names(found) == ["Acme Foods"]


@pytest.mark.parametrize(
    "source",
    [
        "Nearly all of the pilots in the port",
        "About four out of 10 voters",
        "Less than a third",
        "An army of Vance supporters",
        "Two objectors",
    ],
)
def test_more_quantities_are_groups(source):
    _, (speaker,) = speakers("campaigns", source)
    assert (speaker.name.lower(), speaker.type) == (source.lower(), "group")


def test_an_article_left_out_belongs_to_the_source():
    _, found = speakers("campaigns", ("the ", "front-runner"))
    assert names(found) == ["Tom Reyes"]


def test_a_description_of_either_of_two_is_nobody_known():
    _, (speaker,) = speakers("campaigns", "The candidate")
    assert (speaker.name, speaker.type) == ("the candidate", "unknown")


def test_somebody_and_others_are_a_group():
    _, (speaker,) = speakers("campaigns", "Holt and others")
    assert (speaker.name, speaker.type) == ("Holt and others", "group")

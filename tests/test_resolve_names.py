"""Which names and groups sources hold, in short made-up articles with stored parses."""

import pytest

from resolving import names, speakers


def test_names_are_spelled_in_many_ways():
    _, found = speakers(
        "spelled", "Frederic C. Hale", "M. Dana Quist", "Mr. Hale", "Mr. Prince",
        ("rain,” ", "Dae"), "The Ledger’s Dana Milford",
    )  # fmt: skip
    assert names(found) == [
        "Frederic C. Hale", "M. Dana Quist", "Frederic C. Hale", "Matthew Prince", "Dae Ki-moon",
        "Dana Milford",
    ]  # fmt: skip


def test_a_surname_in_the_plural_is_a_family():
    _, found = speakers("spelled", "Rolf and Inga Dahl", "The Dahls", "they")
    assert names(found) == ["Rolf and Inga Dahl"] * 3


def test_who_goes_back_to_the_name_beside_the_noun():
    _, found = speakers("spelled", ("miller ", "who"), ("Poe, ", "who"), "they")
    assert names(found) == ["Rolf Dahl", "Ada Poe", "Ada Poe and Ben Roth"]


def test_bodies_have_their_fullest_name():
    _, found = speakers("spelled", "U.S.", "Tillman Square", "The Kremlin")
    assert names(found) == ["United States", "Tillman Square Capital Management", "Kremlin"]
    assert {speaker.type for speaker in found} == {"organization"}


def test_names_stand_behind_what_describes_them():
    _, found = speakers(
        "spelled", "One old hand, popular radio host Dennis Farrow",
        "a member of the board, Helen Marsh", "Pro-Hadley super PAC Bridges USA Action",
        "a militant group that calls itself Northern Dawn",
    )  # fmt: skip
    assert names(found) == ["Dennis Farrow", "Helen Marsh", "Bridges USA Action", "Northern Dawn"]


@pytest.mark.parametrize(
    "source",
    [
        "A number of Harbour Party delegates",
        "Some 85% of sailors",
        "More than a dozen women",
        "The rich",
        "Nearly two-thirds of voters",
    ],
)
def test_quantities_are_groups(source):
    _, (speaker,) = speakers("spelled", source)
    assert (speaker.name.lower(), speaker.type) == (source.lower(), "group")


def test_the_two_are_the_pair_just_named():
    _, found = speakers("spelled", "The two")
    assert names(found) == ["Ada Poe and Ben Roth"]

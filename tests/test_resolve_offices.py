"""Offices and what they are of, before and after names, in a made-up article, parsed."""

import pytest

from resolving import names, speakers


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["The President of the Republic Pablo Castrel", "He"], "Pablo Castrel"),
        (["CEO of Orbit Mumtaz Dabbas"], "Mumtaz Dabbas"),
        (["the leader of CAM Hector Llaitur"], "Hector Llaitur"),
        (
            ["Ontario weather-based insurance expert and advocate Hilda Andersen-Parr"],
            "Hilda Andersen-Parr",
        ),
        (["Deputy director of the Department of Environment in Mymen Nur Alam"], "Nur Alam"),
        (["Colombian Chief of Police General Jorge Luis Vergara"], "Jorge Luis Vergara"),
        (["Assistant Undersecretary for Financial Affairs Youssef Al-Nassar"], "Youssef Al-Nassar"),
        (["Leonel Capote, from Port Melena", ("wet,” ", "he")], "Leonel Capote"),
        ([("April 30, ", "who")], "Clara Aguilar"),
        (["The Iranian foreign minister Amir Abdolla", "the Iranian foreign minister"], "Amir Abdolla"),
        (["Dylan Pocock", "The Australian rugby legend"], "Dylan Pocock"),
        (["The German Embassy in Port Hexley", ("open, ", "they")], "German Embassy"),
        (["The Ministry of Electronics", ("letter, ", "it")], "Ministry of Electronics"),
        (["V Muralidhar", ("motion. ", "Muralidhar")], "V Muralidhar"),
        (["Opas Karnwin", "The DDC chief"], "Opas Karnwin"),
        (
            ["Anti-corruption advocate group, Transparency Council Guyana Inc (TCGI)"],
            "Transparency Council Guyana Inc",
        ),
        (["Nedbank Namibia"], "Nedbank Namibia"),
        (["the company’s website"], "the company’s website"),
        (["The EPA"], "EPA"),
        (["Channel 13 news"], "Channel 13 news"),
        ([("TBP"), "The Bogota Post"], "Bogota Post"),
        ([("JN"), "Jacqueline Novograd"], "Jacqueline Novograd"),
        (["CNN"], "CNN"),
        ([("reported from ", "Johannesburg")], None),
        ([("July, ", "which")], "its forecast"),
        ([("resigned. ", "Bukele")], "Nayim Daniel Bukele"),
        (["The mayor of Springfell, Ann Lee", "The mayor of the City of Springfell"], "Ann Lee"),
        (["The commander of the fleet, Bo Dahl", "The commander of the fleet"], "Bo Dahl"),
        (["The French minister"], "the French minister"),
        ([("According to ", "the agencies")], "the agencies"),
        (["KwaZulu-Natal MEC for Finance Nomusa Dube-Ncuba"], "Nomusa Dube-Ncuba"),
        (["locals"], "locals"),
        (["The “Gang of Nine”"], "the “Gang of Nine”"),
        (
            ["More than half of the supporters of the Harbour Party"],
            "more than half of the supporters of the Harbour Party",
        ),
    ],
)  # fmt: skip
def test_who_is_meant(sources, expected):
    _, found = speakers("offices", *sources)
    assert names(found) == [expected] * len(sources)


def test_agencies_are_no_single_one():
    _, (one, both) = speakers(
        "offices", ("Monday. ", "Ko’s agency"), ("According to ", "the agencies")
    )
    assert (one.type, both.name, both.type) == ("organization", "the agencies", "group")


def test_they_are_not_those_who_are_spoken_of():
    said = ("that the scientists return to the camp", "The blasts must stop")
    _, found = speakers("offices", "The protesters", ("stop, ", "they"), contents=said)
    assert names(found) == ["the protesters"] * 2


def test_the_holder_of_a_like_office_is_somebody_else():
    _, found = speakers(
        "offices",
        "The commander of the Iranian navy, Admiral Ali Tangsir",
        "the commander of the Omani Navy",
        "President Alberto Fernan",
        "The vice-president",
    )
    one, other, president, deputy = names(found)
    assert (one, president) == ("Ali Tangsir", "Alberto Fernan")
    assert other == "the commander of the Omani Navy"
    assert deputy == "the vice-president"


@pytest.mark.parametrize(
    "source", ["The German Embassy in Port Hexley", "The Ministry of Electronics"]
)
def test_bodies(source):
    _, (speaker,) = speakers("offices", source)
    assert speaker.type == "organization"

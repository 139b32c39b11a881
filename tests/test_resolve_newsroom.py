"""Sources as court, sports and business news have them, in a made-up article with a stored parse."""

import pytest

from resolving import names, speakers


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
        (["somebody claiming to be Larkspur"], ["somebody claiming to be Larkspur"]),
    ],
)
def test_who_is_meant(sources, expected):
    _, found = speakers("newsroom", *sources)
    assert [speaker.name if speaker else None for speaker in found] == expected


def test_a_capital_is_no_person():
    _, (beijing,) = speakers("newsroom", "Beijing")
    assert beijing.type == "organization"


def test_it_is_not_what_it_speaks_of():
    _, found = speakers("newsroom", ("dangerous, ", "it"), contents=["Cold cheese is dangerous"])
    assert names(found) == ["the milk board"]

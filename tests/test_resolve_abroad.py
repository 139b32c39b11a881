"""Names and offices as news from all over the world has them, in a made-up article, parsed."""

import pytest

from resolving import description, names, speakers


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([("Sunday. ", "Cheung Ka-wai"), "Cheung"], "Cheung Ka-wai"),
        (["Secretary for Culture, Sports and Tourism Kevin Poon Yun-hung"], "Kevin Poon Yun-hung"),
        ([("proud. ", "Poon")], "Kevin Poon Yun-hung"),
        (["Taipei police chief Lin Hung-yuan (林宏元)", "Lin"], "Lin Hung-yuan"),
        (["Member of parliament Muhalhal Al-Badr", "Al-Badr"], "Muhalhal Al-Badr"),
        (["Ferry Authority of Malta (FAM) governor Joseph Supran", "Supran"], "Joseph Supran"),
        (["Liberal Progress Party (LPP) Legislator Hung Sun-tsai (洪申材)"], "Hung Sun-tsai"),
        (["Hung Sun-tsai (洪申材)", "He"], "Hung Sun-tsai"),
        (
            ["the president of the High People's Court (HPC), Raúl Remón Ferrer"],
            "Raúl Remón Ferrer",
        ),
        (["Raúl Remón Ferrer", "The president of the HPC"], "Raúl Remón Ferrer"),
        (
            ["The China Wool and Insulin Regulatory Commission (CWIRC)", "The commission"],
            "China Wool and Insulin Regulatory Commission",
        ),
        (["Hong Kong and Macau Trade Office director Xia Baoling", "Xia"], "Xia Baoling"),
        (["IRD", "It"], "IRD"),
        ([("phones. ", "Cook")], "Tim Cook"),
        (["The Football Federation of Chile", "The Federation"], "Football Federation of Chile"),
        (["A bisexual student who gave her name as Amanda"], "Amanda"),
        (["Clive Palmer and Mark MacGowan", "The pair"], "Clive Palmer and Mark MacGowan"),
        (["An affected trader, Alex Ngene,", "The trader"], "Alex Ngene"),
        (["Prof Rita Oduya of Kent University", "The professor"], "Rita Oduya"),
        (["Police spokesman Superintendent Gift Banda", "Supt Banda"], "Gift Banda"),
        (["Jean-Claude Juncken"], "Jean-Claude Juncken"),
        (["Dr. M.S. Swami"], "M.S. Swami"),
        ([("fly. ", "Tesla"), "The company"], "Tesla"),
        (["A joint statement by the three banks", "The statement"], "a joint statement"),
        ([("late. ", "WHO")], "World Health Organization"),
        (["Crown Prince Mohamed bin Salim", "Bin Salim"], "Mohamed bin Salim"),
        (["Volodymyr Zelensko", "The Ukrainian leader"], "Volodymyr Zelensko"),
        (["Aung San Suu Kyo", ("no. ", "Suu Kyo")], "Aung San Suu Kyo"),
        (["Gabriel García Márques", ("wrote. ", "García Márques")], "Gabriel García Márques"),
        (["RTA"], "Roads and Transport Authority"),
        ([("sat. ", "BoG"), "It"], "Bank of Ghana"),
        (["René Fernández", "Fernandez"], "René Fernández"),
        (["ASUU President, Emmanuel Osodeki,", "The ASUU President"], "Emmanuel Osodeki"),
        (["Presidential spokesperson Kang In-sung", "Kang"], "Kang In-sung"),
    ],
)
def test_who_is_meant(sources, expected):
    _, found = speakers("abroad", *sources)
    assert names(found) == [expected] * len(sources)


def test_one_document_is_not_several():
    _, found = speakers("abroad", "DEA reports quoted by the study", "The study")
    assert names(found) == ["DEA reports quoted by the study", "the study"]


@pytest.mark.parametrize(
    "source", ["China's steel watchdog", "IRD", "The US", ("fly. ", "Tesla"), "the Post", "Xinhua"]
)
def test_bodies(source):
    _, (speaker,) = speakers("abroad", source)
    assert speaker.type == "organization"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Raúl Remón Ferrer", "the president of the High People's Court (HPC)"),
        ("Ana Valen", "president of the Canator"),
        ("The Chinese pop star and actor Jackson Yeo", "Chinese pop star and actor"),
        ("New Zealand coach Ian Forster", "New Zealand coach"),
        ("Trevor Gould", "a dancer, singer and powwow emcee"),
        ("Dr. Robert Zubron", "Mars Society President"),
        ("Otieno Odhiambo", "Kenya's minister of Mining and Energy"),
    ],
)
def test_descriptions(source, expected):
    article, (speaker,) = speakers("abroad", source)
    assert description(article, speaker) == expected


@pytest.mark.parametrize(
    ("source", "field", "expected"),
    [
        ("Deputy Prime Minister Abdul Hanif", "title", "Deputy Prime Minister"),
        ("Deputy Health Minister Yael Litman", "title", "Deputy Health Minister"),
        ("The Sierra Leone Labour Union's Max Conteh", "organization", "Sierra Leone Labour Union"),
        ("Federico Fern", "organization", "Panama Chamber of Solar Energy"),
        ("Bwalo Tembo", "organization", "Africa Growth Agency"),
        ("New Zealand coach Ian Forster", "organization", None),
        ("Otieno Odhiambo", "organization", None),
        ("Thulas Nxeso", "country", "South Africa"),
        ("WA Attorney-General John Quigly", "title", "Attorney-General"),
        ("New Zealand coach Ian Forster", "country", "New Zealand"),
    ],
)
def test_fields(source, field, expected):
    _, (speaker,) = speakers("abroad", source)
    assert getattr(speaker, field) == expected

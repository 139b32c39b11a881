"""Attributions from what the network found and the marks: no model is needed."""

from __future__ import annotations

import time

import pytest

from quotes.attribute import attribute
from quotes.find.cues import cue_class
from quotes.find.decode import Found
from quotes.find.marks import pair_marks
from quotes.find.snap import mention, snap
from quotes.types import Attribution, Span


def at(text: str, words: str, start: int = 0) -> Span:
    """Return the span of the words in the text."""
    place = text.index(words, start)
    return Span(place, place + len(words))


def found(text: str, cue: str, source: str, *content: str, sure: float = 0.9) -> Found:
    sources = (at(text, source),) if source else ()
    return Found(at(text, cue), sources, tuple(at(text, c) for c in content), sure)


def made(text: str, *items: Found, skip: tuple[Span, ...] = ()) -> list[Attribution]:
    return attribute(text, pair_marks(text), items, skip)


def words(text: str, attribution: Attribution) -> list[str]:
    return [piece.of(text) for piece in attribution.content]


SNAPPED = [
    # text, content as found, content that fits the marks
    ("“We must go home now,” she said.", ["must go home"], ["We must go home now,"]),
    ("“We must go home now,” she said.", ["“We must go home now,”"], ["We must go home now,"]),
    ("She said it was “a very sad day” for all.", ["it was “a very"], ["it was “a very sad day"]),
    (
        "She said it was “a very sad day” for all.",
        ["sad day” for all"],
        ["a very sad day” for all"],
    ),
    (
        "She said the long and winding talks “failed us all again”.",
        ["the long and winding talks “f"],
        ["the long and winding talks"],
    ),
    ("She said it rained, and left.", ["it rained,"], ["it rained"]),
    (
        "She said it rained , that all was wet",
        ["it rained", "that all was wet"],
        ["it rained , that all was wet"],
    ),
]


@pytest.mark.parametrize(("text", "content", "expected"), SNAPPED)
def test_no_content_begins_or_ends_amid_a_quotation(
    text: str, content: list[str], expected: list[str]
) -> None:
    pieces = snap(text, [at(text, c) for c in content], [at(text, "said")], pair_marks(text))
    assert [p.of(text) for p in pieces] == expected


def test_the_marks_around_the_cue_are_not_those_of_the_content() -> None:
    text = "“Tom said it was over and done,” she recalled."
    pieces = snap(text, [at(text, "it was over")], [at(text, "said")], pair_marks(text))
    assert [p.of(text) for p in pieces] == ["it was over"]


def test_one_quote_in_two_pieces() -> None:
    text = "“I must go,” he said. “I must see them all today.”"
    (one,) = made(text, found(text, "said", "he", "I must go"))
    assert words(text, one) == ["I must go,", "I must see them all today."]
    assert one.kind == "direct"
    assert one.source[0].of(text) == "he"


def test_a_turn_goes_on_in_the_next_paragraph() -> None:
    text = "“We lost,” said Ada Poe.\n\n“We will be back in the spring.”\n\nNobody else spoke."
    (one,) = made(text, found(text, "said", "Ada Poe", "We lost"))
    assert words(text, one) == ["We lost,", "We will be back in the spring."]


def test_a_reopened_quotation_goes_on() -> None:
    text = "“We lost,” said Ada Poe. “It was a long night.\n\n“But we will be back.”"
    (one,) = made(text, found(text, "said", "Ada Poe", "We lost"))
    assert words(text, one) == ["We lost,", "It was a long night.", "But we will be back."]


def test_a_new_turn_does_not_go_on() -> None:
    text = "“We lost,” said Ada Poe. Then the crowd left the hall and went home in silence through long streets of rain.\n\n“We won this whole thing today.”"
    items = made(text, found(text, "said", "Ada Poe", "We lost"))
    assert [words(text, a) for a in items] == [["We lost,"], ["We won this whole thing today."]]
    assert items[1].cue == ()
    assert items[1].source == ()


PARTED = "“We lost,” said Ada Poe.\n\nRain fell on the town all day.\n\n“We won this whole thing.”"


@pytest.mark.parametrize("content", [["We lost"], ["We lost", "We won this whole thing"]])
def test_a_paragraph_of_narration_ends_a_turn(content: list[str]) -> None:
    items = made(PARTED, found(PARTED, "said", "Ada Poe", *content))
    assert [words(PARTED, a) for a in items] == [["We lost,"], ["We won this whole thing."]]
    assert items[1].source == ()


def test_narration_after_the_end_of_a_quotation_ends_a_turn() -> None:
    text = "Ada Poe said: " + PARTED.replace(",” said Ada Poe.", ".”")
    items = made(text, found(text, "said", "Ada Poe", "We lost"))
    assert [words(text, a) for a in items] == [["We lost."], ["We won this whole thing."]]
    assert items[1].source == ()


@pytest.mark.parametrize("report", ["the vote was unfair", "the vote was “wholly unfair”"])
def test_a_quotation_goes_on_with_the_report_before_it(report: str) -> None:
    text = PARTED.replace("Rain fell on the town all day", f"Eli Katz claimed {report}")
    ada = found(text, "said", "Ada Poe", "We lost")
    one, two = made(text, ada, found(text, "claimed", "Eli Katz", report))
    assert words(text, one) == ["We lost,"]
    assert [p.strip("”") for p in words(text, two)] == [
        report.strip("”"),
        "We won this whole thing.",
    ]
    assert two.kind == "mixed"


def test_a_paragraph_left_open_goes_with_the_one_that_takes_it_up() -> None:
    text = "“We lost, and it was hard.\n\n“We will be back,” said Ada Poe."
    (one,) = made(text, found(text, "said", "Ada Poe", "We will be back"))
    assert words(text, one) == ["We lost, and it was hard.", "We will be back,"]


def test_paragraphs_left_open_are_one_statement() -> None:
    text = "Rain fell.\n\n“We lost the match and the cup.\n\n“Nobody is to blame for that.”\n\nRain fell."
    (one,) = made(text)
    assert words(text, one) == ["We lost the match and the cup.", "Nobody is to blame for that."]
    assert (one.kind, one.source) == ("direct", ())


def test_a_paragraph_left_open_is_not_of_who_spoke_before() -> None:
    text = "“We won,” said Eli Katz.\n\n“We lost, and it was hard.\n\n“We will be back,” noted Ada Poe."
    eli = found(text, "said", "Eli Katz", "We won", "We lost, and it was hard")
    items = made(text, eli, found(text, "noted", "Ada Poe", "We will be back"))
    assert [words(text, a) for a in items] == [
        ["We won,"],
        ["We lost, and it was hard.", "We will be back,"],
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON (Reuters) - ",
        "SALEM, Ore. — ",
        "Durban, May 20 2022 (IPS) - ",
        "(AP) -- ",
        "TODAY (EFE) ",
    ],
)
def test_a_dateline_is_not_said(dateline: str) -> None:
    text = f"Rain fell.\n\n{dateline}Banks are safe, Ada Poe said."
    (one,) = made(text, found(text, "said", "Ada Poe", f"{dateline}Banks are safe"))
    assert words(text, one) == ["Banks are safe"]


def test_a_day_is_nobody() -> None:
    text = "Sunday brought word that the club had won."
    (one,) = made(text, found(text, "brought word", "Sunday", "that the club had won"))
    assert one.source == ()


def test_a_dash_is_no_dateline() -> None:
    for content in (
        "Trade (TPP) and banks - both of them - are safe",
        "NATO - the alliance - acts",
    ):
        text = f"{content}, Ada Poe said."
        (one,) = made(text, found(text, "said", "Ada Poe", content))
        assert words(text, one) == [content]


def test_a_quotation_within_the_source_is_not_said() -> None:
    text = "“We lost it,” wrote the authors of “A New Plan for Ports” in June."
    source = "the authors of “A New Plan for Ports"
    one, *_ = made(text, found(text, "wrote", source, "We lost it"))
    assert words(text, one) == ["We lost it,"]


def test_scare_quotes() -> None:
    text = "He rode in the car known as “the Beast” to town."
    (one,) = made(text)
    assert (one.kind, one.cue, one.source) == ("scare", (), ())


def test_what_it_is_said_of_is_not_what_is_said() -> None:
    text = "“Not at all,” she said of the new plan to move the port."
    (one,) = made(text, found(text, "said of", "she", "the new plan to move the port"))
    assert words(text, one) == ["Not at all,"]
    assert one.kind == "direct"


def test_what_goes_with_a_verb_of_writing_is_not_what_is_written() -> None:
    text = "“It is over,” she wrote in asking for help."
    (one,) = made(text, found(text, "wrote in asking for", "she", "help"))
    assert words(text, one) == ["It is over,"]
    text = "“It is over,” she wrote it was late."
    (one,) = made(text, found(text, "wrote", "she", "it was late"))
    assert words(text, one) == ["It is over,", "it was late"]
    text = "It rained. “Star Wars,” he wrote, had changed his life."
    claims = made(text, found(text, "wrote", "he", "had changed his life"))
    assert ["had changed his life"] in [words(text, claim) for claim in claims]
    text = "On “Late News,” she told of the flood."  # a title within the sentence
    claims = made(text, found(text, "told of", "she", "the flood"))
    assert ["the flood"] in [words(text, claim) for claim in claims]


BOTH = [
    # every cue was found with both quotations
    ("“It is over,” said Lee. “We lost,” said Poe.", ("Lee", "Poe")),
    ("“It is over,” Lee said. “We lost,” Poe said.", ("Lee", "Poe")),
    ("Lee said, “It is over,” and Poe said “We lost,” too.", ("Lee", "Poe")),
    ("“It is over,” Lee said. “We lost,” he said.", ("Lee", "he")),
]


@pytest.mark.parametrize(("text", "sources"), BOTH)
def test_quotations_belong_to_the_cue_beside_them(text: str, sources: tuple[str, str]) -> None:
    second = text.rindex("said")
    contents = at(text, "It is over,"), at(text, "We lost,")
    one, two = (
        Found(cue, (at(text, who),), contents, 0.9 - 0.2 * n)
        for n, (cue, who) in enumerate(
            zip((at(text, "said"), at(text, "said", second)), sources, strict=True)
        )
    )
    claims = made(text, one, two)
    assert [words(text, claim) for claim in claims] == [["It is over,"], ["We lost,"]]
    assert [claim.source[0].of(text) for claim in claims] == list(sources)


def test_a_report_within_a_quotation_keeps_its_words() -> None:
    text = "“Poe told me that we lost the whole game,” said Lee."
    whole = "Poe told me that we lost the whole game,"
    inner = found(text, "told", "Poe", "that we lost the whole game")
    claims = made(text, inner, found(text, "said", "Lee", whole))
    assert sorted(claim.source[0].of(text) for claim in claims) == ["Lee", "Poe"]


def test_a_faint_cue_takes_no_quotation_from_a_sure_one() -> None:
    text = "She whispered it to him. “We lost,” Poe thought was what she said."
    sure = found(text, "whispered", "She", "We lost", sure=0.95)
    (claim,) = made(text, sure, found(text, "thought", "Poe", "We lost", sure=0.2))
    assert claim.source[0].of(text) == "She"


def test_a_colon_between_spaces_leads_into_a_quotation() -> None:
    text = "Lee said : “We lost,” and Poe said : “It is over,” too."
    contents = at(text, "We lost,"), at(text, "It is over,")
    one = Found(at(text, "said"), (at(text, "Lee"),), contents, 0.9)
    two = Found(at(text, "said", text.index("Poe")), (at(text, "Poe"),), contents, 0.8)
    assert [words(text, claim) for claim in made(text, one, two)] == [["We lost,"], ["It is over,"]]


def test_many_quotations_of_many_cues_take_little_time() -> None:
    text = "“We lost,” Bo said. " * 2000
    starts = range(0, len(text), len(text) // 2000)
    items = [
        Found(at(text, "said", n), (at(text, "Bo", n),), (at(text, "We lost,", n),), 0.9)
        for n in starts
    ]
    begin = time.process_time()
    assert len(made(text, *items)) == len(items)
    assert time.process_time() - begin < 5  # 0.3 s; by pairs it would be minutes


def test_a_quotation_between_two_cues_goes_to_the_surer() -> None:
    text = "Lee said “It is over,” she said."
    content = at(text, "It is over,")
    one = Found(at(text, "said"), (at(text, "Lee"),), (content,), 0.8)
    two = Found(at(text, "said", 10), (at(text, "she"),), (content,), 0.9)
    assert [claim.source[0].of(text) for claim in made(text, one, two)] == ["she"]


def test_the_quotation_beside_a_cue_that_was_found_without_words() -> None:
    text = "“Boots?” she repeated."
    (one,) = made(text, found(text, "repeated", "she", "“"))
    assert words(text, one) == ["Boots?"]
    text = "“It is late.” — Ann Lee\n\n“Boots,” Poe said."
    poe = found(text, "said", "Poe", "It is late.", "Boots,")
    assert [words(text, claim) for claim in made(text, poe)] == [["It is late."], ["Boots,"]]


def test_what_a_surer_claim_leaves_whole_stays() -> None:
    text = "Lee said she was sorry and promised to keep out of it in all the years to come."
    rest = "to keep out of it in all the years to come"
    sure = found(text, "promised", "Lee", rest, sure=0.95)
    both = found(text, "said", "Lee", "she was sorry", rest, sure=0.7)
    assert [words(text, claim) for claim in made(text, both, sure)] == [["she was sorry"], [rest]]


def test_a_source_keeps_the_mark_that_closes_one_in_it() -> None:
    text = "The ‘food basket’ shows that it rained. The workers' union said so."
    (one,) = made(text, found(text, "shows", "The ‘food basket", "that it rained"))[1:]
    assert [s.of(text) for s in one.source] == ["The ‘food basket’"]
    one = made(text, found(text, "said", "The workers", "so"))[-1]
    assert [s.of(text) for s in one.source] == ["The workers"]
    text = "“The ‘food basket” said so."  # a mark of another sort
    assert mention(text, at(text, "The ‘food basket")) == at(text, "The ‘food basket")


def test_a_dateline_speaks_as_little_as_it_is_said() -> None:
    text = (
        "Cape Town-The forum has warned of theft.\n\nA Port Lee-The Hague link, she said, opened."
    )
    (claim,) = made(text, found(text, "has warned of", "Town-The forum", "theft"))
    assert [s.of(text) for s in claim.source] == ["The forum"]


def test_an_auxiliary_goes_with_its_verb() -> None:
    text = "“It is over,” he will say."
    (one,) = made(text, found(text, "say", "he will", "It is over,"))
    assert [s.of(text) for s in (*one.source, *one.cue)] == ["he", "will say"]
    text = "Lee, who would have said that it rained, left."
    (one,) = made(text, found(text, "said", "Lee, who would have", "that it rained"))
    assert [s.of(text) for s in (*one.source, *one.cue)] == ["Lee", "would have said"]


def test_content_ends_before_a_bracket_that_it_does_not_open() -> None:
    text = "They went (Lee said it was late). She said it was late (again)."
    (one,) = made(text, found(text, "said", "Lee", "it was late)"))
    assert words(text, one) == ["it was late"]
    text = "“See you all there tonight :)” Lee wrote. She said it was late (again)."
    (one, _) = made(
        text,
        found(text, "wrote", "Lee", "See you all there tonight"),
        found(text, "said", "She", "it was late (again)"),
    )
    assert words(text, one) == ["See you all there tonight :)"]
    (two,) = made(text, found(text, "She said", "", "it was late (again)"))[1:]
    assert words(text, two) == ["it was late (again)"]


def test_an_unlikely_quotation_that_a_verb_of_saying_leads_into_stays() -> None:
    for text, kind in (("She asked, “Really?”", "direct"), ("She asked for “Ada.”", "scare")):
        content = "Really?" if kind == "direct" else "Ada."
        (one,) = made(text, found(text, "asked", "She", content, sure=0.2))
        assert one.kind == kind


NOBODYS = [
    ("“If that is no foul I am a Dutchman,” was the verdict of the coach.", "direct"),
    ("He lay. “If that is no foul I am a Dutchman,” was the verdict of the coach.", "direct"),
    ("“The Long Road to Dunmere,” by Ada Poe, is out in May.", "scare"),
    ("In a film, “the long road to Dunmere,” she plays a ferryman.", "scare"),
]


@pytest.mark.parametrize(("text", "kind"), NOBODYS)
def test_words_in_marks_without_a_cue(text: str, kind: str) -> None:
    (one,) = made(text)
    assert (one.kind, one.cue, one.source) == (kind, (), ())


KINDS = [
    ("“We go,” he said.", "We go", "direct"),
    ("He said they would “go at once” anyway.", "they would “go at once” anyway", "mixed"),
    ("He said they would go.", "they would go", "indirect"),
]


@pytest.mark.parametrize(("text", "content", "kind"), KINDS)
def test_kinds(text: str, content: str, kind: str) -> None:
    source = "He" if text.startswith("He") else "he"
    (one,) = made(text, found(text, "said", source, content))
    assert one.kind == kind


def test_a_claim_within_a_claim_is_a_second_attribution() -> None:
    text = "Ada Poe said that Tom Ray said it was over."
    outer = found(text, "said", "Ada Poe", "that Tom Ray said it was over")
    inner = Found(at(text, "said", 20), (at(text, "Tom Ray"),), (at(text, "it was over"),), 0.5)
    items = made(text, outer, inner)
    assert [words(text, a) for a in items] == [["that Tom Ray said it was over"], ["it was over"]]


def test_the_surer_claim_wins_where_two_overlap() -> None:
    text = "Ada Poe said it was over, Tom Ray added."
    sure = found(text, "said", "Ada Poe", "it was over")
    unsure = found(text, "added", "Tom Ray", "it was over", sure=0.4)
    (one,) = made(text, unsure, sure)
    assert one.cue[0].of(text) == "said"


def test_what_is_skipped_yields_nothing() -> None:
    text = "“Big Win,” Says Poe\n\nThe “weak” win was hers."
    items = made(text, found(text, "Says", "Poe", "Big Win"), skip=(Span(0, 19),))
    assert [words(text, a) for a in items] == [["weak"]]


CLASSES = [
    ("said", "speech"),
    ("according to", "speech"),
    ("has repeatedly denied", "speech"),
    ("was asked about", "speech"),
    (":", "speech"),
    ("tweeted", "writing"),
    ("wrote in a letter", "writing"),
    ("believes", "thought"),
    ("is expected to", "thought"),
    ("show", "other"),
    ("canceled", "other"),
    ("was familiar with", "other"),
]


@pytest.mark.parametrize(("cue", "expected"), CLASSES)
def test_classes_of_cues(cue: str, expected: str) -> None:
    assert cue_class(cue) == expected


def test_quoted_words_are_speech_whatever_the_cue() -> None:
    text = "The day left her, in “utter and total joy”, happy."
    (one,) = made(text, found(text, "left", "her", "utter and total joy"))
    assert one.cue_class == "speech"


OTHERS = [
    "“Best plums!” cried Tom Ray. “Second best of all!” cried his sister.",
    "“We lost,” said Ada Poe. Her brother said: “We never had a chance.”",
]


@pytest.mark.parametrize("text", OTHERS)
def test_a_quotation_with_words_of_its_own_is_nobody_elses(text: str) -> None:
    cue, source = ("cried", "Tom Ray") if "plums" in text else ("said", "Ada Poe")
    first = pair_marks(text)[0].inner.of(text)
    items = made(text, found(text, cue, source, first))
    assert [len(a.content) for a in items] == [1, 1]
    assert items[1].source == ()


def test_a_sentence_about_somebody_else_ends_a_turn() -> None:
    text = "“It will pass,” said Ann Lee. Bob Ray laughed at that. “It will fail in the end.”"
    items = made(text, found(text, "said", "Ann Lee", "It will pass"))
    assert [len(a.content) for a in items] == [1, 1]
    assert items[1].source == ()


def test_of_two_sources_the_one_at_the_cue_counts() -> None:
    text = "Ann Lee said it would pass. Bob Ray shook his head."
    far = Found(
        at(text, "said"),
        (at(text, "Ann Lee"), at(text, "Bob Ray")),
        (at(text, "it would pass"),),
        0.9,
    )
    (one,) = made(text, far)
    assert [s.of(text) for s in one.source] == ["Ann Lee"]


MENTIONS = [
    ("Ann Lee, a nurse,", "Ann Lee, a nurse"),
    ("Ann Lee.", "Ann Lee"),
    ("Bob Ray Jr.", "Bob Ray Jr."),
    ("the U.S.", "the U.S."),
]


@pytest.mark.parametrize(("source", "tidy"), MENTIONS)
def test_sources_end_without_punctuation(source: str, tidy: str) -> None:
    text = f"It would rain, said {source} on Monday."
    (one,) = made(text, found(text, "said", source, "It would rain"))
    assert one.source[0].of(text) == tidy


def test_what_follows_an_unclosed_quotation_is_not_the_next_ones() -> None:
    text = "“We stay. We work. A heading of sorts “The rest is hard,” the aide said."
    (first, second) = made(
        text, found(text, "said", "the aide", "A heading of sorts “The rest is hard")
    )
    assert words(text, first) == ["We stay. We work."]
    assert words(text, second) == ["The rest is hard,"]


def test_words_torn_off_the_source_are_no_content() -> None:
    text = "A defiant Mr. Ray said that it was not over yet."
    (one,) = made(text, found(text, "said", "Mr. Ray", "A defiant", "that it was not over yet"))
    assert words(text, one) == ["that it was not over yet"]


def test_a_comma_after_content_without_marks_is_left_out() -> None:
    text = "It would rain all day, Ann Lee said, and “hail,” too."
    (one,) = made(text, found(text, "said", "Ann Lee", "It would rain all day,"))[:1]
    assert words(text, one) == ["It would rain all day"]


def test_nobody_within_a_quotation_says_it_from_without() -> None:
    text = 'It broke Tom Ray\'s "if you like it, you can keep it" promise.'
    item = Found(at(text, "promise"), (at(text, "you", 20),), (at(text, "if you like it"),), 0.9)
    [one] = made(text, item)
    assert one.source == ()
    assert words(text, one) == ["if you like it, you can keep it"]


def test_an_unlikely_quotation_is_a_scare_quote() -> None:
    text = 'Ann Lee wrote for "The Daily Tide" until June.'
    [one] = made(text, found(text, "wrote for", "Ann Lee", "The Daily Tide", sure=0.2))
    assert one.kind == "scare"
    assert not one.source
    [one] = made(text, found(text, "wrote for", "Ann Lee", "The Daily Tide", sure=0.6))
    assert one.kind == "direct"


@pytest.mark.parametrize(
    ("lead", "source", "cue"),
    [
        ("Lee was booed. Then the Tide asked, and Ms. Lee responded:", "Ms. Lee", "responded"),
        ("In a speech in May, she told her staff, to cheers:", "she", "told her staff"),
        ("The Tide Foundation issued a statement:", "The Tide Foundation", "issued a statement"),
    ],
)
def test_a_paragraph_may_lead_into_the_next(lead: str, source: str, cue: str) -> None:
    text = f"{lead}\n\n“We will not close the harbour this year.”\n\n“Nor shall we close it next year.”"
    [one] = made(text)
    assert [s.of(text) for s in one.source] == [source]
    assert [s.of(text) for s in one.cue] == [cue]
    assert words(text, one)[0] == "We will not close the harbour this year."


@pytest.mark.parametrize("lead", ["Here is what the sign says:", "It was a fine day:", "Lee left."])
def test_nobody_is_led_to_without_a_verb_of_saying(lead: str) -> None:
    [one] = made(f"{lead}\n\n“We will not close the harbour this year.”")
    assert one.source == ()


def test_a_source_ends_before_its_clause():
    text = "Ada Poe, who is late, said that it was raining. Two of whom agreed."
    (claim,) = made(text, found(text, "said", "Ada Poe, who", "that it was raining"))
    assert [s.of(text) for s in claim.source] == ["Ada Poe"]
    (claim,) = made(text, found(text, "agreed", "Two of whom", "that it was raining"))
    assert [s.of(text) for s in claim.source] == ["Two of whom"]


SIGNED = """"I will believe it when I see it." — Jane Roe, Springfield

"The mayor says it will pay for itself."
-- Sen. Walt Dorsey

He held "a goat." — Reuters"""


def test_a_signature_tells_who_said_a_quotation():
    mayor = found(SIGNED, "says", "The mayor", "it will pay for itself")
    place = found(SIGNED, "Springfield", "Jane Roe", '"The mayor says it will pay for itself."')
    claims = [a for a in made(SIGNED, mayor, place) if a.kind != "scare"]
    assert [(a.source[0].of(SIGNED), a.cue[0].of(SIGNED)) for a in claims] == [
        ("Jane Roe", "—"),
        ("Sen. Walt Dorsey", "--"),
        ("The mayor", "says"),
    ]


def test_a_title_is_left_out_of_what_was_found_with_it():
    text = "Coffee harms\n\nCoffee may harm sleep, a study says."
    item = Found(at(text, "says"), (at(text, "a study"),), (Span(0, 12), Span(14, 35)), 0.9)
    (claim,) = made(text, item, skip=(Span(0, 12),))
    assert words(text, claim) == ["Coffee may harm sleep"]


def test_a_paragraph_after_a_colon_is_one_content():
    text = "Fay Dun wrote to us:\n\nThe pool is closed. Please bring a towel.\n\nIt opened in June."
    (claim,) = made(text, found(text, "wrote", "Fay Dun", "The pool is closed"))
    assert words(text, claim) == ["The pool is closed. Please bring a towel."]
    marked = text.replace("closed", "“closed”")
    (claim,) = made(marked, found(marked, "wrote", "Fay Dun", "The pool is “closed”"))
    assert words(marked, claim) == ["The pool is “closed"]


def test_a_question_is_not_of_who_answers_before_and_after_it():
    text = "“No, never ever,” Ann Lee said.\n\n“So that was your idea.”\n\n“Yes,” {} said."
    for speaker, pieces in (("Lee", 1), ("he", 2)):
        own = text.format(speaker)
        first = found(own, "said", "Ann Lee", "“No, never ever,”")
        assert len(made(own, first)[0].content) == pieces


def test_the_title_of_a_book_is_no_part_of_what_it_says():
    text = "“So I became one by May,” she wrote in her memoir, “A Neck for It” (1999)."
    claim, title = made(text, found(text, "wrote", "she", "“So I became one by May,”"))
    assert words(text, claim) == ["So I became one by May,"]
    assert title.kind == "scare"

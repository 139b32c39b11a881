"""Find who asks and who answers behind "Q:" and "A:"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.names.people import Person

TALK = frozenset(
    ("answered", "answers", "asked", "conversation", "discussed", "discusses", "interview")
) | {"interviewed", "questions", "sat", "speaks", "spoke", "talked", "talks", "talking", "told"}
JOINING = frozenset(("to", "with"))
OF = frozenset(("for", "from", "of"))
REACH = 2  # words between a verb of talking and whom it is with: "sat down with"


def is_label(scene: Scene, index: int) -> bool:
    """Tell whether a word is the Q or the A before a turn of an interview."""
    words = scene.reading.words
    after = words[index + 1].text if index + 1 < len(words) else ""
    first = index == 0 or not scene.reading.same_line(index - 1, index)
    letter = words[index].text
    return first and (letter in ("Q.", "A.") or (letter in ("Q", "A") and after in (":", ".")))


def in_interview(scene: Scene, index: int) -> Figure | None:
    """Return who asks behind the label Q, or answers behind A, None where it is not plain.

    That is plain where the words before the interview tell of talk and name one person,
    or one more who asks for a paper: "He spoke to Ann Lee of the Gazette."
    """
    words = scene.reading.words
    first = next(i for i in range(len(words)) if is_label(scene, i))
    people = [p for p in scene.facts.people if any(n.first < first for n in p.names)]
    if TALK.isdisjoint(w.low for w in words[:first]):
        return None
    asking = [p for p in people if _asks(scene, p, first)]
    answering = [p for p in people if p not in asking]
    meant = asking if words[index].text[0] == "Q" else answering
    plain = len(asking) <= 1 and len(answering) == 1 and len(meant) == 1
    return scene.figure_of(meant[0]) if plain else None


def _asks(scene: Scene, person: Person, before: int) -> bool:
    """Tell whether somebody is said to have talked with the person, who is of a body."""
    words = scene.reading.words
    for name in person.names:
        earlier = [w.low for w in words[max(0, name.first - REACH - 1) : name.first]]
        talked = any(a in TALK for a in earlier[:-1]) and earlier[-1:] and earlier[-1] in JOINING
        after = words[name.last : name.last + 3]
        body = any(
            a.low in OF and (b.capital or b.low == "the") for a, b in pairwise(after)
        ) and any(w.index in scene.reading.entity_at for w in after)
        if name.last <= before and talked and body:
            return True
    return False

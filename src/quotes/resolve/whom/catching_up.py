"""Note whom the pronouns and descriptions between two sources mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.newcomers import new_figure
from quotes.resolve.whom.by_description import known_by_description
from quotes.resolve.whom.pronouns import NOMINATIVES, Setting, antecedent, is_subject
from quotes.resolve.whom.salient import salient_person
from quotes.resolve.words.mentions import phrase_start, read_words

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene


def catch_up(scene: Scene, setting: Setting) -> None:
    """Note whom the pronouns and descriptions before a word mean, sources or not, in order."""
    for index in range(scene.caught_up, setting.index):
        word = scene.reading.words[index]
        gender = NOMINATIVES.get(word.low)
        role = is_subject(word) and word.low in table("roles") and index not in scene.names
        if not (gender or role) or setting.quoted(index) or _known(scene, index):
            continue
        here = replace(setting, index=index)
        figure = antecedent(scene, here, gender) if gender else _described_subject(scene, here)
        if figure is not None:
            scene.see(index, figure)
    scene.caught_up = max(scene.caught_up, setting.index)


def _known(scene: Scene, index: int) -> bool:
    """Tell whether a word is a source whose speaker was found."""
    return any(at == index for at, _ in scene.seen_in(scene.reading.words[index].sentence))


def _described_subject(scene: Scene, setting: Setting) -> Figure | None:
    """Return the person that a subject describes: "The president left. He …"."""
    index = setting.index
    word = scene.reading.words[index]
    stop = scene.reading.sentences[word.sentence].stop
    after = (w for w in scene.reading.words[index + 1 : stop] if w.head == word.head)
    if any(is_subject(w) and w.index in scene.names for w in after):
        return None  # "The son of a baker, Ann Lee"
    whole = range(phrase_start(scene.reading, index), stop)
    source = read_words(scene.reading, scene.names, whole)
    if source is None or source.form != "person" or source.head != index:
        return None
    if not (source.determiner or source.owner):
        return None
    known = known_by_description(scene, source) or salient_person(scene, source, setting)
    return known or new_figure(scene, source, whole=False)

"""Read treebanks and entity corpora as documents: words with offsets, tags, heads, entities.

Treebanks are CoNLL-U. Their named entities come from the ``Entity`` annotation of UD
English GUM (Zeldes 2017), which marks every mention; a mention is a name where its head
is a proper noun. Documents without such annotation have ``ner`` None.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD_OUT = Path(__file__).with_name("gum_held_out.txt")
GUM_HELD_OUT = frozenset(HELD_OUT.read_text(encoding="utf-8").splitlines()[1:])
ENTITY = re.compile(r"\((?P<opened>\d+)-(?P<type>[a-z]+)[^()]*|(?P<closed>\d*)\)")
CLASSES = {"person": "PER", "organization": "ORG", "place": "LOC"}
PROPER = ("NNP", "NNPS")
JOINED = ("nmod", "flat", "conj", "compound")
TITLES = ("nmod:desc",)
LONE_TITLES = frozenset(
    ("President", "Sir", "Senator", "Minister", "Secretary", "Mr.", "Ms.", "Mrs.", "Dr.")
)
LEFT_OUT = frozenset(("time", "quantity"))
TOGETHER = 20  # sentences of a corpus that does not say where its articles end
BRIDGES = frozenset(("of", "the", "and", "&", "for", "de", "-", "'s", "’s", "’", "'", "/", "."))


@dataclass(slots=True)
class Word:
    """A word: where it stands, its tags, its head in the sentence (0 for the root).

    Empty tags, a head of -1 and no entity (``ner`` None) are not known.
    """

    form: str
    start: int
    end: int
    upos: str = ""
    xpos: str = ""
    feats: str = ""
    head: int = -1
    deprel: str = ""
    entity: str = ""  # GUM's annotation of mentions
    ner: str | None = None  # B- or I- and the class, or O


@dataclass(slots=True)
class Document:
    """A text with its sentences of words."""

    name: str
    text: str = ""
    sentences: list[list[Word]] = field(default_factory=list)


def read_treebank(path: Path) -> list[Document]:
    """Return the documents of a gzipped CoNLL-U file."""
    documents: list[Document] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            lines = block.splitlines()
            if not any(line[:1].isdigit() for line in lines):
                continue
            about = dict(_comments(lines))
            if "newdoc id" in about or not documents:
                documents.append(Document(about.get("newdoc id", path.name)))
            fresh = any(line.startswith("# newpar") for line in lines)
            _add(documents[-1], about["text"], lines, fresh=fresh)
    for document in documents:
        if any(word.entity for sentence in document.sentences for word in sentence):
            _name(document)
    return documents


def read_entities(path: Path, *, every: bool = True) -> list[Document]:
    """Return the documents of a gzipped JSON file: sentences of {"text", "ner"}.

    Sentences are paragraphs of their own, a few make a document. Unless ``every``
    class is annotated, a capitalised word outside all entities is not known.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sentences = json.load(file)
    documents = []
    for start in range(0, len(sentences), TOGETHER):
        document = Document(f"{path.name}-{start}")
        for tokens in sentences[start : start + TOGETHER]:
            document.text += "\n\n" if document.text else ""
            words = []
            for token in tokens:
                document.text += " " if words else ""
                place = len(document.text)
                document.text += token["text"]
                unsure = not every and token["ner"] == "O" and token["text"][:1].isupper()
                ner = None if unsure else token["ner"]
                words.append(Word(token["text"], place, len(document.text), ner=ner))
            document.sentences.append(words)
        documents.append(document)
    return documents


def _comments(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if line.startswith("#"):
            key, _, value = line[1:].strip().partition(" = ")
            yield key, value


def _add(document: Document, text: str, lines: list[str], *, fresh: bool) -> None:
    """Add a sentence to the document, in a paragraph of its own where it is ``fresh``."""
    if document.text:
        document.text += "\n\n" if fresh else " "
    place = len(document.text)
    document.text += text
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    words: list[Word] = []
    parted: _Parted | None = None
    for row in rows:
        if "." in row[0]:  # a word that was left out of the text
            continue
        if "-" in row[0]:
            start = document.text.index(row[1], place)
            place = start + len(row[1])
            parted = _Parted(int(row[0].split("-")[1]), row[1], start, start)
            continue
        if parted and int(row[0]) <= parted.last:
            span = parted.next(row[1])
        else:
            start = document.text.index(row[1], place)
            span = start, start + len(row[1])
            place = span[1]
        words.append(_word(row, span))
    document.sentences.append(words)


def _word(row: list[str], span: tuple[int, int]) -> Word:
    """Return the word of a line."""
    notes = row[9].split("|")
    entity = next((n.removeprefix("Entity=") for n in notes if n.startswith("Entity=")), "")
    return Word(row[1], *span, row[3], row[4], row[5], int(row[6]), row[7], entity)


@dataclass(slots=True)
class _Parted:
    """A token of several words, up to the number ``last``: "don't" is "do" and "n't"."""

    last: int
    form: str
    start: int
    place: int

    def next(self, form: str) -> tuple[int, int]:
        """Return where the next word stands, the whole token where its letters are not in it."""
        begin = self.form.lower().find(form.lower(), self.place - self.start)
        if begin < 0:
            return self.start, self.start + len(self.form)
        self.place = self.start + begin + len(form)
        return self.start + begin, self.place


def _name(document: Document) -> None:
    """Give the words of a document their named entities, B- and I- with the class, or O."""
    words = [word for sentence in document.sentences for word in sentence]
    home = [number for number, sentence in enumerate(document.sentences) for _ in sentence]
    firsts = {number: place for place, number in reversed(list(enumerate(home)))}
    for word in words:
        word.ner = "O"
    names = [
        (name, type_)
        for start, end, type_ in _mentions(words)
        if type_ not in LEFT_OUT and home[start] == home[end]
        if (name := _name_of(words, start, end, firsts[home[start]]))
    ]
    for (start, end), type_ in sorted(names, key=lambda n: n[0][0] - n[0][1]):
        if all(words[i].ner == "O" for i in range(start, end)):
            for i in range(start, end):
                words[i].ner = ("B-" if i == start else "I-") + _class(type_, words[start:end])


def _class(type_: str, words: list[Word]) -> str:
    """Return the class of a name; a people (Afghans) is MISC."""
    if type_ == "person" and words[-1].xpos == "NNPS" and len(words) == 1:
        return "MISC"
    return CLASSES.get(type_, "MISC")


def _mentions(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield first word, last word and type of every mention."""
    begun: list[tuple[str, int, str]] = []
    for place, word in enumerate(words):
        for match in ENTITY.finditer(word.entity):
            if match["opened"]:
                begun.append((match["opened"], place, match["type"]))
                continue
            same = [n for n, m in enumerate(begun) if match["closed"] in ("", m[0])]
            if same:
                _, start, type_ = begun.pop(same[-1])
                yield start, place, type_


def _name_of(words: list[Word], start: int, end: int, first: int) -> tuple[int, int] | None:
    """Return the words of a mention that are its name, None where it is none."""
    within = range(start, end + 1)
    head = next((i for i in within if first + words[i].head - 1 not in within), start)
    if words[head].xpos not in PROPER:
        return None
    left = right = head
    while left - 1 >= start and _belongs(words, left - 1, first):
        left -= 1
    while right + 1 <= end:
        after = next((i for i in range(right + 1, end + 1) if not _is_bridge(words[i])), None)
        if after is None or words[after].xpos not in (*PROPER, "CD"):
            break
        if after > right + 1 and words[after].deprel.partition(":")[0] not in JOINED:
            break
        right = after
    return left, right + 1


def _belongs(words: list[Word], place: int, first: int) -> bool:
    """Tell whether a word before a name is part of it, and no title nor part of one."""
    if words[place].xpos not in PROPER:
        return words[place].form in ("-", "’", "'") and place > 0
    at = place
    for _ in range(4):
        if words[at].deprel in TITLES:
            return False
        if not words[at].head:
            break
        at = first + words[at].head - 1
    return words[place].form not in LONE_TITLES


def _is_bridge(word: Word) -> bool:
    return word.form.lower() in BRIDGES

"""Tokens, words and sentences of texts, by Stanza's tokenizer."""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import stanza
import torch
from stanza.models.common import utils
from stanza.models.common.doc import Document

from quotes.data import table, words
from quotes.parse.characters import SENTENCE, SPLIT, SPLIT_SENTENCE, Characters
from quotes.parse.contractions import SEVERAL, Contractions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.parse.characters import Labels
    from quotes.parse.contractions import Token

BUNDLED = Path(__file__).parents[1] / "models" / "en"
PARAGRAPH = re.compile(r"[^\n\r]+")
PIECE = 2000  # characters the tokenizer sees at once; longer ones are padded at great cost
LONGEST_WORD = 1000  # beyond this the tokenizer gives up the word's text
LONGEST = 400  # tokens of a sentence that goes on: a tree costs the square of them
SPACE = re.compile(r"[\s\u0080-\u009f]")  # what Stanza takes for white space
SENTENCE_END = re.compile(r"[.!?…][\])”’\"']*\s+(?=[\[(“‘\"']*[A-Z0-9])")
CLOSING = frozenset(("”", '"', "''", "’’", "’", "»"))


def load_pipeline(
    folder: Path | str, annotators: Sequence[str] = (), *, device: str = "cpu", threads: int = 1
) -> Any:
    """Return the Stanza pipeline on a folder of models, without network and without noise.

    ``folder`` holds ``resources.json`` and ``en/``; ``threads`` is for the
    whole process, as torch knows no other.
    """
    if not (Path(folder) / "resources.json").is_file():
        raise FileNotFoundError(f"no models in {folder}: resources.json is missing")
    torch.set_num_threads(threads)
    with nullcontext() if annotators else _no_optimizer():
        return stanza.Pipeline(
            "en",
            dir=str(folder),
            download_method=None,
            device=device,
            verbose=False,
            processors=",".join(("tokenize", "mwt", *annotators)),
            tokenize_max_seqlen=LONGEST_WORD,
            depparse_batch_size=300,
            depparse_resolve_head_constraints=False,
        )


@contextmanager
def _no_optimizer() -> Iterator[None]:
    """Keep Stanza from making the tokenizer an optimizer, which loads torch's compiler: 1 s."""
    made = utils.get_optimizer
    utils.get_optimizer = lambda *_, **__: None
    try:
        yield
    finally:
        utils.get_optimizer = made


class Tokenizer:
    """Stanza's tokenizer, whose tokens are the text's characters whatever the text."""

    def __init__(self, pipeline: Any = None) -> None:
        processors = (pipeline or load_pipeline(BUNDLED)).processors
        self._characters = Characters(processors["tokenize"])
        self._contractions = Contractions(processors["mwt"])

    def tokenize(self, texts: Sequence[str]) -> list[Document]:
        """Return a document a text, with tokens, words and sentences."""
        pieces = [(n, start, end) for n, text in enumerate(texts) for start, end in stretches(text)]
        sentences: list[list[list[Token]]] = [[] for _ in texts]
        for number, sentence in self._sentences(texts, pieces):
            if goes_on(texts[number], sentences[number], sentence):
                sentences[number][-1] += sentence
            else:
                sentences[number].append(sentence)
        self._contractions.learn(t for found in sentences for s in found for t in s)
        return [
            Document([self._contractions.numbered(s) for s in found], text=text)
            for found, text in zip(sentences, texts, strict=True)
        ]

    def _sentences(
        self, texts: Sequence[str], pieces: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[int, list[Token]]]:
        """Yield each sentence with the number of its text, offsets into that text."""
        if not pieces:
            return
        read = [single_spaced(texts[number], start, end) for number, start, end in pieces]
        labels = self._characters.labels([own for own, _ in read])
        for (number, _, _), (own, kept), row in zip(pieces, read, labels, strict=True):
            for sentence in _ended(own, row):
                tokens = (
                    _token(texts[number], kept[first], kept[last] + 1, label)
                    for first, last, label in sentence
                )
                yield number, list(_with_points(tokens))


def single_spaced(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Return a stretch with white space as single blanks, and where each character stands."""
    blanked = SPACE.sub(" ", text[start:end])
    if "  " not in blanked:
        return blanked, range(start, end)
    kept = [n for n, c in enumerate(blanked) if c != " " or blanked[n - 1] != " "]
    return "".join(blanked[n] for n in kept), [start + n for n in kept]


def _ended(piece: str, labels: Labels) -> Iterator[list[tuple[int, int, int]]]:
    """Yield the tokens of each sentence: the first character, the last, and its label."""
    sentence: list[tuple[int, int, int]] = []
    ends = np.flatnonzero(labels)
    first = 0
    for last, label in zip(ends.tolist(), labels[ends].tolist(), strict=True):
        if piece[first : last + 1] == " ":
            first = last + 1
            continue
        sentence.append((first + 1 if piece[first] == " " else first, last, label))
        first = last + 1
        if label in (SENTENCE, SPLIT_SENTENCE):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _token(text: str, start: int, end: int, label: int) -> Token:
    entry = {"id": (0,), "text": text[start:end], "start_char": start, "end_char": end}
    return entry | {"misc": SEVERAL} if label >= SPLIT else entry


def _with_points(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens, a point that was cut off an abbreviation put back: "Gov" + "."."""
    last: Token | None = None
    for token in tokens:
        if last is not None and _is_point_of(last, token):
            last |= {"text": last["text"] + ".", "end_char": token["end_char"]}
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def _is_point_of(last: Token, token: Token) -> bool:
    glued = token["text"] == "." and last["end_char"] == token["start_char"]
    return glued and last["text"] + "." in _abbreviations()


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a text, those too long cut where a sentence seems to end."""
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > PIECE:
            cut = _cut(text, start)
            yield from _stripped(text, start, cut)
            start = cut
        yield from _stripped(text, start, end)


def _cut(text: str, start: int) -> int:
    """Return where to cut a long paragraph: after a sentence, a word, or anywhere."""
    ends = [m.end() for m in SENTENCE_END.finditer(text, start, start + PIECE)]
    if ends:
        return ends[-1]
    space = max(
        text.rfind(" ", start + 1, start + PIECE), text.rfind("\t", start + 1, start + PIECE)
    )
    return space if space > start else start + LONGEST_WORD


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and SPACE.match(text[start]):
        start += 1
    while start < end and SPACE.match(text[end - 1]):
        end -= 1
    if start < end:
        yield start, end


def goes_on(text: str, before: list[list[Token]], sentence: list[Token]) -> bool:
    """Tell whether the tokenizer cut a sentence in two.

    It does so after a question that is quoted (“Why?” | he asks), after some
    abbreviations (Lt. Gen. | Glynn), between two words (Capitol | Hill), and before
    marks that close (“I won. | ”).
    """
    if not before or len(before[-1]) + len(sentence) > LONGEST:
        return False
    if "\n" in text[before[-1][-1]["end_char"] : sentence[0]["start_char"]]:
        return False
    last, first = before[-1][-1]["text"], sentence[0]["text"]
    if last in CLOSING and first[:1].islower():
        return True
    return last in _titles() or last.isalnum() or all(t["text"] in CLOSING for t in sentence)


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for title in table("titles") if title.endswith("."))


@cache
def _abbreviations() -> frozenset[str]:
    return _titles() | words("states")

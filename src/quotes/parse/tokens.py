"""Tokens, words and sentences of texts, by Stanza's tokenizer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import stanza
import torch
from stanza.models.common.doc import Document

from quotes.data import table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUNDLED = Path(__file__).parents[1] / "models" / "en"
PARAGRAPH = re.compile(r"[^\n\r]+")
PIECE = 2000  # characters the tokenizer sees at once; longer ones are padded at great cost
LONGEST_WORD = 1000  # beyond this the tokenizer gives up the word's text
SENTENCE_END = re.compile(r"[.!?…][\])”’\"']*\s+(?=[\[(“‘\"']*[A-Z0-9])")
CLOSING = frozenset(("”", '"', "''", "’’", "’", "»"))

Token = dict[str, Any]


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


class Tokenizer:
    """Stanza's tokenizer, whose tokens are the text's characters whatever the text."""

    def __init__(self, pipeline: Any = None) -> None:
        self._pipeline = pipeline or load_pipeline(BUNDLED)

    def tokenize(self, texts: Sequence[str]) -> list[Document]:
        """Return a document a text, with tokens, words and sentences."""
        pieces = [(n, start, end) for n, text in enumerate(texts) for start, end in _pieces(text)]
        sentences: list[list[list[Token]]] = [[] for _ in texts]
        for number, sentence in self._sentences(texts, pieces):
            if _goes_on(texts[number], sentences[number], sentence):
                sentences[number][-1] += sentence
            else:
                sentences[number].append(sentence)
        documents = [
            Document([_numbered(s) for s in found], text=text)
            for found, text in zip(sentences, texts, strict=True)
        ]
        if any(sentences):
            self._pipeline.processors["mwt"].bulk_process(documents)
        return documents

    def _sentences(
        self, texts: Sequence[str], pieces: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[int, list[Token]]]:
        """Yield each sentence with the number of its text, offsets into that text."""
        if not pieces:
            return
        joined = "\n\n".join(texts[n][start:end] for n, start, end in pieces)
        found = self._pipeline.processors["tokenize"].process(Document([], text=joined))
        place, offset = 0, 0
        for sentence in found.sentences:
            while sentence.tokens[0].start_char >= offset + pieces[place][2] - pieces[place][1]:
                offset += pieces[place][2] - pieces[place][1] + 2
                place += 1
            number, start, _ = pieces[place]
            tokens = [_token(texts[number], token, start - offset) for token in sentence.tokens]
            yield number, list(_with_points(tokens))


def _token(text: str, token: Any, shift: int) -> Token:
    start, end = token.start_char + shift, token.end_char + shift
    entry = {"id": (0,), "text": text[start:end], "start_char": start, "end_char": end}
    return entry | ({"misc": token.misc} if token.misc else {})


def _with_points(tokens: list[Token]) -> Iterator[Token]:
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


def _numbered(sentence: list[Token]) -> list[Token]:
    return [token | {"id": (number,)} for number, token in enumerate(sentence, 1)]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
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
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _goes_on(text: str, before: list[list[Token]], sentence: list[Token]) -> bool:
    """Tell whether the tokenizer cut a sentence in two.

    It does so after a question that is quoted (“Why?” | he asks) and after
    some abbreviations (Lt. Gen. | Glynn).
    """
    if not before or "\n" in text[before[-1][-1]["end_char"] : sentence[0]["start_char"]]:
        return False
    last, first = before[-1][-1]["text"], sentence[0]["text"]
    return (last in CLOSING and first[:1].islower()) or last in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for title in table("titles") if title.endswith("."))


@cache
def _abbreviations() -> frozenset[str]:
    return _titles() | words("states")

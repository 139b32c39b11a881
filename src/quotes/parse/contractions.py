"""Tokens of several words (don't: do n't), as the entries of a Stanza ``Document``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stanza.models.common.doc import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Token = dict[str, Any]
SEVERAL = "MWT=Yes"  # the ``misc`` of a token of several words
APOSTROPHES = "'’‘`"
WITHOUT = frozenset(("aint", "arent", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont"))
WITHOUT |= {"dunno", "gimme", "gonna", "gotta", "hadnt", "hasnt", "havent", "im", "isnt", "ive"}
WITHOUT |= {"lemme", "shouldnt", "thats", "theyre", "wanna", "wasnt", "weve", "whats", "wont"}
WITHOUT |= {"wouldnt", "youre", "youve"}
MOST = 20_000  # contractions that are remembered


class Contractions:
    """The words of tokens of several words, by Stanza's processor, which sees each of them once."""

    def __init__(self, processor: Any) -> None:
        """Take Stanza's ``mwt`` processor."""
        self._processor = processor
        self._words: dict[str, list[str]] = {}

    def learn(self, tokens: Iterable[Token]) -> None:
        """Look up the words of the tokens marked SEVERAL."""
        texts = {token["text"] for token in tokens if "misc" in token}
        if len(self._words) > MOST:
            self._words = {}
        new = sorted(texts - self._words.keys())
        if not new:
            return
        entries = [{"id": (n,), "text": text, "misc": SEVERAL} for n, text in enumerate(new, 1)]
        document = Document([entries])
        self._processor.process(document)
        for text, token in zip(new, document.sentences[0].tokens, strict=True):
            parts = [word.text for word in token.words]
            self._words[text] = parts if _may_be_several(text) else [text]

    def numbered(self, sentence: Sequence[Token]) -> list[Token]:
        """Return the tokens of a sentence with their numbers, the words of each after it."""
        entries: list[Token] = []
        number = 1
        for token in sentence:
            words = self._words[token["text"]] if token.pop("misc", None) else ()
            if len(words) > 1:
                token["id"] = (number, number + len(words) - 1)
                entries.append(token)
                entries += _words(token, words)
                number += len(words)
            else:
                token["id"] = (number,)
                entries.append(token)
                number += 1
        return entries


def _may_be_several(text: str) -> bool:
    """Tell whether a token is cut at an apostrophe, or a known one without: no name as "Donna"."""
    return any(mark in text for mark in APOSTROPHES) or text.lower() in WITHOUT


def _words(token: Token, words: Sequence[str]) -> Iterator[Token]:
    """Yield the words of a token, with their offsets where they are its characters."""
    match = re.fullmatch(r"\s*".join(f"({re.escape(word)})" for word in words), token["text"])
    for place, word in enumerate(words, 1):
        entry = {"id": (token["id"][0] + place - 1,), "text": word}
        if match:
            first = token["start_char"]
            entry |= {
                "start_char": first + match.start(place),
                "end_char": first + match.end(place),
            }
        yield entry

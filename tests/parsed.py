"""Sentences with a tree, written by hand."""

from types import SimpleNamespace

from quotes.types import Span

TAGS = {
    "VB": "VERB",
    "PRP": "PRON",
    "NN": "NOUN",
    "NNP": "PROPN",
    "DT": "DET",
    "JJ": "ADJ",
    "CC": "CCONJ",
    ",": "PUNCT",
    "``": "PUNCT",
}


def parsed(*rows):
    """Return a text and its document: one sentence, words with tag, head and relation."""
    text = " ".join(row.split()[0] for row in rows)
    words, at = [], 0
    for number, row in enumerate(rows, 1):
        word, tag, head, relation = row.split()
        upos = TAGS.get(tag, TAGS.get(tag[:2], "X"))
        words.append(
            SimpleNamespace(
                id=number, text=word, upos=upos, xpos=tag, head=int(head), deprel=relation,
                start_char=at, end_char=at + len(word),
            )
        )  # fmt: skip
        at += len(word) + 1
    return text, SimpleNamespace(text=text, sentences=[SimpleNamespace(words=words, tokens=words)])


def at(text, words):
    return Span(text.index(words), text.index(words) + len(words))

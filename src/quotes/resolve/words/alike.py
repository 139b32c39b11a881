"""What may stand for what: forms of names, like roles, like nouns, words for a party."""

from __future__ import annotations

from functools import cache, lru_cache

from quotes.data import words

KNOWN = 10_000  # nouns whose like are remembered


@cache
def aliases() -> dict[str, str]:
    """Return the forms of the names of well known bodies."""
    return _equal("aliases")


@cache
def ranks() -> dict[str, frozenset[str]]:
    """Return the nouns that may stand for a role."""
    return _lists("ranks")


@cache
def body_kinds() -> dict[str, frozenset[str]]:
    """Return the words by which a name shows which kind of body it is, by noun."""
    return _lists("body_kinds")


@cache
def parties() -> dict[str, str]:
    """Return the party that each word tells."""
    return {word: party for party, told in _lists("parties").items() for word in told}


@lru_cache(maxsize=KNOWN)
def synonyms(noun: str) -> frozenset[str]:
    """Return the nouns by which the same document or body is called again, this one among them."""
    rows = ({n.strip() for n in line.split(",")} for line in words("synonyms"))
    return frozenset({noun}.union(*(row for row in rows if noun in row)))


@cache
def countries() -> dict[str, str]:
    """Return the usual English name of the country that each name means."""
    return _equal("countries")


@cache
def demonyms() -> dict[str, str]:
    """Return the country to which each adjective or noun for a people belongs."""
    return _equal("demonyms")


def _lists(name: str) -> dict[str, frozenset[str]]:
    """Return the entries of a list of rows "word = word, word"."""
    rows = (line.partition("=") for line in words(name))
    return {key.strip(): frozenset(w.strip() for w in ws.split(",")) for key, _, ws in rows}


def _equal(name: str) -> dict[str, str]:
    rows = (line.partition(" = ") for line in words(name))
    return {key: value for key, _, value in rows}

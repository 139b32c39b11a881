"""Tell a hyphen from a dash where the file has spaces around both."""

from __future__ import annotations

from quotes.data import words


def is_compound(left: str, right: str, *, chained_before: bool, chained_after: bool) -> bool:
    """Tell whether ``left - right`` was one word in print.

    Between two words of the language a hyphen is far more frequent than a dash,
    so this asks for signs of a dash: a word that opens an aside ("but", "which"),
    or a name after a common word that is not a prefix. Inside a chain of hyphens
    ("face - to - face") small words are no such sign.
    """
    opens_aside = right in words("dashes")
    if opens_aside:
        return chained_after
    if left[0].islower() and right[0].isupper():
        return chained_before or left in words("prefixes")
    return True

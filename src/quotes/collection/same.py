"""Join the people and bodies of one name, unless something speaks against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from quotes.ids import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")

DETERMINERS = frozenset({"a", "an", "the", "this", "that", "these", "those"})
SHARED = frozenset({"named_person", "organization"})
DECIDED = "d|"
MOST = 2 / 3  # share of the described appearances that makes one bearer of a name the usual one
MANY = 100_000  # names of a large collection, of which a run meets some again and again


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is looked at to tell whether two speakers of one name are the same.

    ``type`` is the speaker's, ``country`` and ``role`` are those of the article's description.
    """

    name: str
    type: str
    country: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """First, middle and last names and suffix in lower case; one word alone is the first."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str


def bucket(name: str, type_: str) -> str | None:
    """Return what all names that may be the same share; None where the name is the article's own.

    It takes two capitalised words: "Richard Haass" and "the White House" mean the same in
    every article, "Haass", "the Pentagon" and "a spokesman" do not.
    """
    if type_ not in SHARED or not is_full_name(name):
        return None
    if type_ == "organization":
        return f"o|{plain(name)}"
    parts = name_parts(name)
    return f"p|{parts.last}|{parts.first}" if parts.first and parts.last else f"p|{plain(name)}"


def decided(name: str) -> str:
    """Return the bucket of those of whom a person said that they are this one."""
    return f"{DECIDED}{plain(name)}"


@lru_cache(maxsize=MANY)
def plain(name: str) -> str:
    """Return a name in lower case, without a leading determiner and spare spaces."""
    words = " ".join(name.replace("’", "'").split())
    first, _, rest = words.partition(" ")
    return (rest if rest and first.casefold() in DETERMINERS else words).casefold()


def is_full_name(name: str) -> bool:
    """Tell whether a name has two words that begin with a capital or a digit."""
    first, _, rest = " ".join(name.split()).partition(" ")
    words = (rest if rest and first.casefold() in DETERMINERS else f"{first} {rest}").split()
    return sum(word[0].isupper() or word[0].isdigit() for word in words) > 1


def same(counts: Mapping[Profile, int], shared: str) -> dict[Profile, str]:
    """Return the id of the speaker whom each profile of a bucket belongs to.

    ``counts`` says how often each profile appears, and is asked for numbers only where they
    matter; ``shared`` is the bucket, and one that a person decided on (``decided``) is one
    speaker. Middle names and suffixes must not
    differ: beside George W. and George H. W. Bush, George Bush is neither. Nor may country
    and role both differ; the usual bearer of a name (two thirds of those described) also
    gets those whom no article describes.
    """
    if shared.startswith(DECIDED):
        return dict.fromkeys(counts, digest([shared]))
    names = _groups(sorted({p.name for p in counts}), _names_agree, _detail, strict=True)
    ids: dict[Profile, str] = {}
    for tail, held in names.items():
        mine = [p for p in counts if p.name in held]
        described = sorted({(p.country, p.role) for p in mine if p.country and p.role})
        bearers = _groups(described, _bearers_agree, _bearer, strict=False)
        usual = _usual(mine, counts, bearers)
        for profile in mine:
            own = next((t for t, b in bearers.items() if (profile.country, profile.role) in b), "")
            which = "" if own == usual else own
            ids[profile] = digest([shared, tail, which])
    return ids


def _usual(
    profiles: Sequence[Profile],
    counts: Mapping[Profile, int],
    bearers: Mapping[str, Sequence[object]],
) -> str:
    """Return which bearer of a name is the usual one, "" where none is."""
    if len(bearers) == 1:
        return next(iter(bearers))
    times: Counter[str] = Counter()
    for tail, held in bearers.items():
        times[tail] = sum(counts[p] for p in profiles if (p.country, p.role) in held)
    tail, most = max(times.items(), key=lambda t: (t[1], t[0]), default=("", 0))
    return tail if most >= MOST * times.total() else ""


def _groups(
    items: Sequence[T],
    agree: Callable[[T, T], bool],
    detail: Callable[[T], str],
    *,
    strict: bool,
) -> dict[str, list[T]]:
    """Return the items that are one, by what sets them apart from the others of the bucket.

    All that agree with each other are one, named "". Otherwise those linked by agreement
    are, where ``strict`` only if all of them agree; an item without detail is on its own.
    """
    if all(agree(a, b) for a in items for b in items):
        return {"": list(items)}
    groups: list[list[T]] = []
    for item in items:
        mine = detail(item)
        linked = [g for g in groups if mine and any(detail(o) and agree(item, o) for o in g)]
        merged = [item, *(o for g in linked for o in g)]
        groups = [g for g in groups if g not in linked]
        groups.append(merged)
    whole: dict[str, list[T]] = {}
    for group in groups:
        fine = not strict or all(agree(a, b) for a in group for b in group)
        for part in [group] if fine else [[item] for item in group]:
            whole.setdefault(min(map(detail, part)), []).extend(part)
    return whole


def _names_agree(one: str, other: str) -> bool:
    a, b = name_parts(one), name_parts(other)
    suffix = not a.suffix or not b.suffix or a.suffix == b.suffix
    short, long = sorted((a.middle, b.middle), key=len)
    middle = not short or all(_stands_for(x, y) for x, y in zip(short, long, strict=False))
    return suffix and middle and (not short or len(short) == len(long))


def _stands_for(one: str, other: str) -> bool:
    """Tell whether a middle name or initial may be the same as another."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) if len(short) == 1 else short == long


def _detail(name: str) -> str:
    parts = name_parts(name)
    return " ".join((*(m[:1] for m in parts.middle), parts.suffix)).strip()


def _bearers_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] or one[1] == other[1]


def _bearer(described: tuple[str, str]) -> str:
    return "|".join(described)


@lru_cache(maxsize=MANY)
def name_parts(name: str) -> Parts:
    """Return first name, middle names, surname and suffix in lower case, without points."""
    from nameparser import HumanName  # noqa: PLC0415  most commands do without

    parsed = HumanName(" ".join(name.replace("’", "'").split()))
    first, middle, last, suffix = (
        part.casefold().replace(".", "")
        for part in (parsed.first, parsed.middle, parsed.last, parsed.suffix)
    )
    return Parts(first, tuple(middle.split()), last, suffix.replace(",", ""))

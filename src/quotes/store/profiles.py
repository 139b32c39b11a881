"""Profiles: what is looked at to tell who is the same, found however many appearances have it."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from quotes.collection.same import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    Row = dict[str, Any]

LOWER = {ord(letter): letter.lower() for letter in ascii_uppercase}
# A profile as one value, so that an index can step from one to the next.
PROFILE = (
    "called || char(31) || type || char(31) || ifnull(country, '')"
    " || char(31) || ifnull(lower(role), '')"
)
PROFILES = f"""
with recursive found(profile) as (
  select (select {PROFILE} from appearances where bucket = ?1 order by {PROFILE} limit 1)
  union all
  select (select {PROFILE} from appearances where bucket = ?1 and {PROFILE} > found.profile
    order by {PROFILE} limit 1) from found where profile is not null
)
select profile from found where profile is not null
"""
TIMES = f"select count(*) from appearances where bucket = ? and {PROFILE} = ?"
FORMER = f"select speaker_id from appearances where bucket = ? and {PROFILE} = ? limit 1"
MOVED = " union all ".join(
    f"select article_id, id, speaker_id from appearances where bucket = ?1 and {PROFILE} = ?2"
    f" and speaker_id {other} ?3"
    for other in "<>"
)


def like(db: Database, row: Row) -> str | None:
    """Return the speaker of the collection whom those of the very same profile are."""
    if not row["bucket"]:
        return None
    profile = Profile(row["called"], row["type"], row["country"], row["role"])
    found = db.execute(FORMER, [row["bucket"], _key(profile)]).fetchone()
    return found[0] if found else None


def _key(profile: Profile) -> str:
    """Return a profile as the index has it: in SQLite only ASCII letters have a lower case."""
    parts = (profile.name, profile.type, profile.country or "", _lower(profile.role or ""))
    return "\x1f".join(parts)


def _lower(words: str) -> str:
    return words.translate(LOWER)


class Appearing(Mapping[Profile, int]):
    """The profiles of a bucket, and how often each appears, counted when asked for."""

    def __init__(self, db: Database, shared: str) -> None:
        self._db, self._shared = db, shared
        found = (key.rsplit("\x1f", 3) for (key,) in db.execute(PROFILES, [shared]).fetchall())
        self._profiles = [
            Profile(name, type_, country or None, role or None)
            for name, type_, country, role in found
        ]

    def __getitem__(self, profile: Profile) -> int:
        """Return how often a profile appears."""
        found = self._db.execute(TIMES, [self._shared, _key(profile)]).fetchone()
        return int(found[0])

    def __iter__(self) -> Iterator[Profile]:
        """Yield the profiles."""
        return iter(self._profiles)

    def __len__(self) -> int:
        """Return the number of profiles."""
        return len(self._profiles)


def moved(db: Database, shared: str, profile: Profile, key: str) -> list[tuple[str, str, str]]:
    """Return article, own id and speaker of those of a profile who are not yet this speaker."""
    return db.execute(MOVED, [shared, _key(profile), key]).fetchall()

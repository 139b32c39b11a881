"""Mode: whether a server takes verdicts, whose they are, and who is let in."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import compare_digest, token_urlsafe
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "quotes-review"  # the permission that reviewing needs
PATH = "/-/review"


def review_path(database: Path) -> Path:
    """Return where the verdicts on the quotes of a database lie."""
    if not database.name:  # a folder: whoever opens it as a database says so
        return database / "quotes-review.db"
    return database.with_name(f"{database.stem}-review.db")


@dataclass(frozen=True, slots=True)
class Mode:
    """A database under review, and the person who may judge its quotes by a link of their own."""

    path: Path
    who: str
    token: str = field(default_factory=token_urlsafe, repr=False)

    @property
    def database(self) -> str:
        """Return the name by which Datasette knows the database."""
        return self.path.stem

    @property
    def review(self) -> Path:
        """Return where the verdicts lie."""
        return review_path(self.path)

    def is_key(self, token: str) -> bool:
        """Tell whether this is what the person was given to come in."""
        return compare_digest(token.encode(), self.token.encode())


_modes: WeakKeyDictionary[Any, Mode] = WeakKeyDictionary()


def enable(datasette: Any, mode: Mode) -> None:
    """Let a server take verdicts."""
    _modes[datasette] = mode


def mode_of(datasette: Any) -> Mode | None:
    """Return how a server takes verdicts, None where it takes none."""
    return _modes.get(datasette)


def is_allowed(datasette: Any, actor: dict[str, Any] | None) -> bool | None:
    """Tell whether an actor may review; None leaves it to other plugins."""
    mode = mode_of(datasette)
    if mode is None:
        return False
    return True if actor and actor.get("id") == mode.who else None

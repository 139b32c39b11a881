"""The folder of a site: written aside and put in its place at once, never over what is not ours."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LIST = "published.json"  # the files that we wrote, with their digests
DATABASES = {".db", ".sqlite", ".sqlite3"}  # Datasette serves all of these
LEFT_OVER = ("-wal", "-shm", "-journal")  # beside a database that was opened for writing
PACKED = "__pycache__"


class SiteError(Exception):
    """A folder that cannot be written or replaced, in one line with the way out."""


def write_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder: all of it, or the one that is there stays.

    A folder that was written so before is replaced; what others put into it is kept.
    Raises SiteError.
    """
    place = Path(os.path.realpath(target))  # a link stays one
    former = _former(target, place)
    try:
        made = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    except OSError as error:
        words = f"cannot be written ({error.strerror}); choose another place"
        raise SiteError(f"{target}: {words}") from error
    try:
        made.chmod(0o777 & ~_umask())
        fill(made)
        digests = {name: _digest(made / name) for name in sorted(_files(made))}
        (made / LIST).write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
        _check_unchanged(target, place, former)  # once more: filling takes time
        _check_free(target, place, made, former)
        with _uninterrupted():
            _put(made, place, former)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _former(target: Path, place: Path) -> Mapping[str, str]:
    """Return the files that we wrote there before, none where there is nothing to replace."""
    if not os.path.lexists(place):
        if not place.parent.is_dir():
            raise SiteError(f"{target}: there is no folder {place.parent}; make it first")
        return {}
    if not place.is_dir():
        raise SiteError(f"{target}: is a file; name a folder")
    if place in (Path.cwd(), *Path.cwd().parents):
        raise SiteError(f"{target}: you are in this folder; go elsewhere and name it from there")
    if not any(place.iterdir()):
        return {}
    former = _listed(place / LIST)
    if not former:
        words = "is not empty, and `quotes publish` did not write it; name another folder"
        raise SiteError(f"{target}: {words}")
    _check_unchanged(target, place, former)
    return former


def _listed(path: Path) -> Mapping[str, str]:
    """Return the files of a list that we wrote, none where it is something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError, ValueError, RecursionError):
        return {}
    is_ours = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    return found if is_ours else {}


def _check_unchanged(target: Path, place: Path, former: Mapping[str, str]) -> None:
    """Refuse to replace what somebody has changed, or to keep a database for all to read."""
    for name, digest in former.items():
        path = place / name
        if path.is_file() and _digest(path) != digest:
            words = "was changed since it was published; move it elsewhere, or delete it"
            raise SiteError(f"{target / name}: {words}")
    for path in place.iterdir() if former else ():
        if path.suffix in DATABASES and path.name not in former:
            words = "was not published, but Datasette would serve it; move it elsewhere"
            raise SiteError(f"{target / path.name}: {words}")


def _check_free(target: Path, place: Path, made: Path, former: Mapping[str, str]) -> None:
    """Refuse to keep what others put where we now have something of our own."""
    for name in _foreign(place, set(former) | {LIST}) if former else ():
        if os.path.lexists(made / name):
            words = "is not ours, but we now write something of that name; move it elsewhere"
            raise SiteError(f"{target / name}: {words}")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep signals for later: between two folders there is none in its place."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    former = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _put(made: Path, place: Path, former: Mapping[str, str]) -> None:
    """Put a folder in the place of the former one, and what others put into that into it."""
    if not former:
        made.rename(place)  # also onto an empty folder
        return
    old = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        place.rename(old)
    except OSError:
        old.rmdir()
        raise
    try:
        made.rename(place)
    except OSError:
        old.rename(place)
        raise
    for name in sorted(_foreign(old, set(former) | {LIST})):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).rename(place / name)
    shutil.rmtree(old)


def _foreign(folder: Path, ours: set[str], within: str = "") -> Iterator[str]:
    """Yield files that we did not write; a folder in which there is nothing of ours as one."""
    for path in (folder / within).iterdir():
        name = f"{within}{path.name}"
        is_left_over = any(name.removesuffix(end) in ours for end in LEFT_OVER)
        if name in ours or path.name == PACKED or is_left_over:
            continue
        if path.is_dir() and any(each.startswith(f"{name}/") for each in ours):
            yield from _foreign(folder, ours, f"{name}/")
        else:
            yield name


def _files(folder: Path) -> Iterator[str]:
    """Yield the files in a folder, by their names in it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _umask() -> int:
    """Return which rights new files do not get; it can only be asked for by setting it."""
    mask = os.umask(0o22)
    os.umask(mask)
    return mask

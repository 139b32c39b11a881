"""A file that a command writes: all of it, or what was there before stays."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


class WholeFile(click.File):
    """A file that is written whole or not at all; a device is written to, and not replaced."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the file, which is made when it is first written to."""
        is_other = os.path.exists(value) and not os.path.isfile(value)  # noqa: PTH110, PTH113
        if is_other or value == "-" or ctx is None:
            return super().convert(value, param, ctx)
        return ctx.with_resource(_whole(value))


class _Part:
    """A file beside the one that it is going to be, once it is complete."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._target = Path(os.path.realpath(name))  # a link stays one
        self._path = self._target.with_name(f".{self._target.name}.{os.getpid()}")
        self._file: IO[str] | None = None

    def write(self, words: str) -> int:
        """Write words, into a new file if they are the first."""
        with self._told():
            return self._opened().write(words)

    def flush(self) -> None:
        """Do nothing: nobody reads the file before it is complete."""

    def isatty(self) -> bool:
        return False

    def put(self) -> None:
        """Put the file in its place, an empty one where nothing was written.

        A folder that the command made of that name stays what it is.
        """
        if self._file is None and self._target.is_dir():
            return
        with self._told():
            self._opened().close()
            if self._target.exists():
                self._path.chmod(stat.S_IMODE(self._target.stat().st_mode))
            self._path.replace(self._target)

    def drop(self) -> None:
        """Take the file away, if there is one."""
        if self._file:
            with suppress(OSError):
                self._file.close()
            self._path.unlink(missing_ok=True)

    def _opened(self) -> IO[str]:
        if self._file is None:
            try:
                self._file = self._path.open("w", encoding="utf-8")
            except OSError as error:
                raise click.FileError(self.name, error.strerror) from error
        return self._file

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in one line why the file cannot be written."""
        try:
            yield
        except OSError as error:
            words = f"cannot be written ({error.strerror or error}); is there space?"
            raise click.ClickException(f"{self.name}: {words}") from error


@contextmanager
def _whole(name: str) -> Iterator[IO[str]]:
    """Yield a file that is kept if the command does all that it can."""
    part = _Part(name)
    try:
        yield cast("IO[str]", part)
        part.put()
    except (SystemExit, click.exceptions.Exit):  # done, if with problems
        part.put()
        raise
    except BaseException:
        part.drop()
        raise

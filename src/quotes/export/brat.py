"""brat: a folder with the text and the annotations of every article, to open in brat.

As in PolNeAR an attribution is an event on its cue, here with its kind, class of
cue and type of speaker as attributes and the rest in its note. Offsets are those
of the article's file. ``quotes evaluate`` reads all of it back.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from quotes.export.jsonl import to_json
from quotes.standoff import (
    ARTICLE_NOTE,
    ATTRIBUTES,
    ATTRIBUTION,
    CONFIDENCE,
    FLAGS,
    NOTE,
    NOTED,
    ROLES,
    WHOLE,
    in_lines,
)
from quotes.store.load import load_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sqlite_utils import Database

    from quotes.standoff import Offsets

CONF = "annotation.conf"
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST = 100  # characters of a file's name
# Names that Windows keeps for devices.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def export_brat(db: Database, folder: Path, least: float = 0.0) -> int:
    """Write all articles into a folder, and return how many they are.

    Quotes of less confidence than ``least`` are left out.

    Raises FileExistsError, before anything is written, where a file is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keys = [key for (key,) in db.execute("select id from articles order by id")]
    names = file_names(keys)
    for name in names.values():
        for path in (folder / f"{name}.txt", folder / f"{name}.ann"):
            if path.exists():
                raise FileExistsError(17, "is there already", str(path))
    written: list[Path] = []
    try:
        for key, name in names.items():
            found = load_article(db, key, least)
            if found:
                article = to_json(*found)
                _write(folder / f"{name}.txt", article["text"], written)
                _write(folder / f"{name}.ann", standoff(article, name), written)
    except BaseException:
        for path in written:
            path.unlink()
        raise
    if not (folder / CONF).exists():
        _write(folder / CONF, configuration(), written)
    return len(names)


def _write(path: Path, words: str, written: list[Path]) -> None:
    """Write a file that is not there yet, its line ends as they are."""
    with path.open("x", encoding="utf-8", newline="") as file:
        written.append(path)
        file.write(words)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a name for the files of each article, safe and different in every file system."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in ids:
        plain = UNSAFE.sub("_", key.removesuffix(".txt")).strip(".")[:LONGEST] or "_"
        plain = f"_{plain}" if RESERVED.match(plain) else plain
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.lower())
        names[key] = name
    return names


def standoff(article: Mapping[str, Any], name: str) -> str:
    """Return the lines that annotate an article, whose files have this name."""
    writer = _Writer(article["text"])
    if article["id"] != f"{name}.txt":
        writer.line("#", f"{ARTICLE_NOTE} *", json.dumps(article["id"], ensure_ascii=True))
    for quote in article["quotes"]:
        writer.attribution(quote)
    return "".join(f"{line}\n" for line in writer.lines)


def configuration() -> str:
    """Return what tells brat about our types."""
    linked = ", ".join(f"{role.title()}*:{role.title()}" for role in ROLES)
    attributes = (
        f"{_camel(name)}\tArg:<EVENT>, Value:{'|'.join(values)}"
        for name, values in ATTRIBUTES.items()
    )
    return "\n".join(
        [
            "[entities]",
            *(role.title() for role in ROLES),
            "[events]",
            f"{ATTRIBUTION}\t{linked}",
            "[relations]",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "[attributes]",
            *attributes,
            "",
        ]
    )


class _Writer:
    """The lines of an article, numbered by their letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self._numbers: dict[str, int] = {}
        self._bounds: dict[tuple[str, str], str] = {}

    def line(self, letter: str, head: str, words: str = "") -> str:
        """Add a line and return its id."""
        number = self._numbers[letter] = self._numbers.get(letter, 0) + 1
        self.lines.append("\t".join([f"{letter}{number}", head, *([words] if words else [])]))
        return f"{letter}{number}"

    def attribution(self, quote: Mapping[str, Any]) -> None:
        """Add an attribution: its spans, its event, and what is said of it."""
        pieces = {role: in_lines(self.text, quote[role]) for role in ROLES}
        linked = [
            f"{role.title()}:{self._bound(role.title(), spans)}"
            for role, spans in pieces.items()
            if spans
        ]
        trigger = self._bound(ATTRIBUTION, pieces["cue"] or pieces["content"][:1], anew=True)
        event = self.line("E", " ".join([f"{ATTRIBUTION}:{trigger}", *linked]))
        for name in ATTRIBUTES:
            self.line("A", f"{_camel(name)} {event} {quote[name]}")
        note = {name: quote[name] for name in NOTED if name == "id" or quote[name] is not None}
        note |= {name: quote[name] for name, usual in FLAGS.items() if quote[name] is not usual}
        note[CONFIDENCE] = quote[CONFIDENCE]
        cut = {role: quote[role] for role in ROLES if pieces[role] != quote[role]}
        self.line("#", f"{NOTE} {event}", json.dumps(note | ({WHOLE: cut} if cut else {})))

    def _bound(self, type_: str, spans: Offsets, *, anew: bool = False) -> str:
        """Return the id of words with a type; several attributions may share them."""
        places = ";".join(f"{start} {end}" for start, end in spans)
        if anew or (type_, places) not in self._bounds:
            words = " ".join(self.text[start:end] for start, end in spans)
            self._bounds[type_, places] = self.line("T", f"{type_} {places}", words)
        return self._bounds[type_, places]


def _camel(name: str) -> str:
    """Return cue_class as CueClass: brat's names have no underscores by custom."""
    return "".join(part.title() for part in name.split("_"))

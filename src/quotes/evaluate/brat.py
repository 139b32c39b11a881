"""Gold as brat keeps it: pairs of NAME.txt and NAME.ann.

Words of the types Source, Cue and Content make an attribution where an event
links them, as in PolNeAR:

    E1    Attribution:T4 Source:T1 Cue:T2 Content:T3

An event that links no cue has its trigger for one, unless that stands in the
content or the source. Relations do as well: a content goes with the cue that it
is linked to, by itself or through its source, and contents of one cue are
pieces of one attribution. What neither links is left out of a file with events;
elsewhere such a content has no source.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from quotes.evaluate.problem import EvaluationError
from quotes.evaluate.standoff import parse
from quotes.standoff import FLAGS, NOTED, ROLES, WHOLE, in_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from quotes.evaluate.standoff import Links, Standoff
    from quotes.standoff import Offsets

    Json = dict[str, Any]
    Roles = dict[str, list[str]]

SUFFIX = ".ann"


def is_brat(path: Path) -> bool:
    """Tell whether a path is to be read as brat's: a folder or an .ann file."""
    return path.is_dir() or path.suffix == SUFFIX


def read_pairs(path: Path) -> dict[str, Json]:
    """Return the articles of a folder of pairs, or of one pair, by id."""
    files = [path] if path.suffix == SUFFIX and not path.is_dir() else _below(path)
    articles: dict[str, Json] = {}
    places: dict[str, Path] = {}
    for file in files:
        article = _article(file)
        name = article["id"]
        if name in articles:
            words = f"is article {name!r}, and so is {places[name]}; name one folder at a time"
            raise EvaluationError(f"{file}: {words}")
        articles[name], places[name] = article, file
    return articles


def _below(folder: Path) -> list[Path]:
    """Return the .ann files of a folder, hidden ones left out."""
    files = [
        p for p in sorted(folder.rglob(f"*{SUFFIX}")) if p.is_file() and not p.name.startswith(".")
    ]
    if not files:
        words = "no .ann files in this folder; give pairs of NAME.txt and NAME.ann, or JSON lines"
        raise EvaluationError(f"{folder}: {words}")
    return files


def _article(file: Path) -> Json:
    """Return the article of a pair, its id the text file's name where no note tells it."""
    place = file.with_suffix(".txt")
    lines = _decoded(file).removeprefix("\ufeff")
    try:
        text = _decoded(place)
    except FileNotFoundError as error:
        words = f"there is no {place.name} beside it; put the text that was annotated there"
        raise EvaluationError(f"{file}: {words}") from error
    found = parse(str(file), lines, text)
    quotes = [_quote(found, key, roles) for key, roles in (*_events(found), *_related(found))]
    return {"id": found.article or place.name, "text": text, "quotes": quotes}


def _decoded(file: Path) -> str:
    """Return a file's text, its line ends as they are; a missing text is left to the caller."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file}: is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError) and file.suffix != SUFFIX:
            raise
        raise EvaluationError(f"{file}: cannot be read ({error.strerror or error})") from error


def _quote(found: Standoff, key: str | None, roles: Roles) -> Json:
    """Return an attribution with its spans and what is said of it."""
    values: Json = {}
    for target in (*roles["content"], *([key] if key else [])):
        values |= found.values.get(target, {})
    whole = values.pop(WHOLE, None)
    spans = {role: _spans(found, role, roles[role], whole) for role in ROLES}
    usual = dict.fromkeys(NOTED) | FLAGS if "id" in values else {}
    return usual | values | spans


def _spans(found: Standoff, role: str, ids: Iterable[str], whole: Any) -> Offsets:
    """Return the places of some annotations, uncut where a note tells what brat cut."""
    pieces = sorted(span for key in dict.fromkeys(ids) for span in found.bounds[key].spans)
    uncut = whole.get(role) if isinstance(whole, dict) else None
    try:
        same = isinstance(uncut, list) and in_lines(found.text, uncut) == pieces
    except (TypeError, ValueError):
        same = False
    return uncut if isinstance(uncut, list) and same else pieces


def _events(found: Standoff) -> Iterator[tuple[str | None, Roles]]:
    """Yield the events that link a content."""
    for key, links in found.events.items():
        roles: Roles = {role: [] for role in ROLES}
        for role, argument in links.arguments:
            if role in roles:
                roles[role].append(_text_bound(found, key, links, argument))
        if links.trigger:
            _use_trigger(found, _text_bound(found, key, links, links.trigger), roles)
        if roles["content"]:
            yield key, roles


def _text_bound(found: Standoff, key: str, links: Links, argument: str) -> str:
    """Return the argument, sure to be words of the text."""
    if argument in found.bounds:
        return argument
    raise found.error(links.line, f"{key} links {argument}; link words of the text (T…) instead")


def _use_trigger(found: Standoff, trigger: str, roles: Roles) -> None:
    """Take the trigger for what its type says, or else for the cue, where that is not linked."""
    bound = found.bounds[trigger]
    role = bound.type if bound.type in ROLES else "cue"
    others = [s for r in ("content", "source") for key in roles[r] for s in found.bounds[key].spans]
    inside = any(start < e and s < end for start, end in bound.spans for s, e in others)
    if not roles[role] and (role == bound.type or not inside):
        roles[role].append(trigger)


def _related(found: Standoff) -> Iterator[tuple[str | None, Roles]]:
    """Yield the attributions of contents that no event links."""
    used = {argument for links in found.events.values() for _, argument in links.arguments}
    used |= {links.trigger for links in found.events.values() if links.trigger}
    types = {key: bound.type for key, bound in found.bounds.items() if bound.type in ROLES}
    beside = _neighbours(found, types)
    contents = [key for key, type_ in types.items() if type_ == "content" and key not in used]
    if found.events:
        contents = [key for key in contents if beside[key]]
    elif not found.relations and contents and len(set(types.values())) > 1:
        words = f"nothing tells what {contents[0]} belongs to; link it by a relation or an event"
        raise found.error(found.bounds[contents[0]].line, words)
    done: dict[str, Roles] = {}
    for pieces in _joined(contents, beside):
        cue = _cue_of(found, pieces, types, beside)
        near = [cue, *pieces] if cue else pieces
        sources = _typed("source", (n for key in near for n in beside[key]), types)
        roles = done.setdefault(cue or pieces[0], {"cue": [], "content": [], "source": []})
        roles["cue"] = [cue] if cue else []
        roles["content"] += pieces
        roles["source"] += sources
    yield from ((None, roles) for roles in done.values())


def _neighbours(found: Standoff, types: dict[str, str]) -> defaultdict[str, list[str]]:
    """Return what every source, cue and content is linked to; of its own type only contents."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for links in found.relations.values():
        (_, one), (_, other) = links.arguments
        if one in types and other in types:
            if types[one] == types[other] != "content":
                continue  # two mentions of the same: coreference, not attribution
            beside[one].append(other)
            beside[other].append(one)
    return beside


def _joined(contents: Sequence[str], beside: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield the contents, those that are linked with each other together."""
    left = dict.fromkeys(contents)
    while left:
        pieces = [next(iter(left))]
        for piece in pieces:
            left.pop(piece, None)
            pieces += [n for n in beside.get(piece, ()) if n in left and n not in pieces]
        yield pieces


def _cue_of(
    found: Standoff, pieces: list[str], types: dict[str, str], beside: dict[str, list[str]]
) -> str | None:
    """Return the cue that a content is linked to, else the one that its source is linked to."""
    near = [n for key in pieces for n in beside.get(key, ())]
    cues = _typed("cue", near, types)
    if not cues:
        sources = _typed("source", near, types)
        free = (n for key in sources for n in beside[key])
        cues = [
            cue for cue in _typed("cue", free, types) if not _typed("content", beside[cue], types)
        ]
    if len(cues) > 1:
        words = f"{pieces[0]} goes with the cues {' and '.join(cues)}; link it with one by an event"
        raise found.error(found.bounds[pieces[0]].line, words)
    return cues[0] if cues else None


def _typed(type_: str, keys: Iterable[str], types: dict[str, str]) -> list[str]:
    """Return those of a type, each once."""
    return [key for key in dict.fromkeys(keys) if types.get(key) == type_]

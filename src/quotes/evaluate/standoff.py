"""The lines of a brat file, each checked against the text that it annotates."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from quotes.evaluate.problem import EvaluationError
from quotes.standoff import ARTICLE_NOTE, ATTRIBUTES, CONFIDENCE, FLAGS, NOTED, WHOLE, Offsets

BOUND = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)")
LINK = re.compile(r"([^\s:]+):(\S+)")
SHOWN = 40
ENDS = 2  # of a relation
FORMS = {
    "T": "T1<TAB>Source 0 9<TAB>Ada Stone",
    "E": "E1<TAB>Attribution:T2 Source:T1 Content:T3",
    "R": "R1<TAB>content-of Arg1:T3 Arg2:T2",
    "A": "A1<TAB>Kind E1 direct",
}
PASSED_OVER = frozenset("*NM")  # equivalences, normalizations, modifiers


@dataclass(frozen=True, slots=True)
class Bound:
    """Words of the text with a type, in lower case."""

    line: int
    type: str
    spans: Offsets


@dataclass(frozen=True, slots=True)
class Links:
    """An event or a relation: its trigger, if it is one with, and its arguments by role."""

    line: int
    trigger: str | None
    arguments: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Standoff:
    """What a file holds, by ids: T, E and R lines, and the values that A and # lines give them."""

    path: str
    text: str
    bounds: dict[str, Bound] = field(default_factory=dict)
    events: dict[str, Links] = field(default_factory=dict)
    relations: dict[str, Links] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    article: str | None = None

    def error(self, line: int, words: str) -> EvaluationError:
        """Return an error that names the file and the line."""
        return EvaluationError(f"{self.path}, line {line}: {words}")


def parse(path: str, lines: str, text: str) -> Standoff:
    """Return the annotations of a text; a line that cannot be read is an error."""
    found = Standoff(path, text)
    for number, line in enumerate(lines.split("\n"), 1):
        if line.strip():
            _take(found, number, line.rstrip("\r"))
    for key, links in (*found.events.items(), *found.relations.items()):
        ids = [links.trigger] if links.trigger else []
        for other in (*ids, *(argument for _, argument in links.arguments)):
            if other not in found.bounds and other not in found.events:
                words = f"{key} names {other}, which the file lacks; add it or remove {key}"
                raise found.error(links.line, words)
    return found


def _take(found: Standoff, number: int, line: str) -> None:
    """Add what a line says."""
    key, _, rest = line.partition("\t")
    letter = key[:1]
    if letter in PASSED_OVER:
        return
    if letter == "#":
        _take_note(found, rest)
        return
    if letter not in FORMS or not rest or any(key in ids for ids in _taken(found)):
        raise found.error(number, _complaint(key, line, found))
    head, _, words = rest.partition("\t")
    if letter == "T":
        found.bounds[key] = _bound(found, number, line, head, words)
    elif letter == "A":
        _take_attribute(found, number, line, head)
    else:
        links = _links(found, number, line, head)
        (found.events if letter == "E" else found.relations)[key] = links


def _taken(found: Standoff) -> tuple[dict[str, Any], ...]:
    return found.bounds, found.events, found.relations


def _complaint(key: str, line: str, found: Standoff) -> str:
    """Return what is wrong with a line that is none of the forms."""
    if any(key in ids for ids in _taken(found)):
        return f"{key} for the second time; give each annotation an id of its own"
    form = FORMS.get(line[:1], FORMS["T"])
    return f"{_short(line)!r} is no annotation like `{form}`; correct or remove the line"


def _bound(found: Standoff, number: int, line: str, head: str, words: str) -> Bound:
    """Return the text-bound annotation of a T line."""
    match = BOUND.fullmatch(head.strip())
    if not match:
        raise found.error(number, _complaint("", line, found))
    spans = [[int(place) for place in span.split()] for span in match[2].split(";")]
    for start, end in spans:
        if not start < end <= len(found.text):
            size = f"its text has {len(found.text)} characters"
            words = f"{start} {end} is no place ({size}); is the .txt the one that was annotated?"
            raise found.error(number, words)
    held = " ".join(found.text[start:end] for start, end in spans)
    if words.strip() and not _squeezed(words).startswith(_squeezed(held)):
        raise found.error(
            number,
            f"says {_short(words)!r} where the text has {_short(held)!r}; offsets count"
            " code points, CRLF as two: give the .txt that was annotated",
        )
    return Bound(number, match[1].lower(), spans)


def _links(found: Standoff, number: int, line: str, head: str) -> Links:
    """Return the event of an E line, or the relation of an R line."""
    first, *others = head.split() or [""]
    pairs = [LINK.fullmatch(word) for word in others]
    trigger = LINK.fullmatch(first)
    event = line.startswith("E")
    arguments = [(m[1].rstrip("0123456789").lower(), m[2]) for m in pairs if m]
    if len(arguments) < len(others) or (trigger is None if event else len(others) != ENDS):
        raise found.error(number, _complaint("", line, found))
    return Links(number, trigger[2] if trigger and event else None, tuple(arguments))


def _take_attribute(found: Standoff, number: int, line: str, head: str) -> None:
    """Keep the value of an attribute, if it is one of ours."""
    name, target, value = (*head.split(None, 2), "", "", "")[:3]
    if not target:
        raise found.error(number, _complaint("", line, found))
    _keep(found, target, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name), value.strip())


def _take_note(found: Standoff, rest: str) -> None:
    """Keep the values of a note that is a JSON object; other notes are for people."""
    head, _, words = rest.partition("\t")
    kind, target = (*head.split(), "", "")[:2]
    try:
        value = json.loads(words)
    except (ValueError, RecursionError):
        return
    if kind == ARTICLE_NOTE and isinstance(value, str):
        found.article = value
    elif isinstance(value, dict):
        for name, part in value.items():
            _keep(found, target, name, part)


def _keep(found: Standoff, target: str, name: str, value: Any) -> None:
    """Keep a value that a quote may have."""
    name = name.lower().replace("-", "_")
    if name == CONFIDENCE:
        value = _share(value)
        fits = value is not None
    elif name in ATTRIBUTES:
        fits = value in ATTRIBUTES[name]
    elif name in FLAGS:
        fits = value is None or isinstance(value, bool)
    else:
        fits = name == WHOLE or (name in NOTED and (value is None or isinstance(value, str)))
    if fits:
        found.values.setdefault(target, {})[name] = value


def _share(value: Any) -> float | None:
    """Return a number from 0 to 1, None where it is something else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number <= 1 else None


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"

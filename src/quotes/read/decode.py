"""Bytes to text: UTF-8, UTF-16 and Windows-1252, without guessing where it can be helped."""

from __future__ import annotations

import codecs
import re

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
MOST_CONTROLS = 0.02
MOST_NULS = 0.001  # of a text's bytes, beside one; UTF-16 without its mark has them by half
SAMPLE = 100_000
LONGEST = 10_000_000
BINARY = "a binary file, not text; save the article as UTF-8 text or as HTML"
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class UnreadableError(Exception):
    """Say in one line why something cannot be read, and the way out."""


def decode(data: bytes) -> str:
    """Return the text of the bytes, without a byte order mark.

    Stray NULs are replaced one for one, so that offsets hold: in SQLite a text
    would end at them for ``substr`` and ``length``.
    """
    if len(data) > LONGEST:
        raise UnreadableError("larger than 10 MB, which is no article; split it into articles")
    text = _by_bom(data)
    if text is None:
        if is_binary(data):
            raise UnreadableError(BINARY)
        text = data.decode("utf-8", errors="quotes.cp1252")
        if "\ufffd" in text and not _mostly_utf8(data):
            text = _guessed(data) or text
    _check(text)
    return text.replace("\0", "\ufffd")


def is_binary(data: bytes) -> bool:
    """Tell whether bytes hold more NULs than a text may have caught somewhere."""
    return data.count(0) > 1 + MOST_NULS * len(data)


def decode_html(data: bytes) -> str:
    """Return the text of a web page, which may declare its encoding."""
    declared = META_CHARSET.search(data[:4096])
    if _by_bom(data) is None and declared and b"\0" not in data:
        for encoding in ("utf-8", declared[1].decode("ascii")):
            try:
                return data.decode(_as_browsers_do(encoding))
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data)


def _by_bom(data: bytes) -> str | None:
    """Decode by the byte order mark, where there is one."""
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            errors = "quotes.cp1252" if bom == codecs.BOM_UTF8 else "replace"
            return data.decode(encoding, errors).removeprefix("\ufeff")
    return None


def _check(text: str) -> None:
    """Refuse what is empty or mostly control characters."""
    if not text.strip():
        raise UnreadableError("the file is empty; put the article's words into it, or remove it")
    sample = text[:SAMPLE]
    if len(CONTROL.findall(sample)) > MOST_CONTROLS * len(sample):
        raise UnreadableError(BINARY)


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether more characters beyond ASCII are valid UTF-8 than are not."""
    text = data.decode("utf-8", errors="replace")
    beyond = sum(map(text.count, set(text) - set(map(chr, range(128)))))
    broken = text.count("\ufffd")
    return beyond - broken >= broken


def _guessed(data: bytes) -> str | None:
    """Ask charset-normalizer, for bytes that are neither UTF-8 nor Windows-1252."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, rarely needed

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        return None


def _as_browsers_do(encoding: str) -> str:
    """Read pages that say ISO-8859-1 or ASCII as Windows-1252, as every browser does."""
    name = codecs.lookup(encoding).name
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("quotes.cp1252", _cp1252)

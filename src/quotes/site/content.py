"""What lies in a site beside its database: metadata, settings, counts, and our pages."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from datasette.cli import inspect_, run_sync

from quotes.publish.metadata import NAME, SETTINGS, as_written, metadata_for

PAGES = "plugins/pages"  # on the path of Datasette where the package is not installed
NOT_SHOWN = shutil.ignore_patterns(  # what only a review needs, and it is not published
    "__pycache__", "kept.py", "reviewing.py", "reviewform.py", "reviewlist.py", "quotes_review_*"
)
INIT = '"""The part of the package `quotes` that shows a database in Datasette."""\n'
ENTRY_POINTS = "[datasette]\nquotes = quotes.publish\n"
COPIED = {
    "requirements.txt": "requirements.txt",
    "plugins/quotes_pages.py": "plugins/quotes_pages.py",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
}


def write_content(folder: Path, database: Path) -> None:
    """Write all that Datasette needs to serve a database that lies in a folder."""
    name = database.stem
    metadata = _metadata(name)
    _write(folder / "metadata.yml", metadata)
    settings = yaml.safe_dump({"settings": SETTINGS})
    _write(folder / "datasette.yaml", f"{metadata}\n{settings}")  # 1.0 looks here for queries
    _write(folder / "settings.json", _json(SETTINGS))
    _write(folder / "inspect-data.json", _json(_inspected(database)))
    _write_pages(folder / PAGES)
    ours = files("quotes.site") / "files"
    title = metadata_for(name)["title"]
    readme = ours.joinpath("README.md").read_text(encoding="utf-8")
    _write(folder / "README.md", readme.format(title=title, name=name))
    for source, target in COPIED.items():
        _write(folder / target, ours.joinpath(source).read_text(encoding="utf-8"))


def _metadata(name: str) -> str:
    """Return metadata.yml as it is written, for a database of any name."""
    words = as_written()
    return (
        words if name == NAME else words.replace(f"\n  {NAME}:\n", f"\n  {_json(name)[:-1]}:\n", 1)
    )


def _inspected(database: Path) -> dict[str, Any]:
    """Return what `datasette inspect` says of a database, which makes it immutable."""
    found: dict[str, Any] = run_sync(lambda: inspect_([str(database)], ()))
    for about in found.values():
        about["file"] = database.name
    return found


def _write_pages(folder: Path) -> None:
    """Write our pages as a package, found as if it were installed."""
    source = Path(str(files("quotes")))
    package = folder / "quotes"
    copy: dict[str, Any] = {"copy_function": shutil.copyfile, "ignore": NOT_SHOWN}
    shutil.copytree(source / "publish", package / "publish", **copy)
    _write(package / "__init__.py", INIT)
    _write(package / "metadata.yml", as_written())
    for name in ("__init__.py", "mode.py"):
        _write(package / "review" / name, (source / "review" / name).read_text(encoding="utf-8"))
    number = version("quotes")
    about = folder / f"quotes-{number}.dist-info"
    _write(about / "METADATA", f"Metadata-Version: 2.1\nName: quotes\nVersion: {number}\n")
    _write(about / "entry_points.txt", ENTRY_POINTS)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, words: str) -> None:
    """Write a file in a folder that is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8", newline="")

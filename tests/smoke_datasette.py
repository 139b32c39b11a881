"""Serve a published folder with plain Datasette, each version in a fresh environment.

    python tests/smoke_datasette.py [REQUIREMENT ...]

Without requirements: the one that the folder names, and the newest pre-release of 1.0. It
needs a package index, so it is not part of the tests. Exits 1 if a page does not answer.
"""

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import published
from quotes.cli import cli
from quotes.cli.server import is_free

REQUIREMENTS = ["datasette>=0.65.5,<0.66", "datasette>=1.0a0"]
PATIENCE = 60  # seconds for a server to start
PAGES = [
    "/",
    "/quotes",
    "/quotes/said?_facet=kind",
    "/quotes/said?_search=bridge",
    "/quotes/articles/council~2Etxt",
    "/quotes/said_by?speaker=stone",
    "/quotes/said_by.json?speaker=stone&_shape=array",
    "/quotes/most_quoted.csv",
    "/quotes/-/read/council~2Etxt",
    "/quotes/-/search?q=bridge",
    "/quotes/-/sourcing",
    "/quotes/-/compare",
    "/-/static-plugins/quotes/quotes.css",
]


def main(requirements: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        published.build(folder / "quotes.db")
        command = ["publish", str(folder / "site"), "-d", str(folder / "quotes.db")]
        cli.main(command, standalone_mode=False)
        failed = [smoke(folder, number, each) for number, each in enumerate(requirements)]
    return int(any(failed))


def smoke(folder: Path, number: int, requirement: str) -> bool:
    """Serve the folder with one version; tell whether a page failed."""
    place = folder / f"venv{number}"
    venv.create(place, with_pip=True)
    pip = [place / "bin" / "pip", "install", "--quiet", requirement]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    port = next(port for port in range(8500, 8600) if is_free("127.0.0.1", port))
    command = [place / "bin" / "python", "-I", "-m", "datasette"]  # nothing of ours on its path
    command += [folder / "site", "--port", str(port)]
    log = folder / f"log{number}"
    with log.open("w") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        failed = visit(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
    if failed:
        print(log.read_text())
    return failed


def visit(site: str) -> bool:
    """Fetch all pages and print how they answer."""
    deadline = time.monotonic() + PATIENCE
    while status(f"{site}/-/versions.json")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.5)
    versions = json.loads(status(f"{site}/-/versions.json")[1] or "null")
    if versions is None:
        print("the server did not start")
        return True
    databases = json.loads(status(f"{site}/-/databases.json")[1])
    found = databases if isinstance(databases, list) else databases["databases"]
    print(f"datasette {versions['datasette']['version']}, immutable: {not found[0]['is_mutable']}")
    answers = {page: status(site + page)[0] for page in PAGES}
    for page, number in answers.items():
        print(f"  {number}  {page}")
    return any(number != 200 for number in answers.values()) or found[0]["is_mutable"]


def status(url: str) -> tuple[int, str]:
    """Return the status and the body of a page, 0 where nobody answers."""
    try:
        with urlopen(url) as response:  # noqa: S310  on this machine
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, ""
    except URLError:
        return 0, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or REQUIREMENTS))

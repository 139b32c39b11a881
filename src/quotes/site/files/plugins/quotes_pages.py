"""Gives Datasette the pages for quotes, from the folder beside this file.

Where the package `quotes` is installed, its own pages are shown instead.
"""

import sys
from pathlib import Path

from datasette.plugins import pm
from datasette.version import __version__

OLDEST = (3, 11)

if not __version__.startswith("0."):
    print("quotes: for Datasette 0.65; this one shows tables and queries alone", file=sys.stderr)
elif sys.version_info < OLDEST:
    print("quotes: needs Python 3.11; without it there are tables and queries", file=sys.stderr)
else:
    sys.path.append(str(Path(__file__).with_name("pages")))
    pm.load_setuptools_entrypoints("datasette", name="quotes")

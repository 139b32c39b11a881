"""Gives Datasette the pages for quotes, from the folder beside this file.

Where the package `quotes` is installed, its own pages are shown instead.
"""

import sys
from pathlib import Path

from datasette.plugins import pm

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    print("quotes: needs Python 3.11; without it there are tables and queries", file=sys.stderr)
else:
    sys.path.append(str(Path(__file__).with_name("pages")))
    pm.load_setuptools_entrypoints("datasette", name="quotes")

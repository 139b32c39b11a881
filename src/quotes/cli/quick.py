"""Import sqlite-utils without pandas and numpy: it would load them, if they are there.

It knows the types of their values so; commands write none, and are to start at once.
"""

from __future__ import annotations

import sys
from importlib import import_module

_absent = [name for name in ("numpy", "pandas") if name not in sys.modules]
for _name in _absent:
    sys.modules[_name] = None  # type: ignore[assignment]  # to Python: cannot be imported
try:
    import_module("sqlite_utils")
finally:
    for _name in _absent:
        del sys.modules[_name]

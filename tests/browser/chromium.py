"""Chromium as the system has it, driven without a profile, a sandbox or requests of its own."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium was found; install it (apt-get install chromium)"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find():
    """Return where the browser is, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    """Start the browser, which must be there."""
    return playwright.chromium.launch(executable_path=Path(find()), args=list(ARGUMENTS))

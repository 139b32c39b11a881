"""What Datasette's own templates lack: a language, the way past the head, names of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.ext import Extension

if TYPE_CHECKING:
    from collections.abc import Mapping

SKIP = '{% if quotes_shown %}<a class="q-skip" href="#content">Skip to the content</a>{% endif %}'
KEYS = 'editor.setOption("extraKeys"'
FOLDS = "document.getElementsByTagName('details')"  # which a click elsewhere closes, ours as well
MENUS = "document.querySelectorAll('details:not([class^=q-])')"
LABEL = 'editor.getInputField().setAttribute("aria-label", "SQL");'
SQL = '<textarea id="sql-editor" name="sql"'
# Of each template, what is put in the place of what.
MENDED: Mapping[str, Mapping[str, str]] = {
    "base.html": {
        "<html>": '<html lang="en">',
        '<div class="not-footer">': f'{SKIP}\n<div class="not-footer">',
        '<section class="content">': (
            '<section class="content" id="content" role="main" tabindex="-1">'
        ),
    },
    "table.html": {
        f'<{field} name="_filter_{name}{number}"': f'<{field} aria-label="{label}"'
        f' name="_filter_{name}{number}"'
        for field, name, label in (
            ("select", "column", "Column"),
            ("select", "op", "Comparison"),
            ('input type="text"', "value", "Value"),
        )
        for number in ("", "_{{ loop.index }}")
    }
    | {'<select name="_sort"': '<select aria-label="Sort" name="_sort"'},
    "database.html": {SQL: f'{SQL} aria-label="SQL"'},
    "query.html": {SQL: f'{SQL} aria-label="SQL"'},
    "_close_open_menus.html": {FOLDS: MENUS},
    "_codemirror_foot.html": {KEYS: f"{LABEL}\n        {KEYS}"},
}


class Mended(Extension):
    """Puts it into a template as it is read, unless another Datasette wrote it otherwise."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source of a template, mended if all that is to be mended is there."""
        found = MENDED.get((name or "").removeprefix("default:"), {})
        if all(old in source for old in found):
            for old, new in found.items():
                source = source.replace(old, new, 1)
        return source

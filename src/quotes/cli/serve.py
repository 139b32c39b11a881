# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The serve command: a database in the browser, to be read, or reviewed as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotes.cli.options import database_argument
from quotes.cli.review import as_option, start_review
from quotes.store import open_readonly

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@database_argument
@click.option("-p", "--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("-o", "--open", "browse", is_flag=True, help="Open it in the browser.")
@click.option("--review", is_flag=True, help="Let whoever opens the link that is printed review.")
@as_option
def serve_command(
    *, database: Path, port: int, host: str, browse: bool, review: bool, who: str | None
) -> None:
    """Serve a database in the browser, with Datasette.

    With --review you judge its quotes, as the person named with --as. The verdicts are
    kept in NAME-review.db.

    \b
    Example:
        quotes serve quotes.db --open
        quotes serve quotes.db --review --as "Ada Poe"
    """
    if who is not None and not (review and who.strip()):
        raise click.UsageError("--as names whoever reviews; give it with --review")
    open_readonly(database).close()
    from quotes.cli import server  # noqa: PLC0415  Datasette is slow to import

    if not server.is_free(host, port):
        raise click.ClickException(f"port {port} of {host} is taken; choose another with --port")
    mode = start_review(database, who) if review else None
    click.echo(f"{server.address(host, port, mode)}  (ctrl-C stops)", err=True)
    server.serve(database, host, port, browse=browse, mode=mode)

"""A site on a port of this machine, served by a thread as `quotes serve` would."""

import threading
import time
from contextlib import contextmanager

import uvicorn

from quotes.cli import server


@contextmanager
def served(path, mode=None):
    """Serve a database; give the address of its home page."""
    config = uvicorn.Config(
        server.site(path, mode).app(), port=0, log_level="warning", lifespan="on"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    (port,) = {sock.getsockname()[1] for each in running.servers for sock in each.sockets}
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join()

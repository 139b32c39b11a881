"""Run the command line: ``quotes``, or ``python -m quotes``."""

import signal


def run() -> None:
    """Import the commands and run the one asked for; stopped before that, end without a word."""
    interruptible = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if interruptible:  # a traceback would tell which module was being imported
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from quotes.cli import cli  # noqa: PLC0415  takes a while

    if interruptible:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli(prog_name="quotes")


if __name__ == "__main__":
    run()

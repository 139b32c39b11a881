"""Many machines: Ray gives the pieces to workers and starts others where a machine is lost."""

from __future__ import annotations

import logging
import os
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from quotes.scale import ScaleError
from quotes.scale.files import Extraction
from quotes.scale.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from quotes.scale import Finder
    from quotes.scale.files import Done, Folder
    from quotes.scale.pieces import Piece

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
try:
    import ray
except ImportError as error:
    raise ScaleError("many machines need an extra: pip install 'quotes[ray]'") from error

DEATHS = 10  # of workers that start, one after the other, until the job is given up


class Worker:
    """An actor: it holds the models in a process beside it, which may be killed without harm."""

    def __init__(
        self,
        make: Callable[[], Finder],
        folder: Folder,
        keys: Path,
        reason: Callable[[Exception], str],
    ) -> None:
        self._extraction = Extraction(Pool(make(), 1), folder, np.load(keys), reason)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Return what came of each piece of a batch."""
        return {"done": [self._extraction(pickle.loads(piece)) for piece in batch["piece"]]}  # noqa: S301


def extract(
    pieces: Sequence[Piece],
    make: Callable[[], Finder],
    folder: Folder,
    reason: Callable[[Exception], str],
    *,
    jobs: int = 0,
) -> Iterator[Done]:
    """Yield what came of each piece, on the cluster of RAY_ADDRESS or else on this machine.

    ``jobs`` is the most workers, 0 for one a core but one, which Ray itself needs:
    with none left for it, the loss of a machine would stop all.
    """
    _connect()
    most = jobs or max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)
    keys = folder.path / f".{folder.run}.npy"  # an actor that starts anew could lose an object
    np.save(keys, folder.keys)
    items = [{"piece": pickle.dumps(piece)} for piece in pieces]
    found = ray.data.from_items(items, override_num_blocks=max(1, len(items))).map_batches(
        Worker,
        fn_constructor_args=(make, folder, keys, reason),
        batch_size=1,
        batch_format="numpy",
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=most),
    )
    try:
        for row in found.iter_rows():
            yield row["done"]
    except ray.exceptions.RayError as error:
        words = str(error).strip().partition("\n")[0]
        raise ScaleError(
            f"Ray cannot go on ({words}); the same command goes on from there"
        ) from error
    finally:
        keys.unlink()


def _connect() -> None:
    """Join the cluster that RAY_ADDRESS names, or start one on this machine."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # set up by the import of ray.data
    context.max_consecutive_actor_init_deaths = DEATHS  # a machine lost amid a start is no fault
    if ray.is_initialized():
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if "RAY_ADDRESS" not in os.environ:
        quiet |= {"address": "local", "include_dashboard": False}  # or it joins any that it finds
    ray.init(**quiet)

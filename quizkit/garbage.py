"""Work without the garbage collector, where all that is made lasts to the end anyway."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing made here is looked at again to see whether it is still needed.

    Many small values at once make the collector a third of the time of an export, and three times as slow as
    the parser of YAML.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made goes to the oldest generation unseen: the collector would look at all of it now.
            gc.freeze()
            gc.unfreeze()
            gc.enable()

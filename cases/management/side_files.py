"""Load the files that stand beside the packs and may be a council's own: clocks, tasks, what must be considered."""

from collections.abc import Callable
from pathlib import Path

from config.clocks import load_clocks
from config.discretion import load_discretion
from config.tasks import load_tasks
from config.toml_tables import ConfigError

LOADS: tuple[Callable[[Path | None], object], ...] = (load_clocks, load_tasks, load_discretion)


def load_side_files(folder: Path | None) -> None:
    """Load each of them, with a council's own folder if it has one.

    Raises: ConfigError naming every fault of all of them.
    """
    faults: list[str] = []
    for load in LOADS:
        try:
            load(folder)
        except ConfigError as error:
            faults += error.faults
    if faults:
        raise ConfigError(tuple(faults))

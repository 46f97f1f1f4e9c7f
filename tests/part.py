"""A real part of the graph, small enough to load many times: all that people wrote, and five files of the list."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = Path("graph/imported/us/ecfr/entity-list")
ROWS = ("source", "notices", "germany", "japan", "netherlands", "taiwan")


def checkout(folder: Path) -> Path:
    """Make the checkout in a folder that is not there yet."""
    for name in ("ontology", "queries", "graph/entities", "graph/sources"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / LIST).mkdir(parents=True)
    for name in ROWS:
        shutil.copy(ROOT / LIST / f"{name}.ttl", folder / LIST)
    return folder

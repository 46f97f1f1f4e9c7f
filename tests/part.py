"""Real parts of the graph, small enough to load many times.

The large one is all that people wrote, and six files of the list. The small one is the sources of some places, three
files of the list, and of the rows for China those that speak of some parties.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = Path("graph/imported/us/ecfr/entity-list")
ROWS = ("source", "notices", "germany", "japan", "netherlands", "taiwan")
PLACES = ("ca", "de", "hk", "jp", "nl", "sg", "tw")
PARTIES = ("huawei-technologies-co-ltd", "semiconductor-manufacturing-international", "footnote-5")


def checkout(folder: Path) -> Path:
    """Make a checkout with the large part in a folder that is not there yet."""
    _copied(folder, "graph/sources")
    _listed(folder, ROWS)
    return folder


def sliver(folder: Path) -> Path:
    """Make a checkout with the small part in a folder that is not there yet."""
    _copied(folder, *(f"graph/sources/{place}" for place in PLACES))
    _listed(folder, ("source", "notices", "japan"))
    head, *blocks = (ROOT / LIST / "china.ttl").read_text("utf-8").split("\n\n")
    rows = [each for each in blocks if any(party in each for party in PARTIES)]
    (folder / LIST / "china.ttl").write_text("\n\n".join([head, *rows]) + "\n", "utf-8")
    return folder


def _copied(folder: Path, *names: str) -> None:
    """Copy folders of the graph, and what every checkout has."""
    for name in ("ontology", "queries", "graph/entities", *names):
        shutil.copytree(ROOT / name, folder / name)


def _listed(folder: Path, names: tuple[str, ...]) -> None:
    """Copy files of the list."""
    (folder / LIST).mkdir(parents=True)
    for name in names:
        shutil.copy(ROOT / LIST / f"{name}.ttl", folder / LIST)
